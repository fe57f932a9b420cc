// Starts the worker when the page asks and carries words between the two. It must not know what they say.
"use strict";

let compiled = null;
let worker = null;

// Compiled once: a worker that was ended is there again in a moment, without the network.
function program() {
  if (!compiled) {
    compiled = fetch("worker.wasm")
      .then((file) => {
        if (!file.ok) throw new Error(`worker.wasm: ${file.status}`);
        return file.arrayBuffer();
      })
      .then((bytes) => WebAssembly.compile(bytes));
    compiled.catch(() => {
      compiled = null;
    });
  }
  return compiled;
}

// Each message of the page brings a port and means: end what runs, start anew, and talk through this.
window.addEventListener("message", (event) => {
  if (event.source !== window.parent || event.origin !== window.location.origin || event.ports.length !== 1) return;
  const port = event.ports[0];
  const fault = (words) => port.postMessage(JSON.stringify({ fault: String(words) }));
  if (worker) worker.terminate();
  const started = new Worker("worker.js");
  worker = started;
  started.onmessage = (said) => port.postMessage(said.data);
  started.onerror = (error) => {
    error.preventDefault();
    fault(error.message || "the worker’s script cannot be read");
  };
  port.onmessage = (said) => started.postMessage(said.data);
  program().then(
    (module) => started.postMessage(module),
    (error) => fault(error.message),
  );
});

// By this the page knows that it is this frame that came, and not a host’s page for what it does not have.
window.clusterwiseRunner = true;
