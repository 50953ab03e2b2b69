// @ts-check
// Browsers, and bundlers that know `new URL(…, import.meta.url)`.
export default await WebAssembly.compileStreaming(fetch(new URL("../wasm/waxseal_bg.wasm", import.meta.url)));
