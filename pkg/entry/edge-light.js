// @ts-check
// Vercel's edge runtime: as on Workers, but it wants to be asked for a module.
// @ts-ignore: what a `.wasm` import is, only the bundler knows
export { default } from "../wasm/waxseal_bg.wasm?module";
