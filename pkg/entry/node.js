// @ts-check
// Node: the file is read from beside this one. Bundlers take inline.js; the bundle of one that doesn't has lost that place: then it is
// read from where the package is installed.

// By name or by createRequire, bundlers would follow these; and importing node:fs has Node load all that it lists: 3 to 5 ms.
const { readFileSync } = builtin("fs");

const wasm = new URL("../wasm/waxseal_bg.wasm", import.meta.url);
export default new WebAssembly.Module(read());

function read() {
  try {
    return readFileSync(wasm);
  } catch (cause) {
    for (const from of installed()) {
      try {
        return readFileSync(from);
      } catch {}
    }
    throw new Error(`waxseal: ${wasm} is not there: copy waxseal/waxseal.wasm to it, have the bundler take the condition "module", or leave waxseal out of the bundle`, { cause });
  }
}

/** Where the package is, as seen from the bundle, and from where the process was started. */
function* installed() {
  const { createRequire } = builtin("module");
  // Joined here, so that no bundler looks for it.
  const name = ["waxseal", "waxseal.wasm"].join("/");
  for (const from of [import.meta.url, `${process.cwd()}/index.js`]) {
    try {
      yield createRequire(from).resolve(name);
    } catch {}
  }
}

/** @param {string} name @returns {any} */
function builtin(name) {
  if (!import.meta.url) {
    throw new Error(`waxseal: is an ES module and was bundled to CommonJS, where it can't find its WebAssembly: have the bundler take the condition "module" (esbuild --conditions=module), bundle to ES modules, or leave waxseal out of the bundle (external)`);
  }
  const found = process.getBuiltinModule?.(name);
  if (!found) throw new Error(`waxseal: Node ${process.versions.node} has no process.getBuiltinModule: take 20.16, 22.3 or later`);
  return found;
}
