// @ts-check
// Values: what can be put can be read, what can be read can be put, and what can't says so.

import { deepStrictEqual } from "node:assert/strict";
import { inspect } from "node:util";
import fc from "fast-check";
import { createSessions } from "waxseal";
import { decode, encode } from "waxseal/term";
import { anything, mustBe, plain, term, text, tried } from "./hostile.js";
import { OPTIONS } from "./options.js";

const sessions = createSessions(OPTIONS);

/** Sessions are nothing to wait for here. @returns {any} */
const empty = () => sessions.fetch("");

/** @type {[string, () => fc.IRawProperty<any>][]} */
export const VALUES = [
  ["any value: it is put, and read as what can be put again; or it is refused, and the session is as it was", () => fc.property(text, anything, (key, make) => {
    const value = make();
    const it = empty().put("kept", 1);
    const put = tried(() => it.put(key, value));
    if (put.failed) {
      mustBe(put.error, "ERR_ENCODE");
      deepStrictEqual(it.toObject(), { kept: 1 });
      return;
    }
    const bytes = encode(it.get(key));
    deepStrictEqual(encode(it.put("again", it.get(key)).get("again")), bytes);
    it.delete("again");
    const committed = tried(() => sessions.commit(it));
    if (committed.failed) return mustBe(committed.error, "ERR_COOKIE_OVERFLOW");
    deepStrictEqual(encode(/** @type {any} */ (sessions.fetch(committed.value.split(";")[0])).get(key)), bytes);
  })],
  ["what JSON has comes back as it went in", () => fc.property(text, plain, (key, value) => {
    deepStrictEqual(empty().put(key, value).get(key), value);
    deepStrictEqual(decode(encode(value)), value);
  })],
  ["terms: encoded, decoded and encoded are the same bytes", () => fc.property(term, fc.constantFrom(25, 26), (value, otp) => {
    const options = /** @type {{ otp: 25 | 26 }} */ ({ otp });
    const encoded = tried(() => encode(value, options));
    // One key twice, as 1 and 1n; a name that OTP 25 has no letters for.
    if (encoded.failed) return mustBe(encoded.error, "ERR_ENCODE");
    deepStrictEqual(encode(decode(encoded.value), options), encoded.value);
  })],
  ["bytes: a term that can be encoded and decoded, or an error of ours", () => fc.property(
    fc.oneof(fc.uint8Array({ maxLength: 200 }), fc.tuple(term, fc.nat(), fc.nat(255)).map(([value, at, byte]) => {
      const bytes = tried(() => encode(value)).value ?? new Uint8Array([131, 106]);
      bytes[1 + (at % (bytes.length - 1 || 1))] = byte;
      return bytes;
    })),
    (bytes) => {
      const decoded = tried(() => decode(bytes));
      if (decoded.failed) return mustBe(decoded.error, "ERR_DECODE");
      const again = encode(decoded.value);
      deepStrictEqual(encode(decode(again)), again);
    },
  )],
  ["anything for a term, bytes, a key: an error of ours", () => fc.property(anything, (make) => {
    const value = /** @type {any} */ (make());
    const it = empty().put("a", 1);
    for (const [code, run] of /** @type {[string, () => unknown][]} */ ([
      ["ERR_ENCODE", () => encode(value)],
      ["ERR_CONFIG", () => encode(1, value)],
      ["ERR_DECODE", () => decode(value)],
      ["ERR_ENCODE", () => it.get(value)],
      ["ERR_ENCODE", () => it.has(value)],
      ["ERR_ENCODE", () => it.put(value, 1)],
      ["ERR_ENCODE", () => it.delete(value)],
      ["ERR_CONFIG", () => it.configure(value)],
    ])) {
      const { failed, error } = tried(run);
      if (failed) mustBe(error, code, "ERR_CONFIG");
    }
    inspect(it);
    JSON.stringify(it);
  })],
];
