// Node, Bun and Deno.
const { readFileSync } = process.getBuiltinModule("node:fs");

export default new WebAssembly.Module(readFileSync(new URL("../wasm/bare.wasm", import.meta.url)));
