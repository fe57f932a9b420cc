// Follows the bindings in one file, as a worker under the page's policy may load no second script. First comes the compiled
// program, then one request after the other.
"use strict";

const requests = [];
let serving = null;
// Between two steps a message of its own: so the browser can end this worker then, and need not force it.
const turn = new MessageChannel();
const post = (reply) => self.postMessage(reply, [reply.buffer]);

function step() {
  serving = serving || new wasm_bindgen.Serving(requests.shift());
  if (!serving.step(post)) {
    serving.free();
    serving = null;
  }
  if (serving || requests.length) turn.port2.postMessage(null);
}
turn.port1.onmessage = step;

self.onmessage = ({ data }) => {
  if (data instanceof WebAssembly.Module) {
    wasm_bindgen({ module_or_path: data }).then(
      () => self.postMessage('"ready"'),
      (error) => self.postMessage(JSON.stringify({ fault: String(error) })),
    );
    return;
  }
  requests.push(data);
  if (!serving && requests.length === 1) step();
};
