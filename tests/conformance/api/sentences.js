// @ts-check
// What is said of options, sessions, stores and terms, to the letter (texts.js has other calls): who reads an error has to put it right, and part of a sentence puts nothing right.

import { equal, fails } from "../check.js";
import { plainConfig } from "../cookie.js";
import { recording } from "./recording-store.js";

/** What is said, and by which call. @typedef {[message: string, call: () => unknown]} Row */

const revoked = () => {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
};

/** So many lists, each in the next. @param {number} levels */
function nested(levels) {
  let list = [];
  for (let level = 1; level < levels; level += 1) list = [list];
  return list;
}

/** @param {any} test @param {any} waxseal */
export async function sentences(test, waxseal) {
  for (const [code, rows] of /** @type {[string, Row[]][]} */ ([
    ["ERR_CONFIG", ofOptions(waxseal)], ["ERR_CONFIG", ofSessions(waxseal)], ["ERR_CONFIG", ofStores(waxseal)],
    ["ERR_ENCODE", ofKeys(waxseal)], ["ERR_ENCODE", ofSerializers(waxseal)], ["ERR_ENCODE", ofTerms(waxseal)],
    ["ERR_COOKIE_OVERFLOW", ofOverflows(waxseal)], ["ERR_ALREADY_SENT", ofSent(waxseal)],
  ])) {
    for (const [message, call] of rows) {
      const short = message.length > 300 ? `${message.slice(0, 300)}…` : message;
      await test(short, async () => equal((await fails(call, code, short)).message, message, "what is said"));
    }
  }
  await ofServices(test, waxseal);
}

const FORGOTTEN = "leave it out if nothing is meant; if it comes from the environment, is it set where this runs?";
const COMMON = "store, log, key, domain, maxAge, path, secure, httpOnly, sameSite, extra, partitioned, priority";
const KEYS = "secretKeyBase, signingSalt, encryptionSalt, signingKey, encryptionKey, keyIterations, keyLength, keyDigest";
const BESIDE = "the cookie's options stand beside the others: domain, maxAge, path, secure, httpOnly, sameSite";
const ADAPTER = 'kv: the adapter must declare capabilities: { atomic: true or false, consistency: "strong" or "eventual", minTtl: seconds, maxValue: bytes } (a client by itself is no adapter: cloudflareKV(env.KV), redisKV(client))';

const adapter = { capabilities: { atomic: true, consistency: "strong", minTtl: 0, maxValue: 1000 }, get: () => null, put: () => true, delete() {} };

