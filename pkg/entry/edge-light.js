// @ts-check
// Vercel's edge runtime, and what Nitro builds (its bundlers ask for "unwasm"): as on Workers, but they want to be asked for a module.
// @ts-ignore: what a `.wasm` import is, only the bundler knows
import module from "../wasm/waxseal_bg.wasm?module";

// Outside of Vercel (`next dev`, `next start`) the module is of another realm, and no instance of this one's class.
export default module instanceof WebAssembly.Module ? module : Object.setPrototypeOf(module, WebAssembly.Module.prototype);
