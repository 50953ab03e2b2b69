// @ts-check
// Names that mean something to JavaScript are plain keys.

import { equal, fails, ok } from "../check.js";
import { plainConfig, sentBack } from "../cookie.js";

const NAMES = [
  "__proto__",
  "constructor",
  "prototype",
  "then",
  "toString",
  "toJSON",
  "valueOf",
  "hasOwnProperty",
  "__defineGetter__",
  "length",
  "name",
  "get",
  "0",
  "-1",
  "",
  " ",
  "é",
  "🧂",
  "a.b",
  "a\0b",
  "\uFEFF",
];

/** @param {any} test @param {any} waxseal */
export async function keys(test, waxseal) {
  const sessions = waxseal.createSessions(plainConfig.sessions);
  for (const name of NAMES) {
    await test(`the key ${JSON.stringify(name)}`, async () => {
      const it = await sessions.fetch("");
      equal(it.get(name), undefined, "before it is put");
      equal(it.has(name), false, "has, before it is put");
      equal(it.get(name, "fallback"), "fallback", "fallback");
      it.put(name, { [name]: "value", list: [name] });
      const back = await sessions.fetch(sentBack(sessions.commit(it)));
      equal([...back.keys()].join("|"), name, "keys");
      equal(back.has(name), true, "has");
      const object = back.toObject();
      ok(Object.hasOwn(object, name), "own property");
      equal(Object.getPrototypeOf(object), Object.prototype, "prototype");
      ok(Object.hasOwn(back.get(name), name) && Object.getPrototypeOf(back.get(name)) === Object.prototype, "nested");
      equal(back.get(name)[name], "value", "nested value");
      back.delete(name);
      equal(back.has(name), false, "after delete");
    });
  }
  await test("an own __proto__ of a put object is data", () => {
    const it = sessions.fetch("");
    it.put("a", JSON.parse('{"__proto__": {"admin": true}}'));
    equal(it.get("a").admin, undefined, "inherited");
    equal(Object.hasOwn(it.get("a"), "__proto__"), true, "own");
    equal(/** @type {any} */ ({}).admin, undefined, "Object.prototype");
  });
  await test("inherited and symbol properties are not written", () => {
    const it = sessions.fetch("");
    it.put("a", Object.assign(Object.create(null), { own: 1, [Symbol("s")]: 2 }));
    equal(JSON.stringify(it.get("a")), '{"own":1}', "value");
  });
  await test("what others put into Object.prototype is no option", async () => {
    const { CookieStore, createSessions, crypto, term } = waxseal;
    const {
      conn: { secretKeyBase },
      sessions: plain,
    } = plainConfig;
    const written = (/** @type {any} */ options, /** @type {any} */ conn = undefined) => {
      const own = createSessions(options);
      return own.commit(own.fetch("", conn).put("a", 1));
    };
    const expected = written(plain);
    const byHand = () => CookieStore.put({ secretKeyBase }, null, { a: 1 }, CookieStore.init({ signingSalt: "a signing salt", log: false }));
    /** @type {Record<string, [unknown, () => unknown, unknown][]>} */
    const polluted = {
      serializer: [["json", () => written(plain), expected], ["json", byHand, byHand()]],
      scheme: [["https", () => written(plain, {}), expected]],
      drop: [[true, () => (sessions.fetch("").put("a", 1).configure({ ignore: false }), written(plain)), expected], [true, () => sessions.commit(sessions.fetch("").put("a", 1).configure({ ignore: false })), expected]],
      otp: [[25, () => term.encode(null, {})[1], term.encode(null)[1]]],
      length: [[16, () => crypto.KeyGenerator.generate("s", "s", {}).length, 32]],
      conn: [[{ scheme: "https" }, () => typeof sessions.handle(() => new Response("")), "function"]],
    };
    for (const [name, cases] of Object.entries(polluted)) {
      for (const [value, run, outcome] of cases) {
        let got;
        try {
          Object.defineProperty(Object.prototype, name, { value, configurable: true, writable: true });
          got = run();
        } finally {
          delete (/** @type {any} */ (Object.prototype)[name]);
        }
        equal(got, outcome, name);
      }
    }
    try {
      Object.defineProperty(Object.prototype, "secretKeyBase", { value: secretKeyBase, configurable: true });
      await fails(() => written({ ...plain, secretKeyBase: undefined }), "ERR_CONFIG", "a secret of nobody's");
    } finally {
      delete (/** @type {any} */ (Object.prototype).secretKeyBase);
    }
  });
  await test("options have no prototype's names either", () => {
    const inherited = Object.create({ domain: "example.com" });
    const own = waxseal.createSessions(Object.assign(inherited, plainConfig.sessions));
    const it = own.fetch("");
    it.put("a", 1);
    ok(!own.commit(it).includes("domain"), "an inherited option");
  });
}