/** @param {any} waxseal @returns {Row[]} */
function ofOptions({ createSessions, crypto: { KeyGenerator, MessageEncryptor, MessageVerifier }, term }) {
  const good = plainConfig.sessions;
  const make = (/** @type {object} */ more) => () => createSessions({ ...good, ...more });
  const rotating = (/** @type {unknown} */ entry) => make({ rotatingOptions: [{ signingSalt: "s" }, entry] });
  const kv = (/** @type {object} */ more) => () => createSessions({ store: "kv", key: "sid", kv: adapter, log: false, ...more });
  const declaring = (/** @type {object} */ capabilities) => kv({ kv: { ...adapter, capabilities: { ...adapter.capabilities, ...capabilities } } });
  return [
    ["createSessions: got undefined, takes an object of options", () => createSessions()],
    ["createSessions: got null, takes an object of options", () => createSessions(null)],
    ["createSessions: got a string of 6 characters, takes an object of options", () => createSessions("a text")],
    ["createSessions: got a number, takes an object of options", () => createSessions(5)],
    ["createSessions: got a list, takes an object of options", () => createSessions([good])],
    ["createSessions: got a promise, takes an object of options: it has to be awaited", () => createSessions(Promise.resolve(good))],
    ["createSessions: got 105 options, takes at most 100", make(Object.fromEntries(Array.from({ length: 100 }, (_, at) => [`o${at}`, at])))],
    ["createSessions: can't be read: a getter of it threw, or it is a Proxy that was revoked", () => createSessions({ get key() { throw new Error("boom"); } })],
    [`colour: there is no such option; it takes ${COMMON}, ${KEYS}, rotatingOptions, serializer, idleTimeout, maxLifetime, revocation, otp`, make({ colour: "red" })],
    [`${"x".repeat(24)}: there is no such option; it takes ${COMMON}, kv, idleTimeout, maxLifetime, prefix, timeout, ownerSecret, otp`, kv({ ["x".repeat(24)]: 1 })],
    [`an option of 25 characters: there is no such option; it takes ${COMMON}, kv, idleTimeout, maxLifetime, prefix, timeout, ownerSecret, otp`, kv({ ["x".repeat(25)]: 1 })],
    ["domian: there is no such option; did you mean domain?", make({ domian: "example.com" })],
    // Of two that are as near, the first.
    ["ke: there is no such option; did you mean key?", make({ ke: "sid" })],
    [`log: got undefined: ${FORGOTTEN}`, make({ log: undefined })],
    ['log: takes false, "debug", "info", "warn", "error" or a function', make({ log: "loud" })],
    ["secret: got null, takes a string or a Uint8Array", () => KeyGenerator.generate(null, "s")],
    ["salt: got undefined, takes a string or a Uint8Array", () => KeyGenerator.generate("s")],
    ["salt: has half of a surrogate pair in it, which is no text", () => KeyGenerator.generate("s", "\ud800")],
    ["secret: got number, takes a string or a Uint8Array", () => MessageVerifier.sign("m", 5)],
    ["secret: got object, takes a string or a Uint8Array", () => MessageEncryptor.encrypt("m", {}, "s")],
    ["signSecret: got null, takes a string or a Uint8Array", () => MessageEncryptor.encrypt("m", "s", null)],

    ["encrypt: there is no such option; give an encryptionSalt to encrypt", make({ encrypt: true })],
    ...["password", "secret"].map((name) => /** @type {Row} */ ([`${name}: there is no such option; write secretKeyBase`, make({ [name]: "s" })])),
    ...["secrets", "keys"].map((name) => /** @type {Row} */ ([`${name}: there is no such option; write secretKeyBase, and rotatingOptions for older ones`, make({ [name]: ["s"] })])),
    ...["cookie", "cookieOptions"].map((name) => /** @type {Row} */ ([`${name}: there is no such option; ${BESIDE}`, make({ [name]: {} })])),
    ...["name", "cookieName"].map((name) => /** @type {Row} */ ([`${name}: there is no such option; write key`, make({ [name]: "sid" })])),
    ["expires: there is no such option; write maxAge, in seconds", make({ expires: 60 })],
    ["rolling: there is no such option; there is nothing to be said for it: a session lives on as it is used, within idleTimeout", kv({ rolling: true })],
    ["resave: there is no such option; only what was changed is written", make({ resave: false })],
    ["saveUninitialized: there is no such option; a session that nobody wrote to is not written", kv({ saveUninitialized: false })],
    ["ttl: there is no such option; write maxAge for how long browsers keep the cookie; limits that the server enforces are idleTimeout and maxLifetime", make({ ttl: 60 })],
    ["ttl: there is no such option; write idleTimeout and maxLifetime, in seconds", kv({ ttl: 60 })],
    ...["kv", "prefix", "timeout", "ownerSecret"].map((name) => /** @type {Row} */ ([`${name}: there is no such option; it belongs to store: "kv"`, make({ [name]: 1 })])),
    ...[...KEYS.split(", "), "rotatingOptions", "serializer", "revocation"].map((name) =>
      /** @type {Row} */ ([`${name}: there is no such option; it belongs to store: "cookie"; records are sealed by a key that only the cookie has`, kv({ [name]: 1 })])),

    ['key: got undefined: it takes the cookie\'s name, such as "_my_app_key"', make({ key: undefined })],
    ['key: got undefined: it takes the cookie\'s name, such as "_my_app_key"', () => createSessions({ store: recording([null, {}], false).store, key: undefined })],
    ["kv: got undefined: is the binding there where this runs? It takes an adapter, such as cloudflareKV(env.KV)", kv({ kv: undefined })],
    ["secretKeyBase: got undefined: is SECRET_KEY_BASE set? (Workers: .dev.vars, wrangler secret put; Node: --env-file=.env; where it is not there yet, as in `next build`, leave the option out and give it by conn)", make({ secretKeyBase: undefined })],
    ["signingSalt: got undefined: is it set where this runs? It takes a string or bytes", make({ signingSalt: undefined })],
    ["encryptionSalt: got undefined: is it set where this runs? Without it sessions are signed and anyone can read them; leave the option out if that is meant", make({ encryptionSalt: undefined })],
    ...["signingKey", "encryptionKey"].map((name) => /** @type {Row} */ ([`${name}: got undefined: is it set where this runs?`, make({ [name]: undefined })])),

    ["rotatingOptions[1].rotatingOptions: there is no such option; entries stand one after the other in one list, the oldest last", rotating({ signingSalt: "s", rotatingOptions: [] })],
    ["rotatingOptions[1].encrypt: there is no such option; give an encryptionSalt to encrypt", rotating({ signingSalt: "s", encrypt: true })],
    ['rotatingOptions[1].kv: there is no such option; it belongs to store: "kv"', rotating({ signingSalt: "s", kv: 1 })],
    [`rotatingOptions[1].colour: there is no such option; it takes ${COMMON}, ${KEYS}, serializer, idleTimeout, maxLifetime, revocation, otp`, rotating({ signingSalt: "s", colour: 1 })],
    ["rotatingOptions[1].signingSalt: got undefined: is it set where this runs? It takes a string or bytes", rotating({ signingSalt: undefined })],
    ["rotatingOptions[1].path: got an object, which no option of a cookie is", rotating({ signingSalt: "s", path: {} })],
    ["rotatingOptions[1]: got a number, takes an object of options", rotating(5)],
    ["rotatingOptions: got 101 entries, takes at most 100", make({ rotatingOptions: Array.from({ length: 101 }, () => ({ signingSalt: "s" })) })],
    ["rotatingOptions: can't be read: a getter of it threw, or it is a Proxy that was revoked", make({ rotatingOptions: new Proxy([1], { get() { throw new Error("boom"); } }) })],

    ["rotatingOptions: can't be read: a getter of it threw, or it is a Proxy that was revoked", make({ rotatingOptions: revoked() })],
    ["path: got a function, takes what it gives", make({ path: () => "/" })],
    ["path: got a symbol, takes what it stands for", make({ path: Symbol("/") })],
    ["path: got a promise; it has to be awaited", make({ path: Promise.resolve("/") })],
    ['path: got a list, takes a path, such as "/"', make({ path: [] })],
    ['path: got a number that is not whole, takes a path, such as "/"', make({ path: NaN })],
    ["createSessions: options.path is a string with half of a surrogate pair in it: put its toWellFormed()", make({ path: "\ud800" })],
    ["rotatingOptions[1].signingSalt: got a function, takes what it gives", rotating({ signingSalt: () => "s" })],
    ["signingKey: got a string, takes a Uint8Array, the bytes of a derived key", make({ signingKey: "text" })],
    ["rotatingOptions[1].encryptionKey: got a string, takes a Uint8Array, the bytes of a derived key", rotating({ encryptionKey: "text" })],

    ["kv: got nothing, takes an adapter, such as memoryKV() of waxseal/kv/memory", kv({ kv: null })],
    ["kv: got a promise; it has to be awaited", kv({ kv: Promise.resolve(adapter) })],
    ...["get", "put", "delete"].map((name) => /** @type {Row} */ ([`kv: takes an adapter, such as memoryKV() of waxseal/kv/memory; what was given has no ${name}()`, kv({ kv: { ...adapter, [name]: 5 } })])),
    ["kv: can't be read: a getter of it threw, or it is a Proxy that was revoked", kv({ kv: { ...adapter, get capabilities() { throw new Error("boom"); } } })],
    ["kv: capabilities.atomc: there is no such option; did you mean atomic?", declaring({ atomc: true })],
    [`kv: capabilities.atomic: got undefined: ${FORGOTTEN}`, declaring({ atomic: undefined })],
    [ADAPTER, kv({ kv: { ...adapter, capabilities: null } })],
    ...[{ atomic: 1 }, { consistency: "weak" }, { minTtl: -1 }, { minTtl: NaN }, { maxValue: 0 }, { maxValue: "5 MB" }, { delay: -1 }, { delay: NaN }, { maxTtl: NaN }, { minTtl: 60, maxTtl: 59 }].map((wrong) => /** @type {Row} */ ([ADAPTER, declaring(wrong)])),
    ["idleTimeout: takes at most 100 seconds with this service, or maxLifetime does", kv({ kv: { ...adapter, capabilities: { ...adapter.capabilities, maxTtl: 100 } }, idleTimeout: 101, maxLifetime: 101 })],
    ...[0, 2 ** 31, 1.5, "20", null].map((timeout) => /** @type {Row} */ (["timeout: takes a whole number of milliseconds, from 1 to 2147483647", kv({ timeout })])),

    ['serializer: got number, takes "external_term_format", "json" or an object with encode and decode', make({ serializer: 5 })],
    ...[{ encode() {} }, { decode() {} }].map((serializer) => /** @type {Row} */ (['serializer: takes "external_term_format", "json" or an object with encode and decode; it lacks one of the two functions', make({ serializer })])),
    ["serializer: can't be read: a getter of it threw, or it is a Proxy that was revoked", make({ serializer: { get encode() { throw new Error("boom"); } } })],

    ["decode: takes a Uint8Array", () => term.decode("text")],
    ["otp: got 24, takes 25 or 26", () => term.encode(1, { otp: 24 })],
    ["otp: got string, takes 25 or 26", () => term.encode(1, { otp: "26" })],
    ["Opaque: takes a Uint8Array, one term without its version byte", () => new term.Opaque("text")],
  ];
}

