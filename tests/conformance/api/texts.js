// @ts-check
// What each call says of what it was given wrongly, word for word: whose it is, what it got, what it takes, and never what that held.

import { memoryKV } from "waxseal/kv/memory";
import { equal } from "../check.js";
import { plainConfig } from "../cookie.js";
import { inBrowser } from "../platform.js";

/** What is done, and the error's class and text. @typedef {[what: string, call: () => unknown, says: string]} Row */

const address = "https://example.com/";
const get = () => new Request(address);
const post = (/** @type {any} */ init = {}) => new Request(address, { method: "POST", ...init });
const gone = () => {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return /** @type {any} */ (proxy);
};
const unreadable = () => Object.defineProperty(["a"], 0, { get() { throw new Error("its own"); } });

/** @param {any} test @param {any} waxseal */
export async function texts(test, waxseal) {
  for (const [what, call, says] of [...sessionsRows(waxseal), ...storeRows(waxseal), ...phoenixRows(waxseal), ...cryptoRows(waxseal), ...(inBrowser ? [] : responseRows(waxseal))]) {
    await test(`what is said of ${what}`, async () => {
      const said = await Promise.resolve().then(call).then(() => "nothing", (/** @type {Error} */ error) => `${error.name}: ${error.message}`);
      equal(said, says, what);
    });
  }
}

