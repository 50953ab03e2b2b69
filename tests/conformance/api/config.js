// @ts-check
// Wrong options: ConfigError when createSessions runs, with the option's name and what it takes, and never a secret.

import { equal, fails, ok } from "../check.js";
import { sentBack } from "../cookie.js";
import { WRONG, bytes, good } from "./wrong-options.js";

/** @param {any} test @param {any} waxseal */
export async function config(test, waxseal) {
  const { createSessions, ConfigError, CookieStore } = waxseal;
  for (const [option, wrong, takes] of WRONG) {
    const shown = JSON.stringify(wrong, (_, value) => (typeof value === "string" && value.length > 30 ? "…" : value));
    await test(`${option}: ${shown}`, async () => {
      const error = await fails(() => createSessions({ ...good, ...wrong }), "ERR_CONFIG", "createSessions");
      ok(error instanceof ConfigError, "class");
      ok(names(error.message, option), `"${error.message}" does not name ${option}`);
      ok(takes.test(error.message), `"${error.message}" does not say what it takes: ${takes}`);
      keepsSecrets(error);
    });
  }
  await test("an entry that is no object is named as it is written", async () => {
    const { message } = await fails(() => createSessions({ ...good, rotatingOptions: [5] }), "ERR_CONFIG", "createSessions");
    ok(message.startsWith("rotatingOptions[0]: "), message);
  });
  await test("a length in bytes counts bytes: 63 and 64, of one to four a character", async () => {
    for (const [short, long] of [
      ["a".repeat(63), "a".repeat(64)],
      [`${"é".repeat(31)}a`, "é".repeat(32)],
      ["€".repeat(21), `${"€".repeat(21)}a`],
      [`${"🧂".repeat(15)}€`, "🧂".repeat(16)],
    ]) {
      await fails(() => createSessions({ ...good, secretKeyBase: short }), "ERR_CONFIG", `63 bytes: ${short}`);
      const sessions = createSessions({ ...good, secretKeyBase: long });
      const { secretKeyBase, ...bare } = good;
      const own = createSessions(bare);
      const cookie = sentBack(own.commit(own.fetch("", { secretKeyBase: long }).put("a", 1)));
      equal(sessions.fetch(cookie).get("a"), 1, `64 bytes: ${long}`);
      await fails(() => own.commit(own.fetch("", { secretKeyBase: short }).put("a", 1)), "ERR_CONFIG", `63 bytes by conn: ${short}`);
    }
  });
  await test("no options", async () => {
    for (const wrong of [undefined, null, 5, "cookie", [], () => {}])
      await fails(() => createSessions(wrong), "ERR_CONFIG", `createSessions(${String(wrong)})`);
    for (const wrong of [undefined, null, 5, []])
      await fails(() => CookieStore.init(wrong), "ERR_CONFIG", `CookieStore.init(${String(wrong)})`);
  });
  await test("options that would break the header", async () => {
    for (const name of ["key", "path", "domain", "sameSite", "extra"]) {
      for (const text of ["a\r\nSet-Cookie: x=y", "a\0b", "a\tb", "a\u007fb"])
        await fails(() => createSessions({ ...good, [name]: text }), "ERR_CONFIG", `${name}: ${JSON.stringify(text)}`);
    }
  });
  await test("what browsers would drop: the option, what it got, what to write", async () => {
    /** @type {[Record<string, any>, RegExp][]} */
    const cases = [
      [{ sameSite: "None", secure: false }, /^sameSite: got "None", .*: write secure: true, or sameSite: "Lax"$/],
      [{ partitioned: true, secure: false }, /^partitioned: got true, .*: write secure: true, or leave partitioned out$/],
      [{ key: "__Host-sid", secure: false }, /^key: got a name that begins with __Host-, .*: write secure: true, or another name$/],
      [{ key: "__secure-sid", secure: false }, /^key: got a name that begins with __Secure-, .*: write secure: true, or another name$/],
      [{ key: "__Http-sid", secure: false }, /^key: got a name that begins with __Http-, .*: write secure: true, or another name$/],
      [{ key: "__Http-sid", httpOnly: false }, /^key: got a name that begins with __Http- .*: leave httpOnly out, or write another name$/],
      [{ key: "__host-http-sid", httpOnly: false }, /^key: got a name that begins with .*: leave httpOnly out, or write another name$/],
      [{ key: "__Host-sid", domain: "example.com" }, /^key: .* without a domain: leave domain out, or write a name that begins with __Secure-$/],
      [{ key: "__Host-sid", path: "/app" }, /^key: .* with the path \/: leave path out, or write a name that begins with __Secure-$/],
      [{ domain: "a;b" }, /^domain: got a string of 3 characters, takes text without ; and without control characters$/],
    ];
    for (const [more, message] of cases) {
      const error = await fails(() => createSessions({ ...good, ...more }), "ERR_CONFIG", JSON.stringify(more));
      ok(message.test(error.message), error.message);
    }
  });
  await test("a secret that nobody gives is told of at the first request, whatever its cookie", async () => {
    const { secretKeyBase, ...options } = good;
    const json = { encode: JSON.stringify, decode: JSON.parse };
    for (const more of [{}, { encryptionSalt: "x8Lm2Rt0" }, { serializer: "json" }, { serializer: json }, { rotatingOptions: [{ secretKeyBase, signingSalt: "old" }] }]) {
      const sessions = createSessions({ ...options, ...more });
      for (const header of ["", "other=1", `${good.key}=SFMyNTY.g3QAAAAA.x`]) {
        for (const conn of [undefined, {}]) {
          const { message } = await fails(() => sessions.fetch(header, conn), "ERR_CONFIG", `fetch of ${header}`);
          ok(/secretKeyBase: got .*, takes at least 64/.test(message), message);
          ok(message.includes("conn.secretKeyBase") && message.includes("SECRET_KEY_BASE"), message);
          await fails(() => sessions.lazy(header, conn).load(), "ERR_CONFIG", "lazy");
        }
      }
      for (const short of ["short", bytes(63)]) {
        const it = sessions.fetch("", { secretKeyBase: short });
        const error = await fails(() => sessions.commit(it.put("a", 1)), "ERR_CONFIG", "a short one");
        keepsSecrets(error);
        const { message } = error;
        ok(/conn\.secretKeyBase: got .*, takes at least 64/.test(message), message);
      }
      equal(sessions.commit(sessions.fetch("", { secretKeyBase })), undefined, "one that conn gives");
    }
    const derived = createSessions({ key: good.key, store: "cookie", log: false, signingKey: bytes(32) });
    ok(derived.commit(derived.fetch("").put("a", 1)), "keys that are derived already need none");
    const sessions = createSessions(options);
    for (const conn of [5, "conn", { scheme: "ftp" }, { secretKeyBase: 5 }])
      await fails(() => sessions.fetch(`${good.key}=a`, conn), "ERR_CONFIG", `conn ${JSON.stringify(conn)}`);
  });
  await test("null is Plug's nil", () => {
    const header = (/** @type {Record<string, any>} */ more) => {
      const sessions = createSessions({ ...good, ...more });
      const it = sessions.fetch("", { scheme: "https" });
      it.put("a", 1);
      const text = sessions.commit(it);
      return text.slice(text.indexOf(";"));
    };
    equal(
      header({ domain: null, maxAge: null, sameSite: null, extra: null }),
      "; path=/; secure; HttpOnly",
      "null where nil is the default",
    );
    equal(header({ path: null, secure: null, httpOnly: null }), "; path=", "null where it is not");
    equal(header({ partitioned: null, priority: null, keyIterations: null, keyLength: null, keyDigest: null, serializer: null, rotatingOptions: null, otp: null }), "; path=/; secure; HttpOnly", "null for the rest");
  });
  await test("a secret that stands in the wrong place is not shown", async () => {
    for (const option of ["key", "domain", "path", "store", "sameSite", "priority", "log", "serializer", "keyDigest"]) {
      const wrong = option === "key" || option === "domain" ? `${good.secretKeyBase};` : option === "path" ? `/${good.secretKeyBase};` : good.secretKeyBase;
      const error = await fails(() => createSessions({ ...good, [option]: wrong }), "ERR_CONFIG", option);
      ok(names(error.message, option), error.message);
      keepsSecrets(error);
    }
    keepsSecrets(await fails(() => createSessions({ ...good, [good.secretKeyBase]: true }), "ERR_CONFIG", "a name"));
    keepsSecrets(await fails(() => createSessions({ ...good, rotatingOptions: [{ [good.secretKeyBase]: 1 }] }), "ERR_CONFIG", "a name"));
  });
  await test("Secure where browsers demand it, on http too; in the deletion as well", () => {
    for (const demanding of [{ sameSite: "None" }, { sameSite: "none" }, { partitioned: true }, { key: "__Host-s" }, { key: "__Secure-s" }, { key: "__Http-s" }, { key: "__host-s" }]) {
      const sessions = createSessions({ ...good, ...demanding });
      const header = sessions.commit(sessions.fetch("", { scheme: "http" }).put("a", 1));
      ok(header.includes("; secure"), `${JSON.stringify(demanding)}: ${header}`);
      ok(sessions.commit(sessions.fetch(sentBack(header), { scheme: "http" }).drop()).includes("; secure"), "its deletion");
    }
  });
  await test("a list that claims to be endless is refused before it is read", async () => {
    for (const length of [1001, 2 ** 32 - 1, 2 ** 40, Infinity, NaN]) {
      let read = 0;
      const list = new Proxy([], { get: (_, name) => (name === "length" ? length : (read += 1, Reflect.get([], name))) });
      const { phoenix } = waxseal;
      const it = createSessions(good).fetch("");
      for (const [name, run] of Object.entries({
        fetch: () => createSessions(good).fetch(list),
        rotatingOptions: () => createSessions({ ...good, rotatingOptions: list }),
        secret: () => phoenix.Token.sign(list, "salt", 1),
        allowHosts: () => phoenix.verifyCsrf(new Request("http://app.test/"), it, { allowHosts: list }),
      })) {
        const { message } = await fails(async () => run(), "ERR_CONFIG", `${name} of ${length}`);
        ok(/takes at most 100/.test(message), message);
      }
      ok(read < 100, `${read} items were read`);
    }
  });
  await test("what gives a Cookie header, and what doesn't", async () => {
    const sessions = createSessions(good);
    const cookie = sentBack(sessions.commit(sessions.fetch("").put("a", 1)));
    const headers = new Headers({ "x-cookie": cookie });
    // Next's Headers has a property of that name.
    const next = Object.assign(new Headers(), { headers: {}, get: (/** @type {string} */ name) => (name === "cookie" ? cookie : null) });
    for (const source of [next, { get: () => cookie }, { headers: { get: () => cookie } }, { headers: next }, ["b=2", cookie]]) equal(sessions.fetch(source).get("a"), 1, "read");
    equal(sessions.fetch(headers).has("a"), false, "no such header");
    const jar = { get: () => undefined, set() {}, getAll: () => [], has: () => false };
    for (const [wrong, fix] of [[jar, /cookie jar.*headers\(\)/], [new Map(), /cookie jar/], [{ headers: { cookie } }, /req\.headers\.cookie/], [5, /Request/], [{}, /Request/],
      [{ cookie, host: "example.com" }, /its cookie/], [{ request: { headers } }, /its request/], [{ req: { headers: { cookie } } }, /its req\.headers\.cookie/], [[{ name: "a", value: "b" }], /list of an object/], [["a=b", 5], /list of a number/], [{ get: () => 5 }, /gave a number/], [{ get: () => ["a=b"] }, /gave a list/]]) {
      const { message } = await fails(() => sessions.fetch(wrong), "ERR_CONFIG", "fetch");
      ok(/** @type {RegExp} */ (fix).test(message), message);
      ok(!message.includes(cookie), "the cookie is not in it");
    }
  });
  await test("a hostile options object is a ConfigError, or read once", async () => {
    const cycle = /** @type {any} */ ({ ...good });
    cycle.extra = cycle;
    const many = Object.fromEntries(Array.from({ length: 10_000 }, (_, at) => [`o${at}`, at]));
    for (const hostile of [cycle, { ...good, ...many }, { ...good, rotatingOptions: [cycle] }, { ...good, domain: new Proxy({}, {}) }]) {
      await fails(() => createSessions(hostile), "ERR_CONFIG", "createSessions");
    }
    let reads = 0;
    const getter = { ...good, get maxAge() {
      reads += 1;
      createSessions(good).fetch("");
      return 60;
    } };
    const sessions = createSessions(getter);
    equal(reads, 1, "reads");
    ok(sessions.commit(sessions.fetch("").put("a", 1)).includes("max-age=60"), "what it gave");
  });
  await test("options are read once", () => {
    const options = { ...good };
    const sessions = createSessions(options);
    options.key = "another";
    options.signingSalt = "another";
    const it = sessions.fetch("");
    it.put("a", 1);
    ok(sessions.commit(it).startsWith("_app_key="), "a change of the options afterwards");
  });
}

/** Whether the option is named by itself, not in another word. @param {string} message @param {string} option */
function names(message, option) {
  const at = message.indexOf(option);
  return at >= 0 && !/\w/.test(message[at - 1] ?? "") && !/\w/.test(message[at + option.length] ?? "");
}

/** @param {any} error */
function keepsSecrets(error) {
  const shown = [error.message, error.stack, JSON.stringify(error), String(error.cause)].join(" ");
  ok(!/must-not-be-seen/.test(shown), `a secret is in ${shown}`);
}