/** @param {any} waxseal @returns {Row[]} */
function ofSessions({ createSessions }) {
  const sessions = createSessions(plainConfig.sessions);
  const session = () => sessions.fetch("");
  const bare = createSessions({ store: "cookie", key: "_bare", signingSalt: "s", log: false });
  const marked = (/** @type {string} */ name) => Object.create({ get [Symbol.for(name)]() { return true; } });
  const seconds = "takes a whole number of seconds from 1 to 2147483647, or null";
  const passport = 'Passport calls it: passport.authenticate(…, { session: false }), and then req.session.clear().put("user", req.user.id).renew()';
  return [
    ...[{}, null, undefined, 5, { ...session() }].map((wrong) => /** @type {Row} */ (["session: takes a Session that these sessions fetched (was its promise awaited?)", () => sessions.commit(wrong)])),
    ["session: was made by another copy of waxseal: both sides must import the same one", () => sessions.commit(marked("waxseal.session"))],
    ["session: got a lazy session, takes what its load() gives; or was it made by another copy of waxseal?", () => sessions.commit(marked("waxseal.lazy"))],
    ["session.configure: got null, takes an object of options", () => session().configure(null)],
    ["session.configure: renew: got a number, takes true or false", () => session().configure({ renew: 1 })],
    [`session.configure: drop: got undefined: ${FORGOTTEN}`, () => session().configure({ drop: undefined })],
    ["session.configure: drp: there is no such option; did you mean drop?", () => session().configure({ drp: true })],
    ["session.configure: colour: there is no such option; it takes renew, drop, ignore, maxAge, idleTimeout", () => session().configure({ colour: true })],
    [`session.configure: maxAge: got 0, ${seconds} for a cookie that the browser forgets when it closes; to end a session, drop() it`, () => session().configure({ maxAge: 0 })],
    ...[-1, 1.5, 2 ** 31, NaN].map((wrong) => /** @type {Row} */ ([`session.configure: maxAge: got ${wrong}, ${seconds} for a cookie that the browser forgets when it closes`, () => session().configure({ maxAge: wrong })])),
    [`session.configure: idleTimeout: got a string of 2 characters, ${seconds} for the store's`, () => session().configure({ idleTimeout: "60" })],
    ["session.configure: idleTimeout: is longer than maxAge, after which the session is over, used or not: give maxAge alone, or a shorter idleTimeout", () => session().configure({ maxAge: 60, idleTimeout: 61 })],
    ['session.owner: got a number, takes text, such as "user:42": a number goes as String(id)', () => { session().owner = 42; }],
    ['session.note: got a list, takes text, such as "user:42": a number goes as String(id)', () => { session().note = []; }],
    ["session.owner: got 0 bytes, takes text of 1 to 255 bytes", () => { session().owner = ""; }],
    ["session.note: got 256 bytes, takes text of 1 to 255 bytes", () => { session().note = "é".repeat(128); }],
    ["session.note: has half of a surrogate pair in it", () => { session().note = "\ud800"; }],
    [`session.regenerate: is another library's; at a log-in that is session.renew(), or clear().put(…).renew(); ${passport}`, () => session().regenerate()],
    [`session.save: is another library's; there is nothing to do, as the session is committed before the response goes; ${passport}`, () => session().save()],
    ["session.destroy: is another library's; that is session.drop()", () => session().destroy()],
    ["session.reload: is another library's; it is read once for a request", () => session().reload()],
    ["session.set: is another library's; that is session.put(key, value)", () => session().set("a", 1)],
    ["conn: got a list, takes an object of options", () => sessions.fetch("", [])],
    ['conn.scheme: got a string of 3 characters, takes "http" or "https"', () => sessions.fetch("", { scheme: "ftp" })],
    ["conn.secretKeyBase: got undefined: is SECRET_KEY_BASE set? (Workers: .dev.vars, wrangler secret put; Node: --env-file=.env; leave it out if the sessions have a secret of their own)", () => sessions.fetch("", { secretKeyBase: undefined })],
    ["conn.secretKeyBase: got number, takes a string or a Uint8Array", () => sessions.fetch("", { secretKeyBase: 5 })],
    ["conn.secretKeyBase: has half of a surrogate pair in it, which is no text", () => bare.fetch("_bare=a", { secretKeyBase: "\ud800" })],
    ["conn.secretKeybase: there is no such option; did you mean secretKeyBase?", () => createSessions({ store: recording([null, {}], false).store, key: "own" }).fetch("", { secretKeybase: "s" })],
  ];
}

