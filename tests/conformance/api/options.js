// @ts-check
// Whoever takes options refuses the same things: names that are none, with what was meant; what is undefined; what can't be read. None of
// them says what an option holds.

import { equal, fails, ok } from "../check.js";
import { plainConfig, sentBack } from "../cookie.js";
import { MODULES, table } from "./options-table.js";
import { bytes, good } from "./wrong-options.js";

/** What is exported and takes no object of options, with why it is no row. */
const NONE = [
  // A digest by its name, and bytes.
  "MessageVerifier", "MessageEncryptor", "decode", "Atom", "Float", "Opaque", "TermMap", "Tuple",
  "CsrfError", "dumpStateFromSession", "flash", "logOut", "protectScript", "validStateAndCsrfToken",
  "Session", "Store",
];

/** Of a proxy that was revoked nothing can be asked. @param {any} [target] */
function revoked(target = {}) {
  const { proxy, revoke } = Proxy.revocable(target, {});
  revoke();
  return proxy;
}

/** @param {any} target @param {"get" | "ownKeys" | "getOwnPropertyDescriptor"} trap */
function throwing(target, trap) {
  return new Proxy(target, { [trap]: () => {
    throw new Error("a trap of the caller's");
  } });
}

const SECRET = "S3cr3t-that-must-not-be-seen";

/** @param {any} error */
function keepsSecret(error) {
  ok(!`${error.message} ${JSON.stringify(error)}`.includes("must-not-be-seen"), `a secret is in ${error.message}`);
}

/** @param {any} test @param {any} waxseal */
export async function options(test, waxseal) {
  const { createSessions, crypto, phoenix, term, ...index } = waxseal;
  const rows = table(waxseal);

  await test("every function that is exported is in the table, or takes no options", () => {
    const exported = [index, crypto, phoenix, term, ...Object.values(MODULES)].flatMap((module) => Object.keys(module));
    const named = (/** @type {string} */ name) => rows.some((row) => new RegExp(`\\b${name}\\b`).test(row.name)) || NONE.includes(name) || name.endsWith("Error");
    equal(exported.filter((name) => !named(name)).join(), "", "are in neither");
    ok(exported.length > 50, `${exported.length} are exported`);
  });

  for (const { name, call, right, slip: [slip, meant], open, undefinedIsNone, awaited } of rows) {
    await test(`${name}: what is right is taken`, async () => {
      await call(right);
      ok(true, "it was");
    });
    await test(`${name}: ${slip} is refused with ${meant ?? "that it takes none"}, undefined too`, async () => {
      for (const value of [1, undefined]) {
        const { message } = await fails(() => call({ ...right, [slip]: value }), "ERR_CONFIG", slip);
        ok(message.includes(slip) && message.includes(meant ?? "takes none"), message);
      }
    });
    await test(`${name}: what is undefined was forgotten`, async () => {
      for (const option of Object.keys(right)) {
        const given = { ...right, [option]: undefined };
        if (undefinedIsNone) ok(typeof (await call(given)) === "string", option);
        // Without a store nobody knows which options there are.
        else ok((await fails(() => call(given), "ERR_CONFIG", option)).message.includes(option), option);
      }
      ok(true, "each of them");
    });
    await test(`${name}: a name that is like none is refused, and not shown if it may be a secret`, async () => {
      const refused = () => call({ ...right, [SECRET]: 1 });
      if (open) return void (await refused(), ok(true, "it may be another's"));
      const error = await fails(refused, "ERR_CONFIG", "a strange name");
      ok(/an option of 28 characters: there is no such option/.test(error.message), error.message);
      keepsSecret(error);
    });
    await test(`${name}: what is no object`, async () => {
      for (const wrong of [null, 5, true, "text", SECRET, [], [right], () => right, Symbol("s"), Promise.resolve(right)]) {
        // A function may give conn, and nothing at all may be given where there are defaults.
        if (/its conn$/.test(name) && typeof wrong === "function") continue;
        if (awaited && wrong instanceof Promise) continue;
        if (/^(CookieStore\.(get|put)|sessions\.headers)$/.test(name) && wrong === null) continue;
        keepsSecret(await fails(() => call(wrong), "ERR_CONFIG", String(wrong)));
      }
    });
    await test(`${name}: what can't be read`, async () => {
      const [first = "x"] = Object.keys(right);
      const hostile = [
        // A promise of a proxy is not one: to await it fails.
        ...(awaited ? [] : [revoked(), revoked([])]), throwing(right, "ownKeys"),
        ...(Object.keys(right).length > 0 ? [...(awaited ? [] : [throwing(right, "get")]), throwing(right, "getOwnPropertyDescriptor")] : []),
        Object.defineProperty({ ...right }, first, { enumerable: true, get() {
          throw new TypeError("a getter of the caller's");
        } }),
        { ...right, ...Object.fromEntries(Array.from({ length: 10_000 }, (_, at) => [`o${at}`, at])) },
      ];
      for (const [at, wrong] of hostile.entries()) await fails(() => call(wrong), "ERR_CONFIG", `hostile ${at}`);
    });
    await test(`${name}: each option is read once`, async () => {
      /** @type {Record<string, number>} */
      const reads = {};
      const given = Object.fromEntries(Object.keys(right).map((option) => [option, 0]));
      for (const option of Object.keys(right)) {
        Object.defineProperty(given, option, { enumerable: true, get() {
          reads[option] = (reads[option] ?? 0) + 1;
          // What a getter does meanwhile is its own affair.
          createSessions(good).fetch("");
          return right[option];
        } });
      }
      await call(given);
      equal(Object.values(reads).filter((count) => count !== 1).length, 0, `reads: ${JSON.stringify(reads)}`);
    });
  }

  await values(test, waxseal);
  await sources(test, waxseal);
}

