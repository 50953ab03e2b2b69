export default await WebAssembly.compileStreaming(fetch(new URL("../wasm/bare.wasm", import.meta.url)));
