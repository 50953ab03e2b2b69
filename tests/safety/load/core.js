// @ts-check
// The memory of the core in WebAssembly, which an isolate's heap doesn't count and the package keeps to itself. To be imported before the package.

const { Instance } = WebAssembly;
/** @type {WebAssembly.Memory | undefined} */
let memory;

WebAssembly.Instance = class extends Instance {
  /** @param {WebAssembly.Module} module @param {WebAssembly.Imports} [imports] */
  constructor(module, imports) {
    super(module, imports);
    memory = /** @type {WebAssembly.Memory} */ (this.exports.memory);
  }
};

/** In bytes. */
export function sizeOfCore() {
  if (!memory) throw new Error("no core was instantiated");
  return memory.buffer.byteLength;
}