/** Values that can't be read, each under an option that takes an object. @param {any} test @param {any} waxseal */
async function values(test, { createSessions, phoenix }) {
  const fn = () => {};
  await test("a value that can't be read", async () => {
    const kv = { store: "kv", key: "k" };
    const getter = { get encode() {
      throw new TypeError("a getter");
    } };
    const cycle = /** @type {any} */ ([]);
    cycle.push(cycle);
    const self = /** @type {any} */ ({ signingSalt: "s" });
    self.rotatingOptions = [self];
    for (const wrong of [
      { ...good, store: revoked() }, { ...good, serializer: revoked() }, { ...good, serializer: getter }, { ...good, domain: revoked() },
      { ...good, secretKeyBase: revoked() }, { ...good, secretKeyBase: revoked(bytes(64)) }, { ...good, log: revoked() },
      { ...good, rotatingOptions: revoked() }, { ...good, rotatingOptions: revoked([]) }, { ...good, rotatingOptions: [revoked()] },
      { ...good, rotatingOptions: throwing([{ signingSalt: "s" }], "get") }, { ...good, rotatingOptions: cycle }, { ...good, rotatingOptions: [self] },
      { ...good, rotatingOptions: new Array(5) }, { ...good, rotatingOptions: { length: 1 } }, self,
      { ...kv, kv: revoked() }, { ...kv, kv: throwing({}, "get") }, { ...kv, kv: { capabilities: revoked(), get: fn, put: fn, delete: fn } },
      { ...kv, kv: {}, idleTimeout: Symbol("s") },
    ]) await fails(() => createSessions(wrong), "ERR_CONFIG", "createSessions");
    const secretKeyBase = good.secretKeyBase;
    for (const secret of [revoked(), revoked([]), throwing([secretKeyBase], "get"), Array.from({ length: 10_000 }, () => secretKeyBase), [[secretKeyBase]]]) {
      await fails(() => phoenix.Token.sign(secret, "s", 1), "ERR_CONFIG", "Token.sign");
      await fails(() => phoenix.rememberMe({ secretKeyBase: secret, name: "n" }), "ERR_CONFIG", "rememberMe");
      await fails(() => phoenix.protectFromForgery(fn, { secretKeyBase: secret }), "ERR_CONFIG", "protectFromForgery");
    }
    for (const allowHosts of [revoked(), revoked([]), throwing(["a"], "get")]) await fails(() => phoenix.protectFromForgery(fn, { allowHosts }), "ERR_CONFIG", "allowHosts");
  });
  await test("the sessions do not show their secret", () => {
    const sessions = createSessions(good);
    ok(!JSON.stringify(sessions).includes("must-not-be-seen"), "JSON");
    ok(!JSON.stringify(Object.getOwnPropertyNames(Reflect.get(sessions, "site") ?? {})).includes("secret"), "nor has a property of that name");
  });
  await test("a flag of the log-in is true or false", async () => {
    const sessions = createSessions(good);
    for (const option of ["live", "remember", "sameUser"]) {
      const { message } = await fails(() => phoenix.logIn(sessions.fetch(""), "token", { [option]: "on" }), "ERR_CONFIG", option);
      ok(message.includes(option) && message.includes("true or false"), message);
    }
  });
}

