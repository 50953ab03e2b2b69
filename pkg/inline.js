// @ts-check
// The package in JavaScript alone, its WebAssembly among it. Its documentation is in inline.d.ts.

export * from "./index.js";
export * from "./kv/indexeddb.js";
export * from "./kv/memory.js";
export * from "./phoenix.js";
