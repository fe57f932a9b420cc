// Follows the bindings in one file, as a worker under the page's policy may load no second script. First comes the compiled
// program, then one request after the other.
"use strict";

self.onmessage = ({ data }) => {
  if (data instanceof WebAssembly.Module) {
    wasm_bindgen({ module_or_path: data }).then(
      () => self.postMessage('"ready"'),
      (error) => self.postMessage(JSON.stringify({ fault: String(error) })),
    );
  } else {
    wasm_bindgen.serve(data, (reply) => self.postMessage(reply));
  }
};