/** The contract's calls, made by hand. @param {any} waxseal @returns {Row[]} */
function ofStores({ CookieStore, KvStore }) {
  const { sessions: { secretKeyBase }, store } = plainConfig;
  const cookie = CookieStore.init({ ...store, secretKeyBase });
  const own = CookieStore.init({ ...store, secretKeyBase, serializer: { encode: JSON.stringify, decode: JSON.parse } });
  const kv = KvStore.init({ kv: adapter, log: false });
  return [
    ...["get", "put"].map((name) => /** @type {Row} */ ([`CookieStore.${name}: takes for its options what init gave`, () => CookieStore[name](null, "a", {}, {})])),
    ["CookieStore.get: takes for its options what init gave", () => CookieStore.get(null, "a", {})],
    ["KvStore.get: takes for its options what init gave", () => KvStore.get(null, "a", {})],
    ["KvStore.put: takes for its options what init gave", () => KvStore.put(null, null, {}, {})],
    ["KvStore.delete: takes for its options what init gave", () => KvStore.delete(null, "a", {})],
    ["CookieStore.get: takes the cookie's value, a string", () => CookieStore.get(null, 5, cookie)],
    ["KvStore.get: takes the cookie's value, a string", () => KvStore.get(null, 5, kv)],
    ["store.put: the session must be an object", () => CookieStore.put(null, null, [1], cookie)],
    ...[null, undefined, 5, "text", [1], new Date(0), { then() {} }].map((wrong) => /** @type {Row} */ (["store.put: the session must be an object", () => CookieStore.put(null, null, wrong, own)])),
    ["store.put: the session must be an object", () => KvStore.put(null, null, [1], kv)],
    ["CookieStore.init: revocation: belongs to createSessions, as there is something to await then", () => CookieStore.init({ ...store, revocation: {} })],
  ];
}