/** @param {any} waxseal @returns {Row[]} */
function sessionsRows({ createSessions, phoenix }) {
  const options = plainConfig.sessions;
  const sessions = createSessions(options);
  const stored = createSessions({ store: "memory", key: "sid", log: false });
  const revocable = createSessions({ ...options, revocation: { kv: memoryKV() } });
  return [
    ["createSessions of no store", () => createSessions({ ...options, store: undefined }), 'ConfigError: store: got nothing, takes "cookie", "kv", "memory", or a store object'],
    ["a store of no name", () => createSessions({ ...options, store: "redis" }), 'ConfigError: store: got a string of 5 characters, takes "cookie", "kv", "memory" or "ets", or a store object (a service goes with "kv", as kv: redisKV(client))'],
    ["a store without a method", () => createSessions({ ...options, store: { init() {}, get() {}, put() {} } }), 'ConfigError: store: takes "cookie", "kv", "memory", or an object with init, get, put and delete; there is no delete'],
    ["revocation that is no object", () => createSessions({ ...options, revocation: 5 }), "ConfigError: revocation: got a number, takes an object of options"],
    ["revocation, another option", () => createSessions({ ...options, revocation: { kv: memoryKV(), often: 1 } }), "ConfigError: revocation: often: there is no such option; it takes kv, every, onError, ownerSecret, prefix, timeout"],
    ["revocation every a text", () => createSessions({ ...options, revocation: { kv: memoryKV(), every: "60" } }), "ConfigError: revocation: every: got a string of 2 characters, takes a whole number of seconds from 0 to 86400"],
    ["revocation every -1", () => createSessions({ ...options, revocation: { kv: memoryKV(), every: -1 } }), "ConfigError: revocation: every: got -1, takes a whole number of seconds from 0 to 86400"],
    ["revocation every 86401", () => createSessions({ ...options, revocation: { kv: memoryKV(), every: 86401 } }), "ConfigError: revocation: every: got 86401, takes a whole number of seconds from 0 to 86400"],
    ["revocation every 0.5", () => createSessions({ ...options, revocation: { kv: memoryKV(), every: 0.5 } }), "ConfigError: revocation: every: got 0.5, takes a whole number of seconds from 0 to 86400"],
    ["revocation, onError", () => createSessions({ ...options, revocation: { kv: memoryKV(), onError: "pass" } }), 'ConfigError: revocation: onError: got a string of 4 characters, takes "throw" or "allow"'],
    ["revocation without kv", () => createSessions({ ...options, revocation: {} }), "ConfigError: revocation: kv: got nothing, takes an adapter, such as memoryKV() of waxseal/kv/memory"],
    ["fetch of a number", () => sessions.fetch(5), "ConfigError: fetch: got a number, takes a Request, Headers, or the Cookie header's text"],
    ["fetch of a cookie jar", () => sessions.fetch({ get() {}, set() {} }), "ConfigError: fetch: got a cookie jar, takes a Request, Headers, or the Cookie header's text: the request itself, or in Next await headers()"],
    ["fetch of a promise", () => sessions.fetch(Promise.resolve("")), "ConfigError: fetch: got a promise, takes a Request, Headers, or the Cookie header's text: it has to be awaited, as in Next await headers()"],
    ["fetch of a Node request", () => sessions.fetch({ headers: { cookie: "" } }), "ConfigError: fetch: got a Node request, takes a Request, Headers, or the Cookie header's text: use req.headers.cookie"],
    ["fetch of what has a cookie", () => sessions.fetch({ cookie: "a=b" }), "ConfigError: fetch: takes a Request, Headers, or the Cookie header's text: use its cookie, a text"],
    ["fetch of what has a request", () => sessions.fetch({ request: get() }), "ConfigError: fetch: takes a Request, Headers, or the Cookie header's text: use its request"],
    ["fetch of what has a Node request", () => sessions.fetch({ req: { headers: {} } }), "ConfigError: fetch: takes a Request, Headers, or the Cookie header's text: use its req.headers.cookie"],
    ["fetch of what has a raw request", () => sessions.fetch({ raw: get() }), "ConfigError: fetch: takes a Request, Headers, or the Cookie header's text: use its raw"],
    ["fetch of an object", () => sessions.fetch({}), "ConfigError: fetch: takes a Request, Headers, or the Cookie header's text"],
    ["fetch of a jar's answer", () => sessions.fetch({ headers: { get: () => 5 } }), "ConfigError: fetch: its get(\"cookie\") gave a number, takes a Request, Headers, or the Cookie header's text, or a list of such texts"],
    ["fetch of a list", () => sessions.fetch(["a=b", 5]), "ConfigError: fetch: got a list of a number, takes a Request, Headers, or the Cookie header's text, or a list of such texts: use the Cookie header that the request came with"],
    ["fetch of what can't be read", () => sessions.fetch(gone()), "ConfigError: fetch(source): can't be read: a getter of it threw, or it is a Proxy that was revoked"],
    ["a lazy fetch of what can't be read", () => sessions.lazy(gone()), "ConfigError: fetch(source): can't be read: a getter of it threw, or it is a Proxy that was revoked"],
    ["forward to what can't be read", () => sessions.forward(sessions.fetch(""), gone()), "ConfigError: forward: can't be read: a getter of it threw, or it is a Proxy that was revoked"],
    ["send of what can't be read", () => sessions.send(sessions.fetch(""), gone()), "ConfigError: send: can't be read: a getter of it threw, or it is a Proxy that was revoked"],
    ["a store that can't be read", () => createSessions({ ...options, store: gone() }), "ConfigError: store: can't be read: a getter of it threw, or it is a Proxy that was revoked"],
    ["verifyCsrf of what can't be read", () => phoenix.verifyCsrf(gone(), sessions.fetch("")), "ConfigError: verifyCsrf: can't be read: a getter of it threw, or it is a Proxy that was revoked"],
    ["fetch of many headers", () => sessions.fetch(Array.from({ length: 1001 }, () => "")), "ConfigError: fetch: got 1001 headers, takes at most 1000"],
    ["context.status of 99", () => sessions.headers(sessions.fetch(""), { status: 99 }), "ConfigError: context.status: got 99, takes the response's status, a number such as 302; leave it out if it is not known"],
    ["context.status of a text", () => sessions.headers(sessions.fetch(""), { status: "302" }), "ConfigError: context.status: got a string of 3 characters, takes the response's status, a number such as 302; leave it out if it is not known"],
    ["context, a slip", () => sessions.headers(sessions.fetch(""), { staus: 302 }), "ConfigError: context.staus: there is no such option; did you mean status?"],
    ["context that is no object", () => sessions.headers(sessions.fetch(""), 302), "ConfigError: context: got a number, takes an object of options"],
    ["a session of other sessions", () => stored.commit(sessions.fetch("")), "ConfigError: session: was fetched by other sessions; commit it with those that fetched it"],
    ["a session that was sent", () => { const it = sessions.fetch(""); sessions.commit(it); return sessions.commit(it); }, "AlreadySentError: the session was already committed: write to it before the response is sent, and commit it once"],
    ["send of a promise", () => sessions.send(sessions.fetch(""), Promise.resolve(new Response(""))), "ConfigError: send: got a promise, takes a Response: it has to be awaited"],
    ["send of nothing", () => sessions.send(sessions.fetch(""), undefined), "ConfigError: send: got undefined, takes a Response (what did the handler return?)"],
    ["send of null", () => sessions.send(sessions.fetch(""), null), "ConfigError: send: got null, takes a Response (what did the handler return?)"],
    ["send of a list", () => sessions.send(sessions.fetch(""), []), "ConfigError: send: got a list, takes a Response (what did the handler return?)"],
    ["forward of no Request", () => sessions.forward(sessions.fetch("").put("a", 1), {}), "ConfigError: forward: takes the session and a Request"],
    ["forward of a Request that was read", async () => { const read = post({ body: "a" }); await read.text(); return sessions.forward(sessions.fetch("").put("a", 1), read); }, "ConfigError: forward: the request's body was read before: read request.clone(), or forward first"],
    ["handle of no function", () => sessions.handle(5), "ConfigError: handle: takes a function (request, session, …) => Response"],
    ["handle, another option", () => sessions.handle(() => new Response(""), { con: 1 }), "ConfigError: handle: con: there is no such option; did you mean conn?"],
    ["handle, skip", () => sessions.handle(() => new Response(""), { skip: true }), "ConfigError: handle: skip takes a function that says for which requests no session is read"],
    ["handle, conn of nothing", () => sessions.handle(() => new Response(""), { conn: { scheme: "ftp" } }), 'ConfigError: conn.scheme: got a string of 3 characters, takes "http" or "https"'],
    ["handle, conn that fails of a request alone", () => sessions.handle(() => new Response(""), { conn: (_request, env) => ({ secretKeyBase: env.SECRET }) })(get()), "ConfigError: handle: conn failed, and the handler was called with the request alone: in a WorkerEntrypoint write fetch(request) { return handler(request, this.env, this.ctx); }"],
    ["list of the cookie store", () => sessions.list("ada"), 'ConfigError: list: this store knows no owners: store: "kv" knows them'],
    ["revoke of the cookie store", () => sessions.revoke("ada"), 'ConfigError: revoke: this store knows no owners: store: "kv" knows them; store: "cookie" with revocation: { kv } can revoke all of them at once'],
    ["list of revocable sessions", () => revocable.list("ada"), 'ConfigError: list: sessions in cookies stand nowhere but in their browsers: who is logged in where is known of those of store: "kv"'],
    ["revoke by ids of revocable sessions", () => revocable.revoke("ada", { ids: [] }), 'ConfigError: revoke: ids: sessions in cookies have none, and are revoked all at once; store: "kv" has them'],
    ["revoke after a commit of revocable sessions", async () => { const it = await revocable.fetch(""); await revocable.commit(it.put("a", 1)); return revocable.revoke("ada", { except: it }); }, "ConfigError: revoke: except: was committed already; revoke before the response is sent, as its cookie is written anew"],
    ["list of nobody", () => stored.list(""), "ConfigError: list: owner: got 0 bytes, takes text of 1 to 255 bytes"],
    ["list of a number", () => stored.list(5), 'ConfigError: list: owner: got a number, takes text, such as "user:42": a number goes as String(id)'],
    ["list, another option", () => stored.list("ada", { curent: 1 }), "ConfigError: list: curent: there is no such option; did you mean current?"],
    ["list, a lazy session", () => stored.list("ada", { current: stored.lazy("") }), "ConfigError: list: current: got a lazy session, takes what its load() gives"],
    ["revoke of nobody", () => stored.revoke(""), "ConfigError: revoke: owner: got 0 bytes, takes text of 1 to 255 bytes"],
    ["revoke, another option", () => stored.revoke("ada", { exept: 1 }), "ConfigError: revoke: exept: there is no such option; did you mean except?"],
    ["revoke, a lazy session", () => stored.revoke("ada", { except: stored.lazy("") }), "ConfigError: revoke: except: got a lazy session, takes what its load() gives"],
    ["revoke, ids that are no list", () => stored.revoke("ada", { ids: "an id" }), "ConfigError: revoke: ids: got a string of 5 characters, takes a list of ids, as list() gives them"],
    ["revoke, ids that are no text", () => stored.revoke("ada", { ids: [5] }), "ConfigError: revoke: ids: got a number in it, takes a list of ids, as list() gives them"],
    ["revoke, ids that can't be read", () => stored.revoke("ada", { ids: unreadable() }), "ConfigError: revoke: ids: can't be read: a getter of it threw, or it is a Proxy that was revoked"],
  ];
}

