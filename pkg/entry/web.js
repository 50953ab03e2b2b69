// @ts-check
// Browsers, bundled or not, and all that is not named in package.json: the file is fetched from beside this one.
const url = new URL("../wasm/waxseal_bg.wasm", import.meta.url);
const response = await fetch(url).catch((cause) => {
  throw new Error(`waxseal: ${url} can't be fetched; where this is Node, have the bundler take the conditions "node" and "module"`, { cause });
});
if (!response.ok) throw new Error(`waxseal: ${url} is not there (${response.status}): copy waxseal/waxseal.wasm to it, or import waxseal/inline`);
// Compiled as it streams in, where the server names its type.
const streams = response.headers.get("content-type")?.startsWith("application/wasm");
export default await (streams ? WebAssembly.compileStreaming(response) : WebAssembly.compile(await response.arrayBuffer()));