/** @param {any} test @param {any} waxseal */
async function sources(test, { createSessions }) {
  const sessions = createSessions(good);
  const cookie = sentBack(sessions.commit(sessions.fetch("").put("a", 1)));
  const headers = () => new Headers({ cookie });
  await test("a source that can't be read is a ConfigError", async () => {
    const getter = (/** @type {string} */ name) => Object.defineProperty({}, name, { get() {
      throw new TypeError("a getter of the caller's");
    } });
    const self = /** @type {any} */ ({});
    self.headers = self;
    const many = Object.fromEntries(Array.from({ length: 10_000 }, (_, at) => [`o${at}`, at]));
    for (const [at, wrong] of [
      revoked(), revoked([]), revoked(headers()), getter("headers"), getter("url"), getter("get"), { headers: getter("get") }, throwing([cookie], "get"),
      throwing({}, "get"), self, many, { headers: many }, { get: () => { throw new TypeError("get of the caller's"); } }, { headers: revoked() }, [5], Symbol("s"), 5n, () => {},
    ].entries()) {
      for (const store of ["cookie", "memory"]) {
        const own = store === "cookie" ? sessions : createSessions({ store, key: "k" });
        await fails(() => own.fetch(wrong), "ERR_CONFIG", `source ${at}, ${store}`);
      }
    }
  });
  await test("what a getter threw is the cause of what is thrown instead", async () => {
    const boom = new TypeError("a getter of the caller's");
    equal((await fails(() => sessions.fetch({ get headers() { throw boom; } }), "ERR_CONFIG", "a getter")).cause, boom, "cause");
  });
  await test("what Next throws while it renders arrives as it is", async () => {
    const bailout = Object.assign(new Error("Dynamic server usage"), { digest: "DYNAMIC_SERVER_USAGE" });
    let thrown;
    try {
      sessions.fetch({ get headers() {
        throw bailout;
      } });
    } catch (error) {
      thrown = error;
    }
    equal(thrown, bailout, "the error");
  });
  await test("a promise that was not awaited: the error names the fix", async () => {
    for (const wrong of [Promise.resolve(headers()), { headers: Promise.resolve(headers()) }, Promise.resolve(cookie), plainConfig.conn && Promise.resolve()]) {
      const { message } = await fails(() => sessions.fetch(wrong), "ERR_CONFIG", "fetch");
      ok(/promise/.test(message) && /await headers\(\)/.test(message), message);
    }
    const { message } = await fails(() => sessions.fetch("", Promise.resolve({})), "ERR_CONFIG", "conn");
    ok(/^conn: got a promise.*awaited/.test(message), message);
    equal(sessions.fetch(await Promise.resolve(headers())).get("a"), 1, "awaited it is read");
  });
}
