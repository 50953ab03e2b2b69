// @ts-check
// What can't be written: EncodeError with the path, and the session as it was.

import { equal, fails, ok } from "../check.js";
import { plainConfig } from "../cookie.js";

/** @param {any} test @param {any} waxseal */
export async function encode(test, waxseal) {
  const { EncodeError, term } = waxseal;
  const sessions = waxseal.createSessions(plainConfig.sessions);
  const put = (/** @type {unknown} */ value, key = "cart") => sessions.fetch("").put(key, value);

  await test("the sentence", async () => {
    const error = await fails(() => put({ items: [{}, {}, { price: undefined }] }), "ERR_ENCODE", "put");
    ok(error instanceof EncodeError, "class");
    equal(error.message, 'session.put("cart"): cart.items[2].price is undefined: put null, or delete the key', "message");
  });

  const loop = {};
  loop.self = loop;
  const list = [];
  list.push([list]);
  /** @type {Record<string, [unknown, RegExp]>} */
  const values = {
    undefined: [undefined, /undefined/],
    function: [() => {}, /function/],
    class: [class {}, /function|class/],
    symbol: [Symbol("s"), /symbol/],
    Date: [new Date(0), /Date/],
    NaN: [NaN, /NaN/],
    Infinity: [Infinity, /infinite/],
    "-Infinity": [-Infinity, /infinite/],
    "lone surrogate": ["a\ud800b", /surrogate/],
    "a cycle of objects": [loop, /refers back/],
    "a cycle of lists": [list, /refers back/],
    RegExp: [/a/, /RegExp/],
    Set: [new Set([1]), /Set/],
    Promise: [Promise.resolve(1), /Promise/],
    "an instance": [new (class Cart {})(), /Cart/],
    ArrayBuffer: [new ArrayBuffer(1), /ArrayBuffer/],
    "another typed array": [new Uint16Array(1), /Uint16Array/],
    "new Float(NaN)": [new term.Float(NaN), /finite/],
    Error: [new Error("text"), /Error/],
    Headers: [new Headers(), /Headers/],
  };
  for (const [name, [value, says]] of Object.entries(values)) {
    await test(`${name} can't be put`, async () => {
      const places = {
        cart: value,
        "cart.a": { a: value },
        "cart[1]": [0, value],
        "cart.a.b[0]": { a: { b: [value] } },
        "cart{1}": new Map([[1, value]]),
        "cart[0]": new term.Tuple(value),
      };
      for (const [path, place] of Object.entries(places)) {
        const error = await fails(() => put(place), "ERR_ENCODE", path);
        ok(error.message.startsWith('session.put("cart"): cart'), error.message);
        if (!path.includes("{"))
          ok(error.message.startsWith(`session.put("cart"): ${path}`), `"${error.message}" does not say ${path}`);
        ok(says.test(error.message), `"${error.message}" does not say ${says}`);
      }
      ok((await fails(() => term.encode(value), "ERR_ENCODE", "term.encode")) instanceof EncodeError, "term.encode");
    });
  }
  await test("a hole in a list", () => fails(() => put([1, , 3]), "ERR_ENCODE", "put"));
  await test("a key that is half a surrogate pair", async () => {
    for (const value of [{ "\udfff": 1 }, new Map([["\ud800", 1]])]) await fails(() => put(value), "ERR_ENCODE", "put");
    await fails(() => put(1, "\ud800"), "ERR_ENCODE", "as the session's key");
  });
  await test("a getter that throws", async () => {
    const boom = new Error("boom");
    const trap = Object.defineProperty({}, "a", {
      enumerable: true,
      get() {
        throw boom;
      },
    });
    let thrown;
    try {
      put(trap);
    } catch (error) {
      thrown = error;
    }
    equal(thrown, boom, "what it threw");
    equal(sessions.fetch("").put("a", 1).get("a"), 1, "and the module goes on");
  });
  await test("a getter that uses the session meanwhile", () => {
    const it = sessions.fetch("");
    it.put("before", "b");
    const sly = Object.defineProperty({}, "a", {
      enumerable: true,
      get: () => (sessions.fetch("").put("other", "o"), it.get("before")),
    });
    it.put("sly", sly);
    equal(JSON.stringify(it.toObject()), '{"before":"b","sly":{"a":"b"}}', "session");
  });
  await test("the session is as it was", async () => {
    const it = sessions.fetch("");
    it.put("cart", [1]);
    await fails(() => it.put("cart", [undefined]), "ERR_ENCODE", "put");
    await fails(() => it.put("other", NaN), "ERR_ENCODE", "put");
    equal(JSON.stringify(it.toObject()), '{"cart":[1]}', "session");
    const untouched = sessions.fetch("");
    await fails(() => untouched.put("a", NaN), "ERR_ENCODE", "put");
    equal(sessions.commit(untouched), undefined, "a put that failed marks nothing for writing");
  });
  await test("the same object twice is no cycle", () => {
    const shared = { a: 1 };
    equal(
      JSON.stringify(put({ one: shared, two: [shared, shared] }).get("cart")),
      '{"one":{"a":1},"two":[{"a":1},{"a":1}]}',
      "value",
    );
  });
  await test("what was read of an object is forgotten: it is read as it is the next time, beside whatever else", () => {
    const inner = { n: 1 };
    term.encode({ a: inner });
    inner.n = 2;
    equal(term.decode(term.encode({ a: new term.Float(1), b: inner })).b.n, 2, "written once more");
  });
  await test("too deep or too large is an error, not a trap", async () => {
    let deep = [];
    for (let depth = 0; depth < 100_000; depth++) deep = [deep];
    await fails(() => put(deep), "ERR_ENCODE", "depth");
    await fails(() => put(new Array(200_000).fill(null)), "ERR_ENCODE", "nodes");
    await fails(() => put(2n ** 70_000n), "ERR_ENCODE", "digits");
    await fails(() => term.encode(deep), "ERR_ENCODE", "term.encode");
  });
  await test("what is written can be read", () => {
    for (const value of [
      0,
      -0.5,
      1e300,
      2 ** 53 - 1,
      -(2 ** 53 - 1),
      2n ** 64n,
      -(2n ** 2000n),
      "",
      "é🧂\0",
      [],
      {},
      null,
      true,
      false,
      [[[]]],
      new Uint8Array([255, 0]),
    ]) {
      const [back] = [put(value).get("cart")];
      equal(JSON.stringify(back, big), JSON.stringify(value, big), typeof value);
    }
  });
}

const big = (/** @type {string} */ _key, /** @type {unknown} */ value) => (typeof value === "bigint" ? `${value}n` : value);
