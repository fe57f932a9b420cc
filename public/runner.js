// Starts the worker when the page asks and carries words between the two. It must not know what they say.
"use strict";

// After this long a second worker starts: not while the first one does.
const SPARE_MS = 1000;

let compiled = null;
let running = null;
let spare = null;

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

// A worker that starts; what it says before anybody listens waits.
function start() {
  const started = { worker: new Worker("worker.js"), early: [], hear: (words) => started.early.push(words) };
  const fault = (words) => {
    // What could not start is not kept for later: then the network may be there again.
    if (spare === started) spare = null;
    started.hear(JSON.stringify({ fault: String(words) }));
  };
  started.worker.onmessage = (said) => started.hear(said.data);
  started.worker.onerror = (error) => {
    error.preventDefault();
    fault(error.message || "the worker’s script cannot be read");
  };
  program().then(
    (module) => started.worker.postMessage(module),
    (error) => fault(error.message),
  );
  return started;
}

// Each message of the page brings a port and means: end what runs, start anew, and talk through this.
window.addEventListener("message", (event) => {
  if (event.source !== window.parent || event.origin !== window.location.origin || event.ports.length !== 1) return;
  const port = event.ports[0];
  if (running) running.worker.terminate();
  const own = spare || start();
  spare = null;
  running = own;
  own.hear = (words) => port.postMessage(words);
  own.early.forEach(own.hear);
  port.onmessage = (said) => own.worker.postMessage(said.data);
  // Somebody who ends a job waits for the next one: its worker starts while this one works.
  setTimeout(() => (spare = spare || start()), SPARE_MS);
});

// By this the page knows that it is this frame that came, and not a host’s page for what it does not have.
window.clusterwiseRunner = true;
