// @ts-check
// The vectors inside workerd.

import * as crypto from "waxseal/crypto";
import vectors from "./vectors.json" with { type: "json" };
import { print, suite } from "./suite.js";
// @ts-ignore: built by .ci/test-module
import { initSync } from "./wasm/waxseal.js";
// @ts-ignore: what a `.wasm` import is, only the bundler knows
import module from "./wasm/tested.wasm";

export default {
  async test() {
    if (!print(await suite(crypto, initSync({ module }), vectors), "workerd")) throw new Error("failed");
  },
};