/** @param {any} waxseal @returns {Row[]} */
function responseRows({ createSessions }) {
  const sessions = createSessions(plainConfig.sessions);
  return [
    ["send of Response.error()", () => sessions.send(sessions.fetch(""), Response.error()), "ConfigError: send: Response.error() can't carry a cookie"],
    ["send of what was read and can't be changed", async () => { const response = new Response("a"); Object.defineProperty(response.headers, "delete", { value() { throw new TypeError("immutable"); } }); await response.text(); return sessions.send(sessions.fetch(""), response); }, "ConfigError: send: the response can't be changed, nor copied, as its body was read before: read response.clone()"],
  ];
}

/** @param {any} waxseal @returns {Row[]} */
function storeRows({ KvStore, createSessions }) {
  const own = (/** @type {any} */ store) => createSessions({ ...plainConfig.sessions, store: { init: () => ({}), get: () => [null, {}], put: () => "sid", delete: () => "ok", ...store } });
  return [
    ["a store that gives no pair", async () => own({ get: () => null }).fetch("_app_key=a"), "ConfigError: store.get: takes to give [sid, session]"],
    ["a store that gives three", async () => own({ get: () => [null, {}, 1] }).fetch("_app_key=a"), "ConfigError: store.get: takes to give [sid, session]"],
    ["a store whose session can't be read", async () => own({ get: () => ["a", { get a() { throw new Error("no"); } }] }).fetch("_app_key=a"), "StoreError: store.get: the session that it gave can't be read"],
    ["a store that gives no cookie", async () => { const it = own({ put: () => null }); return it.commit((await it.fetch("")).put("a", 1)); }, "ConfigError: store.put: takes to give the cookie's value, a string"],
    ["a store that gives no cookie's value", async () => { const it = own({ put: () => " a" }); return it.commit((await it.fetch("")).put("a", 1)); }, "ConfigError: store.put: gave a cookie's value that no browser brings back as it is, takes to give letters, digits and the like, with no blank at its ends"],
    ["KvStore.init of another name", () => KvStore.init({ kv: memoryKV(), key: "a b" }), "ConfigError: KvStore.init: key: takes a cookie's name, of letters, digits and !#$%&'*+-.^_`|~"],
    ["KvStore.init of a number", () => KvStore.init({ kv: memoryKV(), key: 5 }), "ConfigError: KvStore.init: key: takes a cookie's name, of letters, digits and !#$%&'*+-.^_`|~"],
    ["KvStore.init of nothing", () => KvStore.init(undefined), "ConfigError: KvStore.init: got undefined, takes an object of options"],
    ["KvStore.get without init", () => KvStore.get(undefined, "a", {}), "ConfigError: KvStore.get: takes for its options what init gave"],
    ["KvStore.put without init", () => KvStore.put(undefined, null, {}, {}), "ConfigError: KvStore.put: takes for its options what init gave"],
    ["KvStore.put of a list", () => KvStore.put(undefined, null, [], KvStore.init({ kv: memoryKV(), log: false })), "ConfigError: store.put: the session must be an object"],
    ["KvStore.delete without init", () => KvStore.delete(undefined, "a", {}), "ConfigError: KvStore.delete: takes for its options what init gave"],
  ];
}

