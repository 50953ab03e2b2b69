/**
 * `waxseal`, `waxseal/phoenix`, `indexedDBKV` and `memoryKV` in JavaScript alone: no file to fetch, no top-level await, no import map.
 * For browsers' service workers, which forbid the second and lack the third, and for bundlers that carry no assets. The WebAssembly in
 * it weighs a third more than its file. It is a copy of its own: what a session of it is, `waxseal` and its other subpaths don't know.
 *
 * @example
 * ```js
 * import { createSessions, indexedDBKV } from "waxseal/inline";
 * ```
 */

export * from "./index.js";
export * from "./kv/indexeddb.js";
export * from "./kv/memory.js";
export * from "./phoenix.js";