/** @param {any} waxseal @returns {Row[]} */
function ofKeys({ createSessions, CookieStore }) {
  const session = () => createSessions(plainConfig.sessions).fetch("");
  const { sessions: { secretKeyBase }, store } = plainConfig;
  return [
    ...["get", "has", "put", "delete"].map((name) => /** @type {Row} */ ([`session.${name}: the key is a number, takes a string`, () => session()[name](5, 1)])),
    ...["get", "has", "put", "delete"].map((name) => /** @type {Row} */ ([`session.${name}: the key has half of a surrogate pair in it`, () => session()[name]("\ud800", 1)])),
    ["session.put: the key _waxseal_life is for the session's own times", () => session().put("_waxseal_life", 1)],
    ["store.put: session.a is undefined: put null, or delete the key", () => CookieStore.put(null, null, { a: undefined }, CookieStore.init({ ...store, secretKeyBase }))],
  ];
}

/** @param {any} waxseal @returns {Row[]} */
function ofSerializers({ createSessions }) {
  const written = (/** @type {() => unknown} */ encode) => () => {
    const sessions = createSessions({ ...plainConfig.sessions, serializer: { encode, decode: JSON.parse } });
    return sessions.commit(sessions.fetch("").put("a", 1));
  };
  return [
    ["serializer.encode: it threw boom", written(() => { throw new Error("boom"); })],
    ["serializer.encode: it threw something that is no Error", written(() => { throw 5; })],
    ["serializer.encode: it threw something that is no Error", written(() => { throw undefined; })],
    ["serializer.encode: it gave a promise, and a session waits for nothing: write a function that is not async", written(async () => "a")],
    ["serializer.encode: it gave half of a surrogate pair", written(() => "\ud800")],
    ["serializer.encode: it gave neither a string nor a Uint8Array", written(() => 5)],
  ];
}