/** @param {any} waxseal @returns {Row[]} */
function phoenixRows({ createSessions, phoenix }) {
  const { SignedCookie, Token, csrfToken, csrfTokenFor, flash, logIn, protectFromForgery, protectScript, rememberMe, userToken, verifyCsrf } = phoenix;
  const S = plainConfig.sessions.secretKeyBase;
  const sessions = createSessions(plainConfig.sessions);
  const stored = createSessions({ store: "memory", key: "sid", log: false });
  return [
    ["Token.sign of what is no term", () => Token.sign(S, "salt", Symbol("a")), "EncodeError: Token.sign: data is a symbol: put its description, or delete the key"],
    ["Token.encrypt of what is no term", () => Token.encrypt(S, "salt", () => {}), "EncodeError: Token.encrypt: data is a function: put what it gives, or delete the key"],
    ["Token.sign, another option", () => Token.sign(S, "salt", 1, { maxage: 1 }), "ConfigError: Token.sign: maxage: there is no such option; did you mean maxAge?"],
    ["Token.encrypt, another option", () => Token.encrypt(S, "salt", 1, { a: 1 }), "ConfigError: Token.encrypt: a: there is no such option; it takes maxAge, signedAt, keyIterations, keyLength, keyDigest, compressed, otp"],
    ["Token.verify, another option", () => Token.verify(S, "salt", "token", { a: 1 }), "ConfigError: Token.verify: a: there is no such option; it takes maxAge, signedAt, keyIterations, keyLength, keyDigest, compressed, otp"],
    ["Token.decrypt, another option", () => Token.decrypt(S, "salt", "token", { a: 1 }), "ConfigError: Token.decrypt: a: there is no such option; it takes maxAge, signedAt, keyIterations, keyLength, keyDigest, compressed, otp"],
    ["Token.sign, compressed", () => Token.sign(S, "salt", 1, { compressed: 1 }), "ConfigError: compressed: got number, takes true or false"],
    ["Token.sign, otp", () => Token.sign(S, "salt", 1, { otp: 27 }), "ConfigError: otp: takes 25 or 26"],
    ["Token.sign, signedAt", () => Token.sign(S, "salt", 1, { signedAt: "now" }), "ConfigError: signedAt: takes seconds since 1970, a number"],
    ["Token.sign, signedAt NaN", () => Token.sign(S, "salt", 1, { signedAt: NaN }), "ConfigError: signedAt: takes seconds since 1970, a number"],
    ["Token.sign, signedAt too far", () => Token.sign(S, "salt", 1, { signedAt: 9e15 }), "ConfigError: signedAt: takes seconds since 1970, a number"],
    ["Token.sign, maxAge", () => Token.sign(S, "salt", 1, { maxAge: "1" }), "ConfigError: maxAge: got string, takes seconds, or Infinity"],
    ["Token.verify, maxAge null", () => Token.verify(S, "salt", "token", { maxAge: null }), "ConfigError: maxAge: got null, takes seconds, or Infinity"],
    ["Token.verify, maxAge NaN", () => Token.verify(S, "salt", "token", { maxAge: NaN }), "ConfigError: maxAge: got NaN, takes seconds, or Infinity"],
    ["Token.verify, maxAge -Infinity", () => Token.verify(S, "salt", "token", { maxAge: -Infinity }), "ConfigError: maxAge: got -Infinity, takes seconds, or Infinity"],
    ["Token.sign, no secret", () => Token.sign([], "salt", 1), "ConfigError: secret: got an empty list, takes a secret, or several: the first one signs"],
    ["Token.sign, a short secret", () => Token.sign("a".repeat(19), "salt", 1), "ConfigError: secret: got 19 bytes, takes at least 20 (a new one: `mix phx.gen.secret`)"],
    ["Token.sign, a secret that is none", () => Token.sign(5, "salt", 1), "ConfigError: secret: got number, takes a string or a Uint8Array"],
    ["Token.verify, many secrets", () => Token.verify(Array.from({ length: 101 }, () => S), "salt", "token"), "ConfigError: secret: got 101 secrets, takes at most 100"],
    ["Token.sign, a salt that is none", () => Token.sign(S, 5, 1), "ConfigError: salt: got number, takes a string or a Uint8Array"],
    ["Token.sign, keyDigest", () => Token.sign(S, "salt", 1, { keyDigest: "md5" }), 'ConfigError: keyDigest: got something else, takes "sha", "sha224", "sha256", "sha384" or "sha512"'],
    ["Token.sign, keyIterations", () => Token.sign(S, "salt", 1, { keyIterations: 0 }), "ConfigError: keyIterations: got 0, takes a whole number from 1 to 10000000"],
    ["Token.sign, keyIterations of a text", () => Token.sign(S, "salt", 1, { keyIterations: "1" }), "ConfigError: keyIterations: got string, takes a whole number from 1 to 10000000"],
    ["Token.sign, keyIterations 10000001", () => Token.sign(S, "salt", 1, { keyIterations: 10_000_001 }), "ConfigError: keyIterations: got 10000001, takes a whole number from 1 to 10000000"],
    ["Token.sign, keyIterations 1.5", () => Token.sign(S, "salt", 1, { keyIterations: 1.5 }), "ConfigError: keyIterations: got 1.5, takes a whole number from 1 to 10000000"],
    ["Token.sign, keyLength", () => Token.sign(S, "salt", 1, { keyLength: 0 }), "ConfigError: keyLength: got 0, takes a whole number from 1 to 1048576"],
    ["Token.sign, keyLength 1048577", () => Token.sign(S, "salt", 1, { keyLength: 1048577 }), "ConfigError: keyLength: got 1048577, takes a whole number from 1 to 1048576"],
    ["SignedCookie.sign, no name", () => SignedCookie.sign(S, "", 1), "ConfigError: name: takes the cookie's name, a string"],
    ["SignedCookie.sign, a name that is none", () => SignedCookie.sign(S, 5, 1), "ConfigError: name: takes the cookie's name, a string"],
    ["SignedCookie.sign, another option", () => SignedCookie.sign(S, "name", 1, { a: 1 }), "ConfigError: SignedCookie.sign: a: there is no such option; it takes maxAge"],
    ["SignedCookie.encrypt, another option", () => SignedCookie.encrypt(S, "name", 1, { a: 1 }), "ConfigError: SignedCookie.encrypt: a: there is no such option; it takes maxAge"],
    ["SignedCookie.verify, an option", () => SignedCookie.verify(S, "name", "cookie", { a: 1 }), "ConfigError: SignedCookie.verify: a: there is no such option; it takes none"],
    ["SignedCookie.decrypt, an option", () => SignedCookie.decrypt(S, "name", "cookie", { a: 1 }), "ConfigError: SignedCookie.decrypt: a: there is no such option; it takes none"],
    ["SignedCookie.sign of what is no term", () => SignedCookie.sign(S, "name", Symbol("a")), "EncodeError: SignedCookie.sign: data is a symbol: put its description, or delete the key"],
    ["SignedCookie.encrypt of what is no term", () => SignedCookie.encrypt(S, "name", Symbol("a")), "EncodeError: SignedCookie.encrypt: data is a symbol: put its description, or delete the key"],
    ["rememberMe without a name", () => rememberMe({ secretKeyBase: S }), "ConfigError: name: got no string, takes the cookie's name, such as \"_my_app_web_user_remember_me\""],
    ["rememberMe, another option", () => rememberMe({ secretKeyBase: S, name: "remember", key: "a" }), "ConfigError: rememberMe: key: there is no such option; it takes secretKeyBase, name, domain, maxAge, path, secure, httpOnly, sameSite, extra, partitioned, priority"],
    ["rememberMe without a secret", () => rememberMe({ name: "remember" }), "ConfigError: secretKeyBase: got undefined, takes a string or a Uint8Array"],
    ["rememberMe of nothing", () => rememberMe(undefined), "ConfigError: rememberMe: got undefined, takes an object of options"],
    ["rememberMe's write of no bytes", () => rememberMe({ secretKeyBase: S, name: "remember" }).write(""), "ConfigError: token: got no bytes, takes the user's session token"],
    ["rememberMe's write of a number", () => rememberMe({ secretKeyBase: S, name: "remember" }).write(5), "ConfigError: token: got number, takes a string or a Uint8Array"],
    ["csrfToken, another option", () => csrfToken(sessions.fetch(""), { a: 1 }), "ConfigError: csrfToken: a: there is no such option; it takes sessionKey"],
    ["csrfToken, sessionKey", () => csrfToken(sessions.fetch(""), { sessionKey: 5 }), "ConfigError: sessionKey: takes the key of the state in the session, a string"],
    ["csrfToken of no session", () => csrfToken({}), "ConfigError: session: takes a Session that these sessions fetched (was its promise awaited?)"],
    ["csrfTokenFor, another option", () => csrfTokenFor(sessions.fetch(""), "/", { a: 1 }), "ConfigError: csrfTokenFor: a: there is no such option; it takes sessionKey, secretKeyBase"],
    ["csrfTokenFor, sessionKey", () => csrfTokenFor(sessions.fetch(""), "/", { sessionKey: 5 }), "ConfigError: sessionKey: takes the key of the state in the session, a string"],
    ["csrfTokenFor of no URL", () => csrfTokenFor(sessions.fetch(""), 5), "ConfigError: csrfTokenFor: takes a URL, or a path"],
    ["csrfTokenFor without a secret", async () => csrfTokenFor(await stored.fetch(""), "https://example.com/"), "ConfigError: secretKeyBase: got nothing, takes the app's: a token for a host is signed with it"],
    ["csrfTokenFor, secretKeyBase", () => csrfTokenFor(sessions.fetch(""), "https://example.com/", { secretKeyBase: "short" }), "ConfigError: secretKeyBase: got 5 bytes, takes at least 20 (a new one: `mix phx.gen.secret`)"],
    ["verifyCsrf of no request", () => verifyCsrf({}, sessions.fetch("")), "ConfigError: verifyCsrf: takes a Request (in Hono c.req.raw), or a Node request whose body was parsed (in Koa ctx.request)"],
    ["verifyCsrf of headers alone", () => verifyCsrf({ headers: new Headers() }, sessions.fetch("")), "ConfigError: verifyCsrf: takes a Request (in Hono c.req.raw), or a Node request whose body was parsed (in Koa ctx.request)"],
    ["verifyCsrf of headers alone, as an object", () => verifyCsrf({ headers: {} }, sessions.fetch("")), "ConfigError: verifyCsrf: takes a Request (in Hono c.req.raw), or a Node request whose body was parsed (in Koa ctx.request)"],
    ["verifyCsrf of nothing", () => verifyCsrf(undefined, sessions.fetch("")), "ConfigError: verifyCsrf: takes a Request (in Hono c.req.raw), or a Node request whose body was parsed (in Koa ctx.request)"],
    ["verifyCsrf of null for headers", () => verifyCsrf({ method: "POST", headers: null }, sessions.fetch("")), "ConfigError: verifyCsrf: takes a Request (in Hono c.req.raw), or a Node request whose body was parsed (in Koa ctx.request)"],
    ["verifyCsrf, another option", () => verifyCsrf(get(), sessions.fetch(""), { a: 1 }), "ConfigError: verifyCsrf: a: there is no such option; it takes sessionKey, allowHosts, with, secretKeyBase"],
    ["verifyCsrf, sessionKey", () => verifyCsrf(get(), sessions.fetch(""), { sessionKey: 5 }), "ConfigError: sessionKey: takes the key of the state in the session, a string"],
    ["verifyCsrf, secretKeyBase", () => verifyCsrf(get(), sessions.fetch(""), { secretKeyBase: "short" }), "ConfigError: secretKeyBase: got 5 bytes, takes at least 20 (a new one: `mix phx.gen.secret`)"],
    ["verifyCsrf, allowHosts", () => verifyCsrf(get(), sessions.fetch(""), { allowHosts: "example.com" }), 'ConfigError: allowHosts: takes a list of hosts, such as ["www.example.com", ".example.com"]'],
    ["verifyCsrf, allowHosts of two in one", () => verifyCsrf(get(), sessions.fetch(""), { allowHosts: ["a\nb"] }), 'ConfigError: allowHosts: takes a list of hosts, such as ["www.example.com", ".example.com"]'],
    ["verifyCsrf, allowHosts of a number", () => verifyCsrf(get(), sessions.fetch(""), { allowHosts: [5] }), 'ConfigError: allowHosts: takes a list of hosts, such as ["www.example.com", ".example.com"]'],
    ["verifyCsrf, many allowHosts", () => verifyCsrf(get(), sessions.fetch(""), { allowHosts: Array.from({ length: 1001 }, () => "a") }), "ConfigError: allowHosts: got 1001 hosts, takes at most 1000"],
    ["verifyCsrf, allowHosts that can't be read", () => verifyCsrf(get(), sessions.fetch(""), { allowHosts: unreadable() }), "ConfigError: allowHosts: can't be read: a getter of it threw, or it is a Proxy that was revoked"],
    ["verifyCsrf, with", () => verifyCsrf(get(), sessions.fetch(""), { with: "nothing" }), 'ConfigError: with: takes "exception", "clear_session", null or a function'],
    ["verifyCsrf without a token", () => verifyCsrf(post(), sessions.fetch("")), "CsrfError: the request has no CSRF token that fits the session's: send that of csrfToken(session), as the parameter _csrf_token or in the header x-csrf-token, with the session's cookie"],
    ["verifyCsrf of a Node request that was not parsed", () => verifyCsrf({ method: "POST", headers: {} }, sessions.fetch("")), "CsrfError: the request has no CSRF token that fits the session's: send that of csrfToken(session), as the parameter _csrf_token or in the header x-csrf-token, with the session's cookie; the request's body was not parsed before: in Express app.use(express.urlencoded()) does"],
    ["verifyCsrf of a Node request with a list", () => verifyCsrf({ method: "POST", headers: {}, body: { _csrf_token: ["a", "b"] } }, sessions.fetch("")), "CsrfError: the request has no CSRF token that fits the session's: send that of csrfToken(session), as the parameter _csrf_token or in the header x-csrf-token, with the session's cookie; it came as a list: one form has one field of that name"],
    ["verifyCsrf of a Node request that was parsed", () => verifyCsrf({ method: "POST", headers: {}, body: {} }, sessions.fetch("")), "CsrfError: the request has no CSRF token that fits the session's: send that of csrfToken(session), as the parameter _csrf_token or in the header x-csrf-token, with the session's cookie"],
    ["verifyCsrf of a body that was read", async () => { const it = sessions.fetch(""); csrfToken(it); const read = post({ body: "a=b", headers: { "content-type": "application/x-www-form-urlencoded" } }); await read.text(); return verifyCsrf(read, it); }, "ConfigError: verifyCsrf: the request's body was read before; call verifyCsrf first, which leaves it as it is"],
    ["protectScript", () => protectScript(get(), new Response("", { headers: { "content-type": "text/javascript" } })), "CsrfError: a <script> of another site may have asked for this JavaScript, which a session's visitor alone is to have: ask for it by XMLHttpRequest, or answer without protectScript"],
    ["protectFromForgery of no function", () => protectFromForgery(5), "ConfigError: protectFromForgery: takes a function (request, session, …) => Response"],
    ["protectFromForgery, another option", () => protectFromForgery(() => new Response(""), { a: 1 }), "ConfigError: protectFromForgery: a: there is no such option; it takes sessionKey, allowHosts, with, secretKeyBase"],
    ["protectFromForgery without a session", () => protectFromForgery(() => new Response(""))(post()), "ConfigError: protectFromForgery: got no session: it goes inside of what gives one, sessions.handle(protectFromForgery(handler)), and what skip passes by may only read"],
    ["protectFromForgery of no request", () => protectFromForgery(() => new Response(""))({}), "ConfigError: verifyCsrf: takes a Request (in Hono c.req.raw), or a Node request whose body was parsed (in Koa ctx.request)"],
    ["userToken, another option", () => userToken(sessions.fetch(""), "", undefined, { a: 1 }), "ConfigError: userToken: a: there is no such option; it takes live"],
    ["userToken, remember", () => userToken(sessions.fetch(""), "", {}), "ConfigError: remember: takes what rememberMe made"],
    ["userToken, null for remember", () => userToken(sessions.fetch(""), "", null), "ConfigError: remember: takes what rememberMe made"],
    ["userToken, remember that can't be read", () => userToken(sessions.fetch(""), "", { get read() { throw new Error("no"); } }), "ConfigError: remember: can't be read: a getter of it threw, or it is a Proxy that was revoked"],
    ["userToken, live", () => userToken(sessions.fetch(""), "", undefined, { live: "on" }), "ConfigError: live: got a string of 2 characters, takes true or false"],
    ["logIn, another option", () => logIn(sessions.fetch(""), "token", { a: 1 }), "ConfigError: logIn: a: there is no such option; it takes live, returnTo, remember, sameUser"],
    ["logIn, returnTo", () => logIn(sessions.fetch(""), "token", { returnTo: 5 }), "ConfigError: returnTo: takes the path to go to where the session has none, a string"],
    ["logIn of no bytes", () => logIn(sessions.fetch(""), ""), "ConfigError: token: got no bytes, takes the user's session token"],
    ["logIn of a number", () => logIn(sessions.fetch(""), 5), "ConfigError: token: got number, takes a string or a Uint8Array"],
    ["logIn, remember", () => logIn(sessions.fetch(""), "token", { remember: null }), "ConfigError: remember: got null, takes true or false"],
    ["flash.put of no kind", () => flash(sessions.fetch("")).put(5, "a"), "ConfigError: flash.put: the kind is number, takes a string"],
    ["flash.put of null", () => flash(sessions.fetch("")).put(null, "a"), "ConfigError: flash.put: the kind is null, takes a string"],
    ["flash.put of what is no term", () => flash(sessions.fetch("")).put("info", Symbol("a")), 'EncodeError: flash.put("info"): info is a symbol: put its description, or delete the key'],
    ["flash.put to what was sent", () => { const it = sessions.fetch(""); const own = flash(it); sessions.commit(it); return own.put("info", "a"); }, "AlreadySentError: the session was already committed: write to it before the response is sent, and commit it once"],
  ];
}

