// Follows the bindings in one file: runs the kernels when told how often, and posts what they took.
"use strict";

self.onmessage = async ({ data }) => {
  try {
    await wasm_bindgen({ module_or_path: "kernels.wasm" });
    self.postMessage(wasm_bindgen.timed(data));
  } catch (error) {
    self.postMessage(JSON.stringify({ error: String(error) }));
  }
};