/** @param {any} waxseal @returns {Row[]} */
function ofTerms({ createSessions, term: { Atom, Float, Opaque, Tuple, encode } }) {
  const session = createSessions(plainConfig.sessions).fetch("");
  const zeros = () => new Map([[new Float(0), 1], [new Float(-0), 1]]);
  const surrogate = "is a string with half of a surrogate pair in it: put its toWellFormed()";
  const undefinedIs = "is undefined: put null, or delete the key";
  const unnamed = Object.create({ get constructor() { throw new Error("boom"); } });
  /** @type {[string, unknown][]} */
  const values = [
    ["is infinite: put null or a finite number, or delete the key", -Infinity],
    ["is NaN: put null or a finite number, or delete the key", NaN],
    [surrogate, "\ud800"],
    ["is a bigint of more than 8192 bytes", 2n ** (8n * 8192n)],
    ["is an atom of more than 255 characters", new Atom("a".repeat(256))],
    [surrogate, new Atom("\ud800")],
    ["is a Float of no finite number: put null, or delete the key", new Float(NaN)],
    ["is an Opaque of bytes that are no term: the bytes are not a term in Erlang's external format (at byte 1)", new Opaque(new Uint8Array([1]))],
    ["is a Tuple that no constructor made: it has no items", Object.create(Tuple.prototype)],
    ["is an Opaque that no constructor made: it has no bytes", Object.create(Opaque.prototype)],
    ["is a Map that no constructor made", Object.create(Map.prototype)],
    ["is a Proxy that was revoked", revoked()],
    [undefinedIs, undefined],
    ["is a function: put what it gives, or delete the key", () => {}],
    ["is a symbol: put its description, or delete the key", Symbol("s")],
    ["is no term: put a plain object or an array of its data", Object.setPrototypeOf({}, unnamed)],
    ["is no term: put a plain object or an array of its data", Object.setPrototypeOf({}, Object.create({ constructor: { name: "" } }))],
    ["is no term: put a plain object or an array of its data", Object.setPrototypeOf({}, Object.create({ constructor: { name: 5 } }))],
    ["is no term: put a plain object or an array of its data", Object.setPrototypeOf({}, Object.create({ constructor: null }))],
  ];
  /** @type {[string, unknown][]} */
  const instances = [
    ["Date", new Date(0)], ["Set", new Set()], ["RegExp", /a/], ["URL", new URL("http://a/")], ["URLSearchParams", new URLSearchParams()], ["Headers", new Headers()], ["FormData", new FormData()],
    ["Promise", Promise.resolve()], ["Error", new Error("x")], ["TypeError", new TypeError("x")], ["ArrayBuffer", new ArrayBuffer(1)], ["DataView", new DataView(new ArrayBuffer(1))], ["Float32Array", new Float32Array(1)],
    ["String", new String("a")], ["Number", new Number(1)], ["Boolean", new Boolean(true)], ["BigInt", Object(1n)], ["Session", session], ["Cart", new (class Cart {})()], ["Basket", new (class Basket { toJSON() {} })()],
  ];
  /** @type {Record<string, string>} */
  const instead = {
    Date: "its toISOString()", Set: "an array, [...set]", RegExp: "its source", URL: "its href", URLSearchParams: "its toString()", Headers: "Object.fromEntries(headers)", FormData: "Object.fromEntries(form)",
    Promise: "what it gives: await it", Error: "its message", TypeError: "its message", ArrayBuffer: "new Uint8Array(buffer)", DataView: "a Uint8Array", Float32Array: "an array or a Uint8Array",
    String: "its valueOf()", Number: "its valueOf()", Boolean: "its valueOf()", BigInt: "its valueOf()", Session: "its toObject()", Cart: "a plain object of its data", Basket: "its toJSON()",
  };
  const cycle = /** @type {any[]} */ ([]);
  cycle.push([cycle]);
  // By an Opaque the core has a look at the whole.
  const opaque = () => new Opaque(new Uint8Array([106]));
  return [
    ...values.map(([says, value]) => /** @type {Row} */ ([`encode: value ${says}`, () => encode(value)])),
    ...instances.map(([name, value]) => /** @type {Row} */ ([`encode: value is an instance of ${name}, which is no term: put ${instead[name]}`, () => encode(value)])),
    ["encode: value[0][0] refers back to what it is in", () => encode(cycle)],
    ["encode: value holds more than 100000 values", () => encode(new Array(100_000).fill(null))],
    [`encode: value${"[0]".repeat(66)}[0… nests deeper than 2048 levels`, () => encode([nested(2049)])],
    [`session.put("a"): a${"[0]".repeat(66)}[0… nests deeper than 2047 levels`, () => session.put("a", [nested(2048)])],
    [`encode: value[0][1] ${undefinedIs}`, () => encode([[1, undefined]])],
    [`encode: value.a[1] ${undefinedIs}`, () => encode({ a: new Tuple(1, undefined) })],
    [`encode: value.get("a")[0].get("b") ${undefinedIs}`, () => encode(new Map([["a", [new Map([["b", undefined]])]]]))],
    [`encode: value.get(…) ${undefinedIs}`, () => encode(new Map([[1, undefined]]))],
    [`encode: value.keys()[1].a[0] ${undefinedIs}`, () => encode(new Map(/** @type {any} */ ([[0, 0], [{ a: [undefined] }, 1]])))],
    [`encode: value.${"k".repeat(199)}… ${undefinedIs}`, () => encode({ ["k".repeat(200)]: undefined })],
    [`encode: value.${"k".repeat(199)} ${undefinedIs}`, () => encode({ ["k".repeat(199)]: undefined })],
    [`encode: value.keys()[1] ${surrogate}`, () => encode(new Map([["a", 1], ["\ud800", 2]]))],
    [`encode: value.keys()[0] ${surrogate}`, () => encode({ "\ud800": 1 })],
    [`encode: value.keys()[1] ${surrogate}`, () => encode({ a: 1, "\ud800": 1 })],
    ["encode: value.a[0] can't be written: a map has the same key twice", () => encode({ a: [zeros()] }, { otp: 25 })],
    ["encode: value.get(…).b can't be written: a map has the same key twice", () => encode(new Map(/** @type {any} */ ([[opaque(), 1], [1, { b: zeros() }]])), { otp: 25 })],
    [`session.put("c\\"d"): c"d.e ${undefinedIs}`, () => session.put('c"d', { e: undefined })],
  ];
}

