// Cloudflare Workers: a `.wasm` import is a compiled module; compiling at run time is refused there.
export { default } from "../wasm/waxseal_bg.wasm";
