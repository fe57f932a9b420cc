// Fetches the app and starts it; start.js is told how that went. The build leaves the two names in a <meta>, because a
// script of the page's own is all its policy allows.
const names = document.querySelector('meta[name="clusterwise-app"]').dataset;
const at = (name) => new URL(name, document.baseURI).href;

async function load() {
  let app;
  let wasm;
  try {
    [app, wasm] = await Promise.all([import(at(names.js)), fetch(at(names.wasm))]);
  } catch (error) {
    const reason = error instanceof SyntaxError ? "old" : "file";
    return window.clusterwise.fault(reason, error && error.message);
  }
  if (!wasm.ok) return window.clusterwise.fault("file", `${names.wasm}: ${wasm.status}`);
  await app.default({ module_or_path: wasm });
  window.clusterwise.started();
}

load();