/** @param {any} waxseal @returns {Row[]} */
function ofOverflows({ createSessions }) {
  const sessions = createSessions({ ...plainConfig.sessions, serializer: { encode: () => "x".repeat(5000), decode: JSON.parse } });
  const begin = "the cookie _app_key is 6746 bytes with its attributes, 2650 more than the 4096 that browsers keep";
  return [
    [`${begin}; the heaviest keys: a 31 bytes, b 8 bytes`, () => sessions.commit(sessions.fetch("").put("a", "y".repeat(20)).put("b", 1))],
    // What is no term has no weight.
    [begin, () => sessions.commit(sessions.fetch("").put("a", undefined))],
  ];
}

/** @param {any} waxseal @returns {Row[]} */
function ofSent({ createSessions }) {
  const sessions = createSessions(plainConfig.sessions);
  const sent = () => {
    const session = sessions.fetch("");
    sessions.commit(session);
    return session;
  };
  /** @type {((session: any) => void)[]} */
  const writes = [
    (it) => it.put("a", 1), (it) => it.delete("a"), (it) => it.clear(), (it) => it.renew(), (it) => it.drop(), (it) => it.ignore(), (it) => it.touch(), (it) => it.configure({}),
    (it) => { it.owner = "o"; }, (it) => { it.note = "n"; }, (it) => sessions.commit(it),
  ];
  return writes.map((write) => ["the session was already committed: write to it before the response is sent, and commit it once", () => write(sent())]);
}

