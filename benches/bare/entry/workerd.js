export { default } from "../wasm/bare.wasm";
