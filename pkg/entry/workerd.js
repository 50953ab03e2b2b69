// @ts-check
// Cloudflare Workers: a `.wasm` import is a compiled module; compiling at run time is refused there.
// @ts-ignore: what a `.wasm` import is, only the bundler knows
export { default } from "../wasm/waxseal_bg.wasm";
