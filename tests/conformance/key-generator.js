// @ts-check
// Plug.Crypto.KeyGenerator against real Plug's outcomes.

import { equal, fails } from "./check.js";
import { fromBase64, fromHex, textOrBytes } from "./bytes.js";

/** @param {any} test @param {any} waxseal @param {any[]} cases */
export async function keyGenerator(test, { crypto }, cases) {
  for (const { name, secret_b64, salt_b64, opts, ...expected } of cases) {
    for (const form of [fromBase64, (/** @type {string} */ base64) => textOrBytes(fromBase64(base64))]) {
      const generate = () => crypto.KeyGenerator.generate(form(secret_b64), form(salt_b64), opts);
      await test(name, async () => {
        if (expected.outcome === "raise") return fails(generate, "ERR_CONFIG", name);
        equal(generate(), fromHex(expected.key_hex), "key");
        equal(generate(), fromHex(expected.key_hex), "key, the second time");
      });
    }
  }
}
