// @ts-check
// Plug.Crypto.MessageVerifier against real Plug's outcomes.

import { equal, fails } from "./check.js";
import { fromBase64, headerText, textOrBytes } from "./bytes.js";

/** @param {any} test @param {any} waxseal @param {any[]} cases */
export async function messageVerifier(test, { crypto: { MessageVerifier } }, cases) {
  for (const vector of cases) {
    const secret = fromBase64(vector.secret_b64);
    await test(vector.name, () =>
      vector.op === "sign" ? sign(MessageVerifier, vector, secret) : verify(MessageVerifier, vector, secret),
    );
  }
}

/** @param {any} MessageVerifier @param {any} vector @param {Uint8Array} secret */
async function sign(MessageVerifier, vector, secret) {
  const message = fromBase64(vector.message_b64);
  const call = () => MessageVerifier.sign(message, secret, vector.digest);
  if (vector.outcome === "raise") return fails(call, "ERR_CONFIG", "sign");
  equal(call(), headerText(vector.token_b64), "token");
  equal(
    MessageVerifier.sign(textOrBytes(message), textOrBytes(secret), vector.digest),
    headerText(vector.token_b64),
    "token of text",
  );
  if (vector.digest === "sha256")
    equal(MessageVerifier.sign(message, secret), headerText(vector.token_b64), "token, default digest");
}

/** @param {any} MessageVerifier @param {any} vector @param {Uint8Array} secret */
async function verify(MessageVerifier, vector, secret) {
  const token = headerText(vector.token_b64);
  const call = () => MessageVerifier.verify(token, secret);
  if (vector.outcome === "raise") return fails(call, "ERR_CONFIG", "verify");
  equal(call(), vector.outcome === "ok" ? fromBase64(vector.payload_b64) : null, "payload");
}
