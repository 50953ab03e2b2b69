// @ts-check
// Node: the module is compiled from the file beside it.
import { readFileSync } from "node:fs";

export default new WebAssembly.Module(readFileSync(new URL("../wasm/waxseal_bg.wasm", import.meta.url)));
