// @ts-check
// Serializers: JSON as Jason writes it, and the user's own.

import { equal, fails, ok } from "../check.js";
import { parts, plainConfig, sentBack, signedCookie, signingKey } from "../cookie.js";

/** @param {any} test @param {any} waxseal */
export async function serializer(test, waxseal) {
  const { createSessions, CookieStore, crypto, term } = waxseal;
  const payload = (/** @type {string} */ header) => crypto.MessageVerifier.verify(parts(header).value, signingKey(waxseal));
  const text = (/** @type {Uint8Array} */ bytes) => new TextDecoder().decode(bytes);
  const json = createSessions({ ...plainConfig.sessions, serializer: "json" });
  const jsonOf = (/** @type {any} */ values) => {
    const it = json.fetch("");
    for (const [key, value] of Object.entries(values)) it.put(key, value);
    return text(payload(json.commit(it)));
  };

  await test("JSON as Jason writes it", () => {
    equal(jsonOf({ z: 1, a: [true, false, null, "é", { b: {} }], m: -1.5 }), '{"a":[true,false,null,"é",{"b":{}}],"m":-1.5,"z":1}', "compact, keys in map order");
    equal(jsonOf({ a: 'q"b\\s\b\f\n\r\t\u0000\u001f\u007f/<>&\u2028' }), '{"a":"q\\"b\\\\s\\b\\f\\n\\r\\t\\u0000\\u001F\u007f/<>&\u2028"}', "escapes");
    equal(jsonOf({ a: 2 ** 53 - 1, b: 10n ** 20n, c: new term.Float(1) }), '{"a":9007199254740991,"b":100000000000000000000,"c":1.0}', "numbers");
    equal(jsonOf({ a: new term.Atom("atom") }), '{"a":"atom"}', "an atom is its name");
    equal(jsonOf({ a: new Map([[1, new Map([[new term.Atom("b"), 2]])]]) }), '{"a":{"1":{"b":2}}}', "keys that Jason makes text of");
  });
  await test("what JSON can't hold", async () => {
    for (const value of [new Uint8Array([255]), new term.Tuple(1), new Map([[new term.Tuple(1), 2]]), [new Uint8Array([254])]]) {
      const it = json.fetch("");
      const error = await fails(() => (it.put("held", value), json.commit(it)), "ERR_ENCODE", "commit");
      ok(error.message.includes("held"), error.message);
    }
  });
  await test("JSON that is read", () => {
    const read = (/** @type {string} */ source) => json.fetch(`_app_key=${signedCookie(waxseal, source)}`).toObject();
    equal(JSON.stringify(read('{"a":[1,2.5,1e3,"\\u00e9\\ud83e\\uddc2"],"__proto__":{"x":1}}')), '{"__proto__":{"x":1},"a":[1,2.5,1000,"é🧂"]}', "values");
    equal(read(`{"a":${10n ** 20n}}`).a, 10n ** 20n, "a large integer is exact");
    for (const bad of ["", "{", "[1]", "null", "{} x", '{"a":1,}', "{'a':1}", '{"a":01}', '{"a":"\t"}', '{"a":"\\ud800"}', "\uFEFF{}", "[".repeat(10_000), '{"a":'.repeat(5_000)]) equal(JSON.stringify(read(bad)), "{}", bad.slice(0, 20));
  });
  await test("a serializer of the user's own: text, or bytes", () => {
    for (const bytes of [false, true]) {
      const seen = /** @type {any[]} */ ([]);
      const own = {
        encode: (/** @type {any} */ session) => (seen.push(session), bytes ? new TextEncoder().encode(`v1:${JSON.stringify(session)}`) : `v1:${JSON.stringify(session)}`),
        decode: (/** @type {any} */ source) => (seen.push(source), JSON.parse(text(source).slice(3))),
      };
      const sessions = createSessions({ ...plainConfig.sessions, serializer: own });
      const it = sessions.fetch("");
      it.put("a", ["é"]);
      const header = sessions.commit(it);
      equal(text(payload(header)), 'v1:{"a":["é"]}', "payload");
      equal(Object.getPrototypeOf(seen[0]), null, "encode is given what toObject gives");
      equal(JSON.stringify(sessions.fetch(sentBack(header)).toObject()), '{"a":["é"]}', "session");
      ok(seen[1] instanceof Uint8Array, "decode is given bytes");
    }
  });
  await test("JSON itself is a serializer", () => {
    const sessions = createSessions({ ...plainConfig.sessions, serializer: { encode: JSON.stringify, decode: JSON.parse } });
    const it = sessions.fetch("");
    it.put("a", { b: 1 });
    equal(sessions.fetch(sentBack(sessions.commit(it))).get("a").b, 1, "round trip");
  });
  await test("decode that fails or gives no map is an empty session with a sid", () => {
    const reasons = /** @type {string[]} */ ([]);
    const decoders = { throws: () => { throw new Error("boom"); }, undefined: () => undefined, null: () => null, number: () => 5, text: () => "a", list: () => [1], promise: async () => ({}), "what can't be a term": () => ({ a: () => {} }) };
    for (const [what, decode] of Object.entries(decoders)) {
      const own = { encode: JSON.stringify, decode };
      const options = { ...plainConfig.store, serializer: own };
      const [sid, session] = CookieStore.get(plainConfig.conn, signedCookie(waxseal, "payload"), CookieStore.init(options));
      ok(sid === "custom" || sid === null, `sid ${sid}`);
      equal(JSON.stringify(session), "{}", what);
      const sessions = createSessions({ ...plainConfig.sessions, serializer: own, log: (/** @type {any} */ event) => reasons.push(event.reason) });
      equal(JSON.stringify(sessions.fetch(`_app_key=${signedCookie(waxseal, "payload")}`).toObject()), "{}", what);
    }
    equal(reasons.length, Object.keys(decoders).length, "one event each");
  });
  await test("encode that fails", async () => {
    const boom = new Error("boom");
    const encoders = [() => { throw boom; }, () => undefined, () => 5, () => null, async () => "later"];
    for (const encode of encoders) {
      const sessions = createSessions({ ...plainConfig.sessions, serializer: { encode, decode: JSON.parse } });
      const it = sessions.fetch("");
      it.put("a", 1);
      let error;
      try { sessions.commit(it); } catch (thrown) { error = thrown; }
      ok(error === boom || error?.code === "ERR_ENCODE", `encode ${encode}: ${error}`);
      equal(it.get("a"), 1, "the session is as it was");
    }
  });
  await test("a serializer may use sessions itself", () => {
    const inner = createSessions(plainConfig.sessions);
    const own = {
      encode: (/** @type {any} */ session) => (inner.fetch("").put("x", "y".repeat(900)), JSON.stringify(session)),
      decode: (/** @type {any} */ source) => (inner.fetch("_app_key=bad").put("x", 1), JSON.parse(text(source))),
    };
    const sessions = createSessions({ ...plainConfig.sessions, serializer: own });
    const it = sessions.fetch("");
    it.put("a", "value");
    equal(JSON.stringify(sessions.fetch(sentBack(sessions.commit(it))).toObject()), '{"a":"value"}', "round trip");
  });
}
