// @ts-check
// serializer: "json", as Jason writes and reads it.

import { equal, fails, ok } from "../check.js";
import { parts, plainConfig, signedCookie, signingKey } from "../cookie.js";

/** @param {any} test @param {any} waxseal */
export async function json(test, waxseal) {
  const { createSessions, crypto, term } = waxseal;
  const payload = (/** @type {string} */ header) => crypto.MessageVerifier.verify(parts(header).value, signingKey(waxseal));
  const text = (/** @type {Uint8Array} */ bytes) => new TextDecoder().decode(bytes);
  const sessions = createSessions({ ...plainConfig.sessions, serializer: "json" });
  const jsonOf = (/** @type {any} */ values) => {
    const it = sessions.fetch("");
    for (const [key, value] of Object.entries(values)) it.put(key, value);
    return text(payload(sessions.commit(it)));
  };

  await test("JSON as Jason writes it", () => {
    equal(
      jsonOf({ z: 1, a: [true, false, null, "é", { b: {} }], m: -1.5 }),
      '{"a":[true,false,null,"é",{"b":{}}],"m":-1.5,"z":1}',
      "compact, keys in map order",
    );
    equal(
      jsonOf({ a: 'q"b\\s\b\f\n\r\t\u0000\u001f\u007f/<>&\u2028' }),
      '{"a":"q\\"b\\\\s\\b\\f\\n\\r\\t\\u0000\\u001F\u007f/<>&\u2028"}',
      "escapes",
    );
    equal(
      jsonOf({ a: 2 ** 53 - 1, b: 10n ** 20n, c: new term.Float(1) }),
      '{"a":9007199254740991,"b":100000000000000000000,"c":1.0}',
      "numbers",
    );
    equal(jsonOf({ a: new term.Atom("atom") }), '{"a":"atom"}', "an atom is its name");
    equal(
      jsonOf({ a: new Map([[1, new Map([[new term.Atom("b"), 2]])]]) }),
      '{"a":{"1":{"b":2}}}',
      "keys that Jason makes text of",
    );
  });
  await test("what JSON can't hold", async () => {
    for (const value of [new Uint8Array([255]), new term.Tuple(1), new Map([[new term.Tuple(1), 2]]), [new Uint8Array([254])]]) {
      const it = sessions.fetch("");
      const error = await fails(() => (it.put("held", value), sessions.commit(it)), "ERR_ENCODE", "commit");
      ok(error.message.includes("held"), error.message);
    }
  });
  await test("JSON that is read", () => {
    const read = (/** @type {string} */ source) => sessions.fetch(`_app_key=${signedCookie(waxseal, source)}`).toObject();
    equal(
      JSON.stringify(read('{"a":[1,2.5,1e3,"\\u00e9\\ud83e\\uddc2"],"__proto__":{"x":1}}')),
      '{"__proto__":{"x":1},"a":[1,2.5,1000,"é🧂"]}',
      "values",
    );
    equal(read(`{"a":${10n ** 20n}}`).a, 10n ** 20n, "a large integer is exact");
    for (const bad of [
      "",
      "{",
      "[1]",
      "null",
      "{} x",
      '{"a":1,}',
      "{'a':1}",
      '{"a":01}',
      '{"a":"\t"}',
      '{"a":"\\ud800"}',
      "\uFEFF{}",
      "[".repeat(10_000),
      '{"a":'.repeat(5_000),
    ])
      equal(JSON.stringify(read(bad)), "{}", bad.slice(0, 20));
  });
}
