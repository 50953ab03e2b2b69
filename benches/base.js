// The package of an earlier commit, where `make bench BASE=COMMIT` has put one: .ci/base.

import { readFileSync } from "node:fs";

const here = (file) => new URL(`base/${file}`, import.meta.url);

/** @type {string | undefined} */
export const commit = process.env.BASE ? readFileSync(here("commit"), "utf8").trim() : undefined;

/** The modules that the contestants' bundles ask for, by their names. @type {Record<string, URL>} */
export const MODULES = {
  "waxseal_bg.wasm": new URL(import.meta.resolve("waxseal/waxseal.wasm")),
  "bare.wasm": new URL("bare/wasm/bare.wasm", import.meta.url),
  ...(commit ? { "base_bg.wasm": here("wasm/base_bg.wasm") } : {}),
};