/** @param {any} waxseal @returns {Row[]} */
function cryptoRows({ crypto: { KeyGenerator, MessageEncryptor, MessageVerifier } }) {
  const key = new Uint8Array(32);
  return [
    ["generate, another option", () => KeyGenerator.generate("secret", "salt", { a: 1 }), "ConfigError: generate: a: there is no such option; it takes iterations, length, digest"],
    ["generate, iterations 0", () => KeyGenerator.generate("secret", "salt", { iterations: 0 }), "ConfigError: iterations: got 0, takes a whole number, at least 1"],
    ["generate, iterations 1.5", () => KeyGenerator.generate("secret", "salt", { iterations: 1.5 }), "ConfigError: iterations: got 1.5, takes a whole number, at least 1"],
    ["generate, iterations 2 ** 32", () => KeyGenerator.generate("secret", "salt", { iterations: 2 ** 32 }), "ConfigError: iterations: got 4294967296, takes a whole number, at least 1"],
    ["generate, length of a text", () => KeyGenerator.generate("secret", "salt", { length: "32" }), "ConfigError: length: got string, takes a whole number, at least 1"],
    ["generate, digest", () => KeyGenerator.generate("secret", "salt", { digest: 256 }), 'ConfigError: digest: got number, takes a name such as "sha256"'],
    ["generate, another digest", () => KeyGenerator.generate("secret", "salt", { digest: "md5" }), 'ConfigError: digest: got another string, takes "sha", "sha224", "sha256", "sha384" or "sha512"'],
    ["generate, secret", () => KeyGenerator.generate(5, "salt"), "ConfigError: secret: got number, takes a string or a Uint8Array"],
    ["generate, salt", () => KeyGenerator.generate("secret", 5), "ConfigError: salt: got number, takes a string or a Uint8Array"],
    ["sign, another digest", () => MessageVerifier.sign("message", "secret", "sha"), 'ConfigError: digest: got another string, takes "sha256", "sha384" or "sha512"'],
    ["sign, message", () => MessageVerifier.sign(5, "secret"), "ConfigError: message: got number, takes a string or a Uint8Array"],
    ["sign, secret", () => MessageVerifier.sign("message", 5), "ConfigError: secret: got number, takes a string or a Uint8Array"],
    ["verify, token", () => MessageVerifier.verify(5, "secret"), "ConfigError: token: got number, takes a string or a Uint8Array"],
    ["encrypt, message", () => MessageEncryptor.encrypt(5, key, "secret"), "ConfigError: message: got number, takes a string or a Uint8Array"],
    ["encrypt, aad", () => MessageEncryptor.encrypt("message", key, "secret", 5), "ConfigError: aad: got number, takes a string or a Uint8Array"],
    ["decrypt, token", () => MessageEncryptor.decrypt(5, key, "secret"), "ConfigError: token: got number, takes a string or a Uint8Array"],
    ["decrypt, token and aad", () => MessageEncryptor.decrypt(5, key, "secret", "aad"), "ConfigError: token: got number, takes a string or a Uint8Array"],
  ];
}
