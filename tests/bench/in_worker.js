// Follows the bindings in one file: runs the kernels when told how often, and posts what they took.
"use strict";

self.onmessage = async ({ data }) => {
  try {
    const program = await wasm_bindgen({ module_or_path: "kernels.wasm" });
    const took = JSON.parse(wasm_bindgen.timed(data));
    // A program's memory never shrinks, so this is the most that it had.
    self.postMessage(JSON.stringify({ ...took, "memory at most, MB": program.memory.buffer.byteLength / 1e6 }));
  } catch (error) {
    self.postMessage(JSON.stringify({ error: String(error) }));
  }
};
