// @ts-check
// Where the runtimes are. What package.json can't pin is Debian's; a program that is missing fails the run that wants it.

import { fileURLToPath } from "node:url";

const here = `${process.platform}-${process.arch}`;
const installed = (/** @type {string} */ path) => fileURLToPath(new URL(`package/node_modules/${path}`, import.meta.url));

export const node20 = installed(`node20-${here}/bin/node`);
export const node22 = installed(`node22-${here}/bin/node`);
export const bun = installed(`@oven/bun-${{ "linux-x64": "linux-x64-baseline", "linux-arm64": "linux-aarch64" }[here] ?? here}/bin/bun`);
export const deno = fileURLToPath(new URL("../node_modules/.bin/deno", import.meta.url));
export const edgeRuntime = new URL("package/node_modules/edge-runtime/dist/index.js", import.meta.url).href;