/** What a service or a store fails with; whether it may be tried again is part of it. @param {any} test @param {any} waxseal */
async function ofServices(test, { createSessions, StoreError }) {
  const record = { value: new Uint8Array(60), version: "v" };
  const capabilities = { atomic: true, consistency: "strong", minTtl: 0, maxValue: 1000 };
  const kv = (/** @type {object} */ more) => createSessions({ store: "kv", key: "sid", log: false, timeout: 20, kv: { ...adapter, capabilities, ...more } });
  const read = (/** @type {object} */ more) => () => kv(more).fetch(`sid=${"A".repeat(43)}`);
  const write = (/** @type {object} */ more) => async () => {
    const sessions = kv(more);
    return sessions.commit((await sessions.fetch("")).put("a", "x".repeat(100)));
  };
  const own = (/** @type {object} */ more) => () => createSessions({ store: { ...recording(["sid", {}], false).store, ...more }, key: "own", timeout: 20, log: false }).fetch("own=1");
  const boom = new Error("boom");
  const final = Object.assign(new Error("never again"), { retriable: false });
  const passing = Object.assign(new Error("a moment"), { retryable: true });
  const throws = (/** @type {unknown} */ error) => async () => { throw error; };
  /** @type {[string, "get" | "put" | "delete", boolean, unknown, () => unknown][]} */
  const rows = [
    ...["text", 5, {}, { value: "text", version: "v" }, { value: [1], version: "v" }].map((wrong) =>
      /** @type {any} */ (["kv.get: the adapter gave neither { value: Uint8Array, version } nor null", "get", false, undefined, read({ get: () => wrong })])),
    ...[null, undefined].map((version) => /** @type {any} */ (["kv.get: the adapter gave a record without a version, and declares atomic", "get", false, undefined, read({ get: () => ({ ...record, version }) })])),
    ...[undefined, null, 1, "OK"].map((wrong) => /** @type {any} */ (["kv.put: the adapter gave no boolean: whether it wrote is not known", "put", false, undefined, write({ put: () => wrong })])),
    ["kv.get: the service failed", "get", true, boom, read({ get: throws(boom) })],
    ["kv.get: the service failed: never again", "get", false, final, read({ get: throws(final) })],
    ["kv.put: the service failed", "put", true, boom, write({ put: throws(boom) })],
    ["kv.get: no answer within 20 ms", "get", true, undefined, read({ get: () => new Promise(() => {}) })],
    ["kv.get: no answer within 20 ms", "get", true, passing, read({ get: throws(passing) })],
    ["store.get: the store failed", "get", true, boom, own({ get: throws(boom) })],
    ["store.get: the store failed: never again", "get", false, final, own({ get: throws(final) })],
    ["store.get: no answer within 20 ms", "get", true, undefined, own({ get: () => new Promise(() => {}) })],
  ];
  for (const [at, [message, operation, retriable, cause, call]] of rows.entries()) {
    await test(`${at}: ${message}`, async () => {
      const error = /** @type {any} */ (await fails(call, "ERR_STORE", message));
      equal(error.message, message, "what is said");
      equal(`${error.operation} ${error.retriable} ${error.setCookie}`, `${operation} ${retriable} undefined`, "operation, retriable, setCookie");
      equal(error.cause, cause, "cause");
    });
  }
  await test("a record that is too large: how large it is, and what the service takes", async () => {
    const error = /** @type {any} */ (await fails(write({ capabilities: { ...capabilities, maxValue: 100 } }), "ERR_STORE", "put"));
    equal(/^kv\.put: the record is (\d+) bytes, the service takes 100$/.exec(error.message)?.length, 2, error.message);
    equal(`${error.operation} ${error.retriable}`, "put false", "operation, retriable");
    const exactly = Number(/\d+/.exec(error.message)?.[0]);
    const [fits, is] = await Promise.all([exactly, exactly - 1].map((maxValue) => write({ capabilities: { ...capabilities, maxValue } })().then(() => true, (/** @type {any} */ error) => error.message)));
    equal(`${fits}; ${is}`, `true; kv.put: the record is ${exactly} bytes, the service takes ${exactly - 1}`, "up to there it is taken");
  });
  await test("a StoreError of one's own: what it is without options", () => {
    const { message, operation, retriable, setCookie, cause } = new StoreError("a sentence");
    equal(JSON.stringify([message, operation ?? null, retriable, setCookie ?? null, cause ?? null]), '["a sentence",null,true,null,null]', "message, operation, retriable, setCookie, cause");
    equal(new StoreError("a sentence", { retriable: false, operation: "delete", cause: boom }).operation, "delete", "operation");
  });
}
