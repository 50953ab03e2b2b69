// @ts-check
// Node: the file is read from beside this one. A bundle has lost that place: then from where the package is installed.
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
// Importing node:fs by name would have Node load all that it lists, streams and watchers too: 3 to 5 ms.
const { readFileSync } = require("node:fs");

const wasm = new URL("../wasm/waxseal_bg.wasm", import.meta.url);
export default new WebAssembly.Module(read());

function read() {
  try {
    return readFileSync(wasm);
  } catch (cause) {
    try {
      return readFileSync(require.resolve("waxseal/waxseal.wasm"));
    } catch {
      throw new Error(`waxseal: ${wasm} is not there: copy waxseal/waxseal.wasm to it, or leave waxseal out of the bundle`, { cause });
    }
  }
}
