// @ts-check
// A serializer of the user's own.

import { equal, fails, ok } from "../check.js";
import { inBrowser } from "../platform.js";
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
  await test("one that is async is refused, and what it rejects ends nothing", async () => {
    const own = { encode: JSON.stringify, decode: (/** @type {Uint8Array} */ bytes) => JSON.parse(text(bytes)) };
    const sessions = (/** @type {object} */ more) => createSessions({ ...plainConfig.sessions, serializer: { ...own, ...more } });
    const sync = sessions({});
    const cookie = sentBack(sync.commit(sync.fetch("").put("a", 1)));
    for (const later of [async () => {}, () => Promise.reject(new Error("late"))]) {
      const writer = sessions({ encode: later });
      const { message } = await fails(() => writer.commit(writer.fetch("").put("a", 1)), "ERR_ENCODE", "encode");
      ok(/encode: it gave a promise.*not async/.test(message), message);
      equal(sessions({ decode: later }).fetch(cookie).has("a"), false, "decode");
    }
    // A rejection that nobody handles ends the process, or fails the page, by now.
    await new Promise((done) => setTimeout(done, 1));
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
      date: () => new Date(0),
      bytes: () => new Uint8Array(1),
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
    equal(reasons.join(), `undecodable${",not_a_map".repeat(Object.keys(decoders).length - 1)}`, "one event each");
  });
  await test("by hand, its times stand among the values, and go back with them", () => {
    const json = { encode: JSON.stringify, decode: (/** @type {any} */ payload) => JSON.parse(payload) };
    const { sessions: { secretKeyBase, signingSalt } } = plainConfig;
    const options = CookieStore.init({ secretKeyBase, signingSalt, log: false, serializer: json, idleTimeout: 3600 });
    const sessions = createSessions({ ...plainConfig.sessions, serializer: json, idleTimeout: 3600 });
    const cookie = sentBack(sessions.commit(sessions.fetch("").put("a", 1)));
    const [sid, session] = CookieStore.get(null, cookie.slice("_app_key=".length), options);
    equal(`${sid} ${session.a} ${typeof session._waxseal_life}`, "custom 1 string", "what is there");
    const value = CookieStore.put(null, null, { ...session, b: 2 }, options);
    const back = sessions.fetch(`_app_key=${value}`);
    equal(`${JSON.stringify(back)} ${+back.createdAt === +sessions.fetch(cookie).createdAt}`, '{"a":1,"b":2} true', "put back");
    const none = sessions.fetch(`_app_key=${CookieStore.put(null, null, { c: 3 }, options)}`);
    equal(`${JSON.stringify(none)} ${none.createdAt instanceof Date}`, '{"c":3} true', "of none before");
  });
  await test("what decode is given is bytes; a part of them is bytes as they are everywhere", () => {
    let given;
    const own = { encode: JSON.stringify, decode: (/** @type {any} */ payload) => ((given = payload), {}) };
    createSessions({ ...plainConfig.sessions, serializer: own }).fetch(`_app_key=${signedCookie(waxseal, "\ufeffpayload")}`);
    equal(`${given}`, "\ufeffpayload", "as text, to the first character");
    equal([given.slice(0, 3), given.subarray(3), given.map((/** @type {number} */ byte) => byte)].map((part) => Object.getPrototypeOf(part) === Uint8Array.prototype).join(), "true,true,true", "its parts");
  });
  await test("a Map with other keys than strings: keys() has those that are, toObject and encode all", () => {
    let given;
    const own = { encode: (/** @type {any} */ session) => ((given = session), "text"), decode: () => new Map(/** @type {any} */ ([[1, "one"], ["a", 2], [null, 3]])) };
    const sessions = createSessions({ ...plainConfig.sessions, serializer: own });
    const session = sessions.fetch(`_app_key=${signedCookie(waxseal, "payload")}`);
    equal(`${session.keys()} ${session.get("a")} ${session.has("1")} ${session.toObject() instanceof Map}`, "a 2 false true", "read");
    sessions.commit(session.put("b", 1));
    equal(`${given instanceof Map} ${given?.size} ${given?.get(1)}`, "true 4 one", "written");
  });
  // As superjson or devalue keep them.
  const dates = {
    encode: (/** @type {any} */ session) => JSON.stringify(Object.entries(session).map(([key, value]) => [key, value instanceof Date ? { date: +value } : value])),
    decode: (/** @type {any} */ payload) => Object.fromEntries(JSON.parse(payload).map((/** @type {any} */ [key, value]) => [key, value?.date === undefined ? value : new Date(value.date)])),
  };
  await test("values are its affair: what no term can be", async () => {
    const sessions = createSessions({ ...plainConfig.sessions, serializer: dates });
    const since = new Date(0);
    const it = sessions.fetch("").put("since", since).put("n", 1);
    ok(it.get("since") === since, "what was put");
    const cookie = sentBack(sessions.commit(it));
    const next = sessions.fetch(cookie);
    ok(next.get("since") instanceof Date && +next.get("since") === 0 && next.has("since"), "what was decoded");
    ok(next.toObject().since instanceof Date, "toObject");
    equal(next.keys().join(), "since,n", "keys");
    equal(JSON.stringify(next), '{"since":"1970-01-01T00:00:00.000Z","n":1}', "JSON");
    next.delete("n").put("since", new Date(1));
    equal(next.keys().join(), "since", "keys, one deleted");
    // Browsers keep Set-Cookie from responses and Cookie from requests.
    if (inBrowser) return;
    const twice = createSessions({ ...plainConfig.sessions, serializer: dates });
    equal(+sessions.fetch(sentBack(sessions.commit(next))).get("since"), 1, "again");
    const inner = twice.fetch(cookie).put("at", new Date(2));
    const response = await sessions.send(sessions.fetch(cookie).put("since", new Date(3)), new Response("", { headers: { "set-cookie": String(twice.commit(inner)) } }));
    const both = sessions.fetch(sentBack(response.headers.getSetCookie()[0] ?? "")).toObject();
    equal([+both.since, +both.at, both.n].join(), "3,2,1", "two layers");
    const forwarded = sessions.forward(sessions.fetch(cookie).put("since", new Date(4)), new Request("https://example.com/"));
    equal(+sessions.fetch(forwarded.headers.get("cookie")).get("since"), 4, "forward");
  });
  await test("any value there is", () => {
    const kept = /** @type {any[]} */ ([]);
    const keep = { encode: (/** @type {any} */ session) => String(kept.push(session) - 1), decode: (/** @type {any} */ at) => kept[Number(at)] };
    const sessions = createSessions({ ...plainConfig.sessions, serializer: keep });
    const values = { undefined, nan: NaN, function: () => 1, symbol: Symbol("s"), set: new Set([1]), half: "\ud800", proxy: new Proxy({}, {}), promise: Promise.resolve(), date: new Date(NaN) };
    const it = sessions.fetch("");
    for (const [key, value] of Object.entries(values)) it.put(key, value);
    it.put("__proto__", "own").put("constructor", 2);
    const next = sessions.fetch(sentBack(sessions.commit(it)));
    for (const [key, value] of Object.entries(values)) ok(Object.is(next.get(key, "fallback"), value) && next.has(key), key);
    equal(next.get("__proto__"), "own", "__proto__");
    equal(Object.getPrototypeOf(next.toObject()), Object.prototype, "prototype");
    equal(next.get("toString", "none"), "none", "what an object inherits");
    equal(next.clear().keys().length, 0, "cleared");
    equal(next.put("a", 1).keys().join(), "a", "and put");
  });
  await test("decode that gives a Map", () => {
    const own = { encode: (/** @type {any} */ map) => JSON.stringify([...Object.entries(map)]), decode: (/** @type {any} */ payload) => new Map(JSON.parse(payload)) };
    const sessions = createSessions({ ...plainConfig.sessions, serializer: own });
    const next = sessions.fetch(sentBack(sessions.commit(sessions.fetch("").put("a", 1))));
    equal(next.get("a"), 1, "get");
    equal(JSON.stringify(next), '{"a":1}', "JSON");
  });
  await test("too much for a cookie says which keys weigh how much, if it can", () => {
    const sessions = createSessions({ ...plainConfig.sessions, serializer: dates });
    for (const [more, expected] of /** @type {[any, RegExp][]} */ ([["x", /heaviest keys: a 5011 bytes, b/], [new Date(0), /over|4096|4,096/]])) {
      let error;
      try {
        sessions.commit(sessions.fetch("").put("a", "a".repeat(5000)).put("b", more));
      } catch (thrown) {
        error = /** @type {any} */ (thrown);
      }
      equal(error?.code, "ERR_COOKIE_OVERFLOW", "code");
      ok(expected.test(error.message), error.message);
    }
  });
  await test("a secret of conn is its own, whatever encode does", () => {
    const [a, b] = ["a", "b"].map((letter) => ({ secretKeyBase: letter.repeat(64) }));
    const { secretKeyBase: _, ...options } = /** @type {any} */ (plainConfig.sessions);
    /** @type {any} */
    let sessions;
    let isInner = false;
    const own = {
      encode(/** @type {any} */ session) {
        if (!isInner) {
          isInner = true;
          sessions.commit(sessions.fetch("", b).put("inner", 1));
        }
        return JSON.stringify(session);
      },
      decode: JSON.parse,
    };
    sessions = createSessions({ ...options, serializer: own });
    const cookie = sentBack(sessions.commit(sessions.fetch("", a).put("a", 1)));
    equal(sessions.fetch(cookie, a).get("a"), 1, "opens under its own secret");
    equal(sessions.fetch(cookie, b).has("a"), false, "and under no other");
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
