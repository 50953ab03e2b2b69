// @ts-check
// Names that mean something to JavaScript are plain keys.

import { equal, ok } from "../check.js";
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
      equal(Object.getPrototypeOf(object), null, "prototype");
      ok(Object.hasOwn(back.get(name), name) && Object.getPrototypeOf(back.get(name)) === null, "nested");
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
  await test("options have no prototype's names either", () => {
    const inherited = Object.create({ domain: "example.com" });
    const own = waxseal.createSessions(Object.assign(inherited, plainConfig.sessions));
    const it = own.fetch("");
    it.put("a", 1);
    ok(!own.commit(it).includes("domain"), "an inherited option");
  });
}
