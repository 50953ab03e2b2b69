// Deno: a source phase import is the compiled module, and needs no permission to read files.
import source module from "../wasm/waxseal_bg.wasm";

export default module;
