// Imported before the package: sees the memory of every instance that is made, whatever the package calls it.

const memories = [];
const { Instance, Memory } = WebAssembly;

WebAssembly.Instance = class extends Instance {
  constructor(...given) {
    super(...given);
    memories.push(...Object.values(this.exports).filter((value) => value instanceof Memory));
  }
};

/** Bytes of linear memory in all. */
export function linearMemory() {
  if (memories.length === 0) throw new Error("no instance with a memory was made");
  return memories.reduce((sum, { buffer }) => sum + buffer.byteLength, 0);
}
