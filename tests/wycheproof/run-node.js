// @ts-check
// The vectors in Node, Deno and Bun.

import { readFileSync } from "node:fs";
import * as crypto from "waxseal/crypto";
import vectors from "./vectors.json" with { type: "json" };
import { print, suite } from "./suite.js";
// @ts-ignore: built by .ci/test-module
import { initSync } from "./wasm/waxseal.js";

const module = new WebAssembly.Module(readFileSync(new URL("wasm/tested.wasm", import.meta.url)));
const where = "Bun" in globalThis ? "Bun" : "Deno" in globalThis ? "Deno" : "Node";
process.exitCode = print(await suite(crypto, initSync({ module }), vectors), where) ? 0 : 1;
