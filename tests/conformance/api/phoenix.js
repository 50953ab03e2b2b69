// @ts-check
// waxseal/phoenix beyond the vectors: several secrets, options that nobody knows, bodies of all kinds, and what an error may say.

import { equal, fails, ok } from "../check.js";
import { inBrowser, setCookieOf } from "../platform.js";
import { plainConfig, sentBack } from "../cookie.js";

const OLD = "an old secret of the app that nobody is to see in a log";
const NEW = "the new secret of the app that nobody is to see in a log";

/** @param {any} test @param {any} waxseal */
export async function phoenix(test, { createSessions, phoenix: kit, crypto: { KeyGenerator } }) {
  const { CsrfError, SignedCookie, Token, csrfToken, csrfTokenFor, flash, logIn, logOut, rememberMe, userToken, verifyCsrf } = kit;
  const sessions = createSessions(plainConfig.sessions);
  const begin = () => sessions.fetch("");
  const code = (/** @type {() => unknown} */ body) => {
    try {
      body();
    } catch (error) {
      return /** @type {any} */ (error);
    }
    return undefined;
  };

  await test("several secrets: the first signs, all of them read", () => {
    const old = Token.sign(OLD, "s", { id: 1 });
    equal(Token.verify([NEW, OLD], "s", old).data.id, 1, "by the second");
    equal(Token.verify([NEW], "s", old).reason, "invalid", "by the new one alone");
    equal(Token.verify(NEW, "s", Token.sign([NEW, OLD], "s", 1)).data, 1, "written by the first");
    const over = Token.sign(OLD, "s", 1, { signedAt: 1, maxAge: 1 });
    equal(Token.verify([NEW, OLD], "s", over).reason, "expired", "over, by the second");
    equal(Token.verify([NEW, OLD], "s", over, { maxAge: Infinity }).data, 1, "over, read for ever");
    equal(Token.decrypt([NEW, OLD], "s", Token.encrypt(OLD, "s", [1])).data[0], 1, "encrypted");
    equal(SignedCookie.verify([NEW, OLD], "c", SignedCookie.sign(OLD, "c", "v")), "v", "a signed cookie");
    equal(SignedCookie.decrypt([NEW, OLD], "c", SignedCookie.encrypt(OLD, "c", "v")), "v", "an encrypted one");
    const remember = rememberMe({ secretKeyBase: OLD, name: "r" });
    const both = rememberMe({ secretKeyBase: [NEW, OLD], name: "r" });
    equal(both.read(sentBack(remember.write(new Uint8Array(32)))).length, 32, "remember-me");
  });

  await test("wrong options and secrets are ConfigErrors that hold no secret", () => {
    const short = "short and secret";
    const calls = {
      secret: () => Token.sign(short, "s", 1),
      "a list with a short one": () => Token.verify([NEW, short], "s", "token"),
      "no secret": () => Token.sign(undefined, "s", 1),
      "an empty list": () => Token.sign([], "s", 1),
      "an object": () => Token.sign({ secret: short }, "s", 1),
      salt: () => Token.sign(NEW, undefined, 1),
      "an option": () => Token.sign(NEW, "s", 1, { maxAg: 1 }),
      "no object": () => Token.sign(NEW, "s", 1, 60),
      age: () => Token.sign(NEW, "s", 1, { maxAge: "60" }),
      "an age of nobody": () => Token.verify(NEW, "s", "t", { maxAge: NaN }),
      rounds: () => Token.sign(NEW, "s", 1, { keyIterations: 0 }),
      length: () => Token.sign(NEW, "s", 1, { keyLength: 1.5 }),
      digest: () => Token.sign(NEW, "s", 1, { keyDigest: "md5" }),
      otp: () => Token.sign(NEW, "s", 1, { otp: 24 }),
      time: () => Token.sign(NEW, "s", 1, { signedAt: "now" }),
      name: () => SignedCookie.sign(NEW, "", 1),
      "a cookie's option": () => SignedCookie.sign(NEW, "c", 1, { signedAt: 1 }),
      "remember-me's secret": () => rememberMe({ secretKeyBase: short, name: "r" }),
      "remember-me's name": () => rememberMe({ secretKeyBase: NEW }),
      "remember-me's option": () => rememberMe({ secretKeyBase: NEW, name: "r", ttl: 1 }),
      "remember-me's token": () => rememberMe({ secretKeyBase: NEW, name: "r" }).write(""),
      "a session": () => csrfToken({}),
      "a session, for the flash": () => flash(undefined),
      "a session, for the log-in": () => logIn(Promise.resolve(begin()), "token"),
      "a session, for the log-out": () => logOut(Promise.resolve(begin())),
      "remember-me, for the token": () => userToken(begin(), "", "_app_remember"),
      "logIn's option": () => logIn(begin(), "token", { liv: true }),
      "logIn's token": () => logIn(begin(), ""),
      "logIn's path": () => logIn(begin(), "token", { returnTo: 1 }),
      "userToken's option": () => userToken(begin(), "", undefined, { liv: true }),
      "csrfToken's option": () => csrfToken(begin(), { key: "a" }),
      "csrfTokenFor's address": () => csrfTokenFor(begin(), 5),
    };
    for (const [what, call] of Object.entries(calls)) {
      const error = code(call);
      equal(error?.code, "ERR_CONFIG", what);
      for (const secret of [short, OLD, NEW]) ok(!`${error.message} ${error.stack}`.includes(secret), `${what}: ${error.message}`);
    }
    equal(code(() => Token.sign(NEW, "s", () => 1))?.code, "ERR_ENCODE", "data that is no term");
  });

  await test("what is no token is a reason", () => {
    for (const token of [5, {}, [], true, "", "a", ".", "..", "SFMyNTY..", "\ud800", new Uint8Array(3), "A".repeat(3_000_000), new Proxy({}, {})]) {
      equal(Token.verify(NEW, "s", token).reason, "invalid", "verify");
      equal(Token.decrypt(NEW, "s", token).reason, "invalid", "decrypt");
      equal(SignedCookie.verify(NEW, "c", token), null, "a cookie");
    }
    for (const token of [null, undefined]) equal(Token.verify(NEW, "s", token).reason, "missing", "none");
  });

  // What is sent, and whether it has a token.
  const bodies = (/** @type {string} */ token) => {
    const form = (/** @type {[string, string][]} */ ...fields) => {
      const data = new FormData();
      for (const [name, value] of fields) data.append(name, value);
      return data;
    };
    const json = (/** @type {string} */ body, type = "application/json") => ({ body, headers: { "content-type": type } });
    return /** @type {Record<string, [any, boolean]>} */ ({
      form: [{ body: new URLSearchParams({ _csrf_token: token, a: "1" }) }, true],
      "two of one name: the last counts": [{ body: new URLSearchParams([["_csrf_token", "x"], ["_csrf_token", token]]) }, true],
      "and not the first": [{ body: new URLSearchParams([["_csrf_token", token], ["_csrf_token", "x"]]) }, false],
      multipart: [{ body: form(["a", "1"], ["_csrf_token", token]) }, true],
      json: [json(JSON.stringify({ a: 1, _csrf_token: token })), true],
      "json of a kind of its own": [json(JSON.stringify({ _csrf_token: token }), "application/vnd.api+json; charset=utf-8"), true],
      "a header": [{ headers: { "x-csrf-token": token } }, true],
      "no token": [{ body: new URLSearchParams({ a: "1" }) }, false],
      "no body": [{}, false],
      "broken json": [json(`{"_csrf_token": "${token}`), false],
      "a list": [json(JSON.stringify([token])), false],
      "a number": [json("5"), false],
      null: [json("null"), false],
      "a token that is none": [json(JSON.stringify({ _csrf_token: { a: 1 } })), false],
      "broken multipart": [{ body: "--x\r\nnothing", headers: { "content-type": "multipart/form-data; boundary=y" } }, false],
      "multipart without a boundary": [{ body: "x", headers: { "content-type": "multipart/form-data" } }, false],
      text: [{ body: `_csrf_token=${token}`, headers: { "content-type": "text/plain" } }, false],
      "bytes that are no text": [{ body: new Uint8Array([255, 254, 95]), headers: { "content-type": "application/x-www-form-urlencoded" } }, false],
      "over eight megabytes": [json(JSON.stringify({ a: "a".repeat(8_000_001), _csrf_token: token })), false],
      "text that ends as json does": [json(JSON.stringify({ _csrf_token: token }), "x-application/json"), false],
      "text that begins as json does": [json(JSON.stringify({ _csrf_token: token }), "application/jsonp"), false],
      "json of no kind": [json(JSON.stringify({ _csrf_token: token }), "application/+json"), false],
      "a form, in capitals": [{ body: `_csrf_token=${encodeURIComponent(token)}`, headers: { "content-type": " Application/X-WWW-Form-URLencoded ; charset=utf-8" } }, true],
      "eight megabytes": [{ body: `{"_csrf_token":"${token}"}`.padEnd(8_000_000), headers: { "content-type": "application/json" } }, true],
      "eight megabytes and a byte": [{ body: `{"_csrf_token":"${token}"}`.padEnd(8_000_001), headers: { "content-type": "application/json" } }, false],
      "several headers: the first counts": [{ headers: { "x-csrf-token": `${token} , no` } }, true],
      "and not the second": [{ headers: { "x-csrf-token": `no, ${token}` } }, false],
      "a wrong header, and a right form": [{ headers: { "x-csrf-token": "no" }, body: new URLSearchParams({ _csrf_token: token }) }, true],
    });
  };
  const fetched = () => {
    const session = begin();
    const token = csrfToken(session);
    return { session, token };
  };
  await test("bodies: read from a copy, whatever they hold", async () => {
    for (const what of Object.keys(bodies(""))) {
      const { session, token } = fetched();
      const [init, isGood] = bodies(token)[what];
      const request = new Request("https://example.com/", { method: "POST", ...init });
      if (isGood) equal(await verifyCsrf(request, session), true, what);
      else ok((await fails(() => verifyCsrf(request, session), "ERR_CSRF", what)) instanceof CsrfError, what);
      equal(request.bodyUsed, false, `${what}: the handler's body`);
      equal(typeof (await request.text()), "string", `${what}: read by the handler`);
    }
  });
  await test("where no browser shows the body as a stream it is read at once, and where nothing can fit it is not read", async () => {
    const { session, token } = fetched();
    let reads = 0;
    const shaped = (/** @type {string} */ text) => ({
      method: "POST", url: "https://example.com/", body: null, headers: new Headers({ "content-type": "application/x-www-form-urlencoded" }),
      clone() { return this; }, arrayBuffer: async () => (reads++, new TextEncoder().encode(text).buffer),
    });
    const form = `_csrf_token=${encodeURIComponent(token)}`;
    equal(await verifyCsrf(shaped(form), session, { with: null }), true, "a token");
    equal(await verifyCsrf(shaped(form.padEnd(8_000_000, "&")), session, { with: null }), true, "eight megabytes");
    equal(await verifyCsrf(shaped(`${form}&`.padEnd(8_000_001, "&")), session, { with: null }), false, "and a byte");
    reads = 0;
    equal(await verifyCsrf(shaped(form), begin(), { with: null }), false, "a session without a state");
    const read = { ...shaped(form), bodyUsed: true, headers: new Headers({ "content-type": "text/plain" }) };
    equal(await verifyCsrf(read, session, { with: null }), false, "a body of another kind, that was read before");
    equal(reads, 0, "reads");
  });
  await test("whatever stands where a token may, it is no token, and no error", async () => {
    const { session } = fetched();
    for (const token of ["SFMyNTY.\ud800", "\ud800", "SFMyNTY.", "SFMyNTY.a.b", 5, null, true, [], {}, ["SFMyNTY."], Symbol("a"), () => {}]) {
      equal(await verifyCsrf({ method: "POST", headers: { host: "example.com" }, body: { _csrf_token: token } }, session, { with: null }), false, String(token?.toString()));
    }
  });
  await test("what a handler gives that is no script is passed on, whatever it is", async () => {
    const asked = new Request("https://example.com/");
    for (const given of [undefined, null, "text", 5, {}, { headers: null }, { headers: { get: () => null } }, { headers: { get: () => "text/java\nscript" } }, { headers: new Headers({ "content-type": "text/html" }) }]) {
      equal(kit.protectScript(asked, given), given, JSON.stringify(given));
    }
    for (const request of [{ method: "GET" }, { method: "GET", headers: null }]) await fails(() => kit.protectScript(request, { headers: { get: () => "application/javascript" } }), "ERR_CSRF", JSON.stringify(request));
    const xhr = new Request("https://example.com/", { headers: { "x-requested-with": "XMLHttpRequest" } });
    const script = new Response("", { headers: { "content-type": "application/javascript" } });
    equal(kit.protectScript(xhr, script), script, "asked for by a script of the page's own");
    const { session } = fetched();
    for (const forged of [undefined, null, 5, {}, { status: 403 }, { status: 403, headers: null }, { status: "403", headers: new Headers() }]) {
      let calls = 0;
      equal(await kit.protectFromForgery(() => (calls++, "done"), { with: () => forged })(new Request("https://example.com/", { method: "POST" }), session), "done", JSON.stringify(forged));
      equal(calls, 1, "calls");
    }
  });
  await test("what a token is for: each alone, and together", () => {
    const data = { a: "x".repeat(1000), b: 1.5 };
    for (const encrypted of [false, true]) {
      for (const compressed of [false, true]) {
        for (const otp of [25, 26]) {
          const token = (encrypted ? Token.encrypt : Token.sign)(NEW, "s", data, { compressed, otp });
          const opened = (encrypted ? Token.decrypt : Token.verify)(NEW, "s", token);
          equal(JSON.stringify(opened.data), JSON.stringify(data), "data");
          equal(`${token.startsWith("SFMyNTY.")} ${token.length < 500}`, `${!encrypted} ${compressed}`, `encrypted ${encrypted}, compressed ${compressed}, otp ${otp}`);
        }
      }
    }
  });
  await test("digests by their names, and sha1 by both of its", () => {
    const tokens = new Map(["sha", "sha1", "sha224", "sha256", "sha384", "sha512"].map((keyDigest) => [keyDigest, Token.sign(NEW, "s", 1, { keyDigest })]));
    const key = (/** @type {string} */ digest) => KeyGenerator.generate("secret", "salt", { digest }).join();
    ok(key("sha1") === key("sha") && key("sha") !== key("sha224"), "KeyGenerator's");
    for (const [digest, token] of tokens) {
      for (const keyDigest of tokens.keys()) equal(Token.verify(NEW, "s", token, { keyDigest }).ok, digest.replace("sha1", "sha") === keyDigest.replace("sha1", "sha"), `${digest}, ${keyDigest}`);
    }
  });
  await test("a token for a host, however its address is written", async () => {
    const session = begin();
    for (const [url, host] of [["https://www.example.com/a", "www.example.com"], ["//www.example.com/a", "www.example.com"], [new URL("http://www.example.com:3000"), "www.example.com"], ["http://[::1]:80/", "[::1]"]]) {
      const token = csrfTokenFor(session, url);
      const asked = (/** @type {string} */ of) => verifyCsrf({ method: "POST", headers: { host: of }, body: { _csrf_token: token } }, session, { with: null });
      equal(`${await asked(String(host))} ${await asked("other.example")}`, "true false", String(url));
    }
    // Of this host it is the session's own.
    for (const path of ["/a", "a", "", "?a", "//"]) equal(await verifyCsrf({ method: "POST", headers: { host: "any" }, body: { _csrf_token: csrfTokenFor(session, path) } }, session), true, path);
  });
  await test("a token may be a mebibyte long, and no longer", () => {
    const text = (/** @type {number} */ length) => Token.sign(NEW, "s", "x".repeat(length));
    let most = 3 * (1 << 18) - 200;
    while (text(most + 1).length <= 1 << 20) most += 1;
    const longest = text(most);
    equal(longest.length, 1 << 20, "the longest");
    for (const as of [(/** @type {string} */ token) => token, (/** @type {string} */ token) => new TextEncoder().encode(token)]) {
      equal(Token.verify(NEW, "s", as(longest)).ok, true, "of that length");
      equal(Token.verify(NEW, "s", as(text(most + 1))).reason, "invalid", "longer");
    }
  });
  await test("a body that was read before is the caller's mistake", async () => {
    const { session, token } = fetched();
    // With a header, as those that come in have: of a body's own type Bun knows nothing any more once the body was read.
    const headers = { "content-type": "application/x-www-form-urlencoded" };
    const request = new Request("https://example.com/", { method: "POST", headers, body: `_csrf_token=${token}` });
    await request.text();
    const error = await fails(() => verifyCsrf(request, session), "ERR_CONFIG", "a body that was read");
    ok(/call verifyCsrf first/.test(error.message), error.message);
    const again = new Request("https://example.com/", { method: "POST", headers: { "x-csrf-token": token }, body: "a" });
    await again.text();
    equal(await verifyCsrf(again, session), true, "a header needs no body");
  });
  await test("what happens without a token is the app's choice", async () => {
    const post = () => new Request("https://example.com/", { method: "POST" });
    const cookie = sentBack(sessions.commit(fetched().session.put("user", 1)));
    const cleared = sessions.fetch(cookie);
    equal(await verifyCsrf(post(), cleared, { with: "clear_session" }), false, "clear_session");
    equal(cleared.has("user"), false, "empty for this request");
    equal(sessions.commit(cleared), undefined, "and kept for the next");
    const kept = sessions.fetch(cookie);
    equal(await verifyCsrf(post(), kept, { with: null }), false, "nothing");
    equal(kept.get("user"), 1, "as it was");
    let given;
    equal(await verifyCsrf(post(), kept, { with: async (/** @type {any} */ request, /** @type {any} */ session) => (given = [request.method, session === kept]) }), false, "a function");
    equal(String(given), "POST,true", "what it is given");
    for (const wrong of [{ with: "raise" }, { allowHosts: "a" }, { sessionKey: 5 }, { mode: 1 }, null, 5]) await fails(() => verifyCsrf(post(), kept, wrong), "ERR_CONFIG", JSON.stringify(wrong));
    for (const wrong of [null, undefined, {}, "request"]) await fails(() => verifyCsrf(wrong, kept), "ERR_CONFIG", "no request");
  });
  await test("a token for a host is good there, and nowhere else", async () => {
    const session = begin();
    const token = csrfTokenFor(session, "https://www.example.com/path?q");
    const at = (/** @type {string} */ url, options = {}) => verifyCsrf(new Request(url, { method: "POST", headers: { "x-csrf-token": token } }), session, { with: null, ...options });
    equal(await at("https://www.example.com/other"), true, "there");
    equal(await at("https://example.com/"), false, "elsewhere");
    equal(await at("https://example.com/", { allowHosts: ["www.example.com"] }), true, "where it is allowed");
    equal(await at("https://example.com/", { allowHosts: [".example.com"] }), true, "all that end so");
    equal(await at("https://example.com/", { allowHosts: [".example.org"] }), false, "and no other");
    equal(csrfTokenFor(session, "/a/path").length, 56, "of a path: as csrfToken");
    const { secretKeyBase: _, ...options } = /** @type {any} */ (plainConfig.sessions);
    const ofConn = createSessions(options).fetch("", { secretKeyBase: NEW });
    equal(await verifyCsrf(new Request("https://a.example/", { method: "POST", headers: { "x-csrf-token": csrfTokenFor(ofConn, "https://a.example/") } }), ofConn), true, "with conn's secret");
    const memory = await createSessions({ store: "memory", key: "m", log: false }).fetch("");
    equal(code(() => csrfTokenFor(memory, "https://a.example/"))?.code, "ERR_CONFIG", "no secret");
    ok(csrfTokenFor(memory, "https://a.example/", { secretKeyBase: NEW }).startsWith("SFMyNTY."), "one that is given");
  });

  await test("the flash: keep holds it over an answer that would take it", async () => {
    const first = begin();
    flash(first).put("info", "hello").put("error", ["a", 1]);
    const cookie = sentBack(await setCookieOf(sessions, first, 302));
    const shown = sessions.fetch(cookie);
    equal(JSON.stringify(flash(shown).get()), '{"error":["a",1],"info":"hello"}', "all of them");
    ok(flash(shown) === flash(shown), "one flash a session");
    flash(shown).keep();
    const kept = await setCookieOf(sessions, shown, 200);
    equal(flash(sessions.fetch(sentBack(kept ?? cookie))).get("info"), "hello", "after a page that kept it");
    const gone = sessions.fetch(cookie);
    flash(gone).clear();
    equal(flash(gone).get("info"), null, "cleared");
    const after = await setCookieOf(sessions, gone, 302);
    equal(flash(sessions.fetch(sentBack(after))).get("info"), null, "for the next, too");
    const error = code(() => flash(gone).put("info", "late"));
    equal(error?.code, "ERR_ALREADY_SENT", "after the answer");
    equal(code(() => flash(begin()).put(/** @type {any} */ (5), "x"))?.code, "ERR_CONFIG", "a kind that is no text");
    equal(code(() => flash(begin()).put("info", () => 1))?.code, "ERR_ENCODE", "a message that is no term");
  });

  await test("log in, log out, and remember-me's own cookie", async () => {
    const token = new Uint8Array(32).fill(7);
    const remember = rememberMe({ secretKeyBase: NEW, name: "_app_remember" });
    const it = begin().put("user_return_to", "/cart").put("other", 1);
    equal(logIn(it, token, { live: true, remember: true }), "/cart", "where to go");
    equal(it.keys().sort().join(), "live_socket_id,user_remember_me,user_token", "what is left");
    for (const elsewhere of ["//evil.example/", "/\\evil.example", "https://evil.example/", "evil.example", "", "/%09/evil.example", "/\t/evil.example", "/\n/evil.example", "/\r\n//evil.example", "/a\nb", 5, null, ["/"]]) {
      equal(logIn(begin().put("user_return_to", elsewhere), token, { returnTo: "/home" }), "/home", `not to ${elsewhere}`);
    }
    equal(logIn(begin().put("user_return_to", "/a?next=//b"), token, { sameUser: true }), "/a?next=//b", "a path with another in it");
    const next = sessions.fetch(sentBack(sessions.commit(it)));
    equal(userToken(next, "", remember).join(), token.join(), "the session's token");
    equal(logOut(next).join(), token.join(), "the token to delete");
    equal(next.keys().length, 0, "empty");
    const back = begin();
    equal(userToken(back, sentBack(remember.write(token)), remember).join(), token.join(), "after the browser was closed");
    equal(back.get("user_remember_me"), true, "and noted");
    for (const wrong of ["", "_app_remember=", "_app_remember=a.b.c", "_app_remember"]) equal(userToken(begin(), wrong, remember), null, wrong);
    ok(/^_app_remember=; path=\/; expires=Thu, 01 Jan 1970/.test(remember.delete()), remember.delete());
    ok(/; secure/i.test(remember.write(token, { scheme: "https" })) && !/; secure/i.test(remember.write(token)), "secure over https");
    ok(/max-age=1209600/.test(remember.write(token)) && /SameSite=Lax/.test(remember.write(token)), "fourteen days, as the template");
    if (inBrowser) return;
    const request = new Request("https://example.com/", { headers: { cookie: sentBack(remember.write(token)) } });
    equal(userToken(begin(), request, remember).length, 32, "of a Request");
  });
}
