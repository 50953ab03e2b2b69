// @ts-check
// Bun: as a file, so that `bun build` carries it along; its path is then relative to the bundle.
import { readFileSync } from "node:fs";
// @ts-ignore: a path, by the attribute
import path from "../wasm/waxseal_bg.wasm" with { type: "file" };

export default new WebAssembly.Module(readFileSync(path.startsWith(".") ? new URL(path, import.meta.url) : path));
