// @ts-check
// A serializer of the user's own.

import { equal, ok } from "../check.js";
import { parts, plainConfig, sentBack, signedCookie, signingKey } from "../cookie.js";

/** @param {any} test @param {any} waxseal */
export async function serializer(test, waxseal) {
  const { createSessions, CookieStore, crypto } = waxseal;
  const payload = (/** @type {string} */ header) => crypto.MessageVerifier.verify(parts(header).value, signingKey(waxseal));
  const text = (/** @type {Uint8Array} */ bytes) => new TextDecoder().decode(bytes);
  await test("a serializer of the user's own: text, or bytes", () => {
    for (const bytes of [false, true]) {
      const seen = /** @type {any[]} */ ([]);
      const own = {
        encode: (/** @type {any} */ session) => (
          seen.push(session),
          bytes ? new TextEncoder().encode(`v1:${JSON.stringify(session)}`) : `v1:${JSON.stringify(session)}`
        ),
        decode: (/** @type {any} */ source) => (seen.push(source), JSON.parse(text(source).slice(3))),
      };
      const sessions = createSessions({ ...plainConfig.sessions, serializer: own });
      const it = sessions.fetch("");
      it.put("a", ["é"]);
      const header = sessions.commit(it);
      equal(text(payload(header)), 'v1:{"a":["é"]}', "payload");
      equal(Object.getPrototypeOf(seen[0]), Object.prototype, "encode is given what toObject gives");
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
  await test("its functions are read once, and called on it", () => {
    const own = {
      mark: "v1:",
      encode(/** @type {any} */ session) {
        return this.mark + JSON.stringify(session);
      },
      decode(/** @type {any} */ source) {
        return JSON.parse(text(source).slice(this.mark.length));
      },
    };
    const sessions = createSessions({ ...plainConfig.sessions, serializer: own });
    const changed = Object.assign(own, { encode: () => "changed", decode: () => ({ changed: true }) });
    const cookie = sentBack(sessions.commit(sessions.fetch("").put("a", 1)));
    equal(JSON.stringify(sessions.fetch(cookie).toObject()), '{"a":1}', "session");
    ok(createSessions({ ...plainConfig.sessions, serializer: changed }).fetch(cookie).get("changed"), "those that are made later");
  });
  await test("decode that fails or gives no map is an empty session with a sid", () => {
    const reasons = /** @type {string[]} */ ([]);
    const decoders = {
      throws: () => {
        throw new Error("boom");
      },
      undefined: () => undefined,
      null: () => null,
      number: () => 5,
      text: () => "a",
      list: () => [1],
      promise: async () => ({}),
      "what can't be a term": () => ({ a: () => {} }),
    };
    for (const [what, decode] of Object.entries(decoders)) {
      const own = { encode: JSON.stringify, decode };
      const options = { ...plainConfig.store, serializer: own };
      const [sid, session] = CookieStore.get(plainConfig.conn, signedCookie(waxseal, "payload"), CookieStore.init(options));
      ok(sid === "custom" || sid === null, `sid ${sid}`);
      equal(JSON.stringify(session), "{}", what);
      const sessions = createSessions({
        ...plainConfig.sessions,
        serializer: own,
        log: (/** @type {any} */ event) => reasons.push(event.reason),
      });
      equal(JSON.stringify(sessions.fetch(`_app_key=${signedCookie(waxseal, "payload")}`).toObject()), "{}", what);
    }
    equal(reasons.length, Object.keys(decoders).length, "one event each");
  });
  await test("nothing is decoded that did not verify, and nothing else is tried then", () => {
    const signed = signedCookie(waxseal, "payload");
    const decoded = /** @type {string[]} */ ([]);
    const own = { encode: JSON.stringify, decode: (/** @type {any} */ payload) => (decoded.push(String(payload)), { a: 1 }) };
    const open = (/** @type {any} */ more, /** @type {string} */ cookie) =>
      createSessions({ ...plainConfig.sessions, serializer: own, ...more }).fetch(`_app_key=${cookie}`).has("a");
    const [header, payload, signature] = signed.split(".");
    const rotatingOptions = [{ signingSalt: "another" }];
    for (const wrong of [
      `${header}.${payload}.`, `${header}.${payload}`, `.${payload}.${signature}`, `${header}..${signature}`, payload, `bm9uZQ.${payload}.`,
      `${header}.${payload}x.${signature}`, `SFMzODQ.${payload}.${signature}`, `${header}.${payload}.${signature}.`, "", `XCP.${payload}`,
    ]) {
      for (const more of [{}, { rotatingOptions }, { encryptionSalt: "e" }, { encryptionSalt: "e", rotatingOptions }])
        equal(open(more, wrong), false, wrong);
    }
    equal(open({ encryptionSalt: "e" }, signed), false, "a signed one where it must be encrypted");
    equal(decoded.join(), "", "what was decoded");
    equal(open({}, signed), true, "the right one");
    equal(decoded.join(), "payload", "what was decoded");
  });
  await test("decode that gives what throws when it is read", () => {
    const own = {
      encode: JSON.stringify,
      decode: () => ({
        get a() {
          throw new Error("boom");
        },
      }),
    };
    const reasons = /** @type {string[]} */ ([]);
    const sessions = createSessions({ ...plainConfig.sessions, serializer: own, log: (/** @type {any} */ event) => reasons.push(event.reason) });
    equal(JSON.stringify(sessions.fetch(`_app_key=${signedCookie(waxseal, "payload")}`).toObject()), "{}", "session");
    equal(reasons.join(), "undecodable", "event");
  });
  await test("encode that fails", async () => {
    const boom = new Error("boom");
    const encoders = [
      () => {
        throw boom;
      },
      () => undefined,
      () => 5,
      () => null,
      async () => "later",
    ];
    for (const encode of encoders) {
      const sessions = createSessions({ ...plainConfig.sessions, serializer: { encode, decode: JSON.parse } });
      const it = sessions.fetch("");
      it.put("a", 1);
      let error;
      try {
        sessions.commit(it);
      } catch (thrown) {
        error = thrown;
      }
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
