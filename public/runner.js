// Starts workers when the page asks and carries words between the two. It must not know what they say.
"use strict";

let compiled = null;
// By the number under which the page asked for it.
const workers = new Map();

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

// Each message names a worker and means: end it. With a port it also means: start it anew, and talk through this.
window.addEventListener("message", (event) => {
  if (event.source !== window.parent || event.origin !== window.location.origin) return;
  const named = event.data;
  if (workers.has(named)) {
    workers.get(named).terminate();
    workers.delete(named);
  }
  const port = event.ports[0];
  if (!port) return;
  const own = new Worker("worker.js");
  workers.set(named, own);
  const fault = (words) => port.postMessage(JSON.stringify({ fault: String(words) }));
  // Words are bytes, which are handed on; the scripts themselves say strings.
  const hand = (to, words) => to.postMessage(words, words.buffer ? [words.buffer] : []);
  own.onmessage = (said) => hand(port, said.data);
  own.onerror = (error) => {
    error.preventDefault();
    fault(error.message || "the worker’s script cannot be read");
  };
  port.onmessage = (said) => hand(own, said.data);
  program().then(
    (module) => own.postMessage(module),
    (error) => fault(error.message),
  );
});

// By this the page knows that it is this frame that came, and not a host’s page for what it does not have.
window.clusterwiseRunner = true;
