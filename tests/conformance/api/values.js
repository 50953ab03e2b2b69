// @ts-check
// Values to terms and back: what is written by one side of the border is read by the other, to the last byte.

import { fromHex } from "../bytes.js";
import { equal, fails, ok } from "../check.js";
import { plainConfig, sentBack } from "../cookie.js";

const hex = (/** @type {Uint8Array} */ bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

/** @param {any} test @param {any} waxseal */
export async function values(test, waxseal) {
  const { Atom, Float, Opaque, Tuple, decode, encode } = waxseal.term;
  const sessions = waxseal.createSessions(plainConfig.sessions);

  await test("an error names the path", async () => {
    const loop = { /** @type {unknown} */ b: null };
    loop.b = [loop];
    /** @type {[unknown, string][]} */
    const cases = [
      [undefined, "encode: value is undefined: put null, or delete the key"],
      [[1, undefined], "encode: value[1] is undefined: put null, or delete the key"],
      [{ cart: { items: [0, 1, { price: undefined }] } }, "encode: value.cart.items[2].price is undefined: put null, or delete the key"],
      [{ f() {} }, "encode: value.f is a function: put what it gives, or delete the key"],
      [{ s: Symbol("s") }, "encode: value.s is a symbol: put its description, or delete the key"],
      [{ d: new Date(0) }, "encode: value.d is an instance of Date, which is no term: put its toISOString()"],
      [[NaN], "encode: value[0] is NaN: put null or a finite number, or delete the key"],
      [[-Infinity], "encode: value[0] is infinite: put null or a finite number, or delete the key"],
      [{ a: "\ud800" }, "encode: value.a is a string with half of a surrogate pair in it: put its toWellFormed()"],
      [{ "\ud800": 1 }, "encode: value.keys()[0] is a string with half of a surrogate pair in it: put its toWellFormed()"],
      [new Map([["k", undefined]]), 'encode: value.get("k") is undefined: put null, or delete the key'],
      [new Map([[undefined, 1]]), "encode: value.keys()[0] is undefined: put null, or delete the key"],
      [new Map([[1, undefined]]), "encode: value.get(…) is undefined: put null, or delete the key"],
      [new Tuple(1, () => 1), "encode: value[1] is a function: put what it gives, or delete the key"],
      [new Atom("x".repeat(256)), "encode: value is an atom of more than 255 characters"],
      [new Float(NaN), "encode: value is a Float of no finite number: put null, or delete the key"],
      [new Opaque(new Uint8Array([1])), "encode: value is an Opaque of bytes that are no term: the bytes are not a term in Erlang's external format (at byte 1)"],
      [new Opaque(new Uint8Array([113, 119, 1, 97])), "encode: value is an Opaque of bytes that are no term: term holds a function or a port (at byte 1)"],
      [2n ** 70000n, "encode: value is a bigint of more than 8192 bytes"],
      [(function* () {})(), "encode: value is no term: put a plain object or an array of its data"],
      [{ ["k".repeat(1000)]: undefined }, `encode: value.${"k".repeat(199)}… is undefined: put null, or delete the key`],
      [loop, "encode: value.b[0] refers back to what it is in"],
      [new Array(100_001).fill(0), "encode: value holds more than 100000 values"],
      [new Map([[1, "a"], [1n, "b"]]), "encode: value can't be written: a map has the same key twice"],
    ];
    for (const [value, message] of cases) equal((await fails(() => encode(value), "ERR_ENCODE", message)).message, message, "message");
    equal(hex(encode([1])), "836b000101", "and all goes on");
  });

  await test("a Map has its keys in the order of the bytes, whatever the keys are", () => {
    const text = (/** @type {string} */ key) => `6d${(key.length).toString(16).padStart(8, "0")}${hex(new TextEncoder().encode(key))}`;
    const keys = ["b", "10", "a", "9"];
    for (const last of ["6101", "77026f6b"]) {
      const term = `8374${(keys.length + 1).toString(16).padStart(8, "0")}${keys.map((key) => `${text(key)}6100`).join("")}${last}6100`;
      const map = decode(fromHex(term));
      equal([...map.keys()].slice(0, 4).join(), keys.join(), "the keys");
    }
    equal(JSON.stringify(decode(encode({ 10: 1, b: 2, 9: { 3: [] } }))), '{"9":{"3":[]},"10":1,"b":2}', "an object has numbers first");
  });

  await test("levels: 2,048 and no more, an empty list being none; one less in a session", async () => {
    const nested = (/** @type {number} */ levels) => {
      let list = [];
      for (let level = 0; level < levels; level += 1) list = [list];
      return list;
    };
    equal(JSON.stringify(decode(encode(nested(2048)))), JSON.stringify(nested(2048)), "2,048");
    const { message } = await fails(() => encode(nested(2049)), "ERR_ENCODE", "2,049");
    ok(message.endsWith("nests deeper than 2048 levels"), message);
    const error = await fails(() => sessions.fetch("").put("deep", nested(2048)), "ERR_ENCODE", "2,048 in a session");
    ok(error.message.endsWith("nests deeper than 2047 levels"), error.message);
    equal(JSON.stringify(sessions.fetch("").put("deep", nested(2047)).get("deep")), JSON.stringify(nested(2047)), "2,047 in a session");
    const header = sessions.commit(sessions.fetch("").put("deep", nested(499)));
    equal(JSON.stringify(sessions.fetch(sentBack(header)).get("deep")), JSON.stringify(nested(499)), "there and back");
  });

  await test("an Opaque that is too deep where it stands", async () => {
    let value = /** @type {any} */ (new Opaque(new Uint8Array([...Array(1000).fill([104, 1]).flat(), 106])));
    for (let level = 0; level < 1500; level += 1) value = [value];
    const { message } = await fails(() => encode(value), "ERR_ENCODE", "2,500 levels");
    ok(/^encode: value can't be written: .*deep/.test(message), message);
  });

  await test("keys in the order of their UTF-8", () => {
    // By UTF-16, the surrogates of U+1F9C2 would come before U+FF21.
    const keys = ["", "a", "aa", "b", "é", "日", "\uff21", "\u{1f9c2}", "\u{1f9c2}a"];
    const shuffled = Object.fromEntries(keys.toReversed().map((key) => [key, 0]));
    equal(Object.keys(decode(encode(shuffled))).join(), keys.join(), "an object's");
    equal(hex(encode(new Map(Object.entries(shuffled)))), hex(encode(shuffled)), "a Map's");
    const mixed = new Map([[new Atom("z"), 1], ["a", 2], [2, 3], [1.5, 4], [1, 5]]);
    equal(hex(encode(mixed)), "8374000000056101610561026103463ff800000000000061 047701 7a61016d00000001616102".replaceAll(" ", ""), "mixed kinds");
  });

  await test("up to 32 keys are in order, more stay in theirs", () => {
    for (const count of [32, 33]) {
      const keys = Array.from({ length: count }, (_, at) => `k${99 - at}`);
      const read = Object.keys(decode(encode(Object.fromEntries(keys.map((key) => [key, 1])))));
      equal(read.join(), (count === 32 ? keys.toSorted() : keys).join(), `${count}`);
    }
  });

  await test("lists that were cut, and lists that are none", () => {
    /** @type {[string, unknown][]} */
    const lists = [
      ["6c00000001 6101 6c00000001 6102 6a", [1, 2]],
      ["6c00000001 6101 6b00020203", [1, 2, 3]],
      ["6c00000001 6101 6b0000", [1]],
      ["6c00000000 6a", []],
      ["6c00000000 6b00020102", [1, 2]],
      ["6c00000002 6c00000000 6a 6a 6a", [[], []]],
      ["6c00000000 6107", 7],
    ];
    for (const [bytes, expected] of lists) {
      equal(JSON.stringify(decode(fromHex(`83${bytes.replaceAll(" ", "")}`))), JSON.stringify(expected), bytes);
    }
    const improper = decode(fromHex("8368026c000000016101610261 03".replaceAll(" ", "")));
    ok(improper.items[0] instanceof Opaque && improper.items[1] === 3, "an improper list, and what follows it");
    equal(hex(improper.items[0].bytes), "6c0000000161016102", "as it stands");
  });

  await test("numbers of every size", () => {
    for (const number of [0, 255, 256, -1, 2 ** 31 - 1, 2 ** 31, -(2 ** 31), -(2 ** 31) - 1, 2 ** 40, 2 ** 53 - 1, 1 - 2 ** 53, 2 ** 53, 1e21, -0.5, 5e-324]) {
      equal(decode(encode(number)), number, `${number}`);
      equal(sessions.fetch("").put("n", number).get("n"), number, `${number} in a session`);
    }
    for (const big of [2n ** 53n, -(2n ** 53n), 2n ** 63n, 2n ** 64n - 1n, -(2n ** 64n), 2n ** 2040n - 1n, 2n ** 2040n, 2n ** 65535n]) {
      equal(decode(encode(big)), big, "a bigint");
    }
    equal(decode(encode(7n)), 7, "a bigint that is safe comes back as a number");
    ok(Object.is(decode(encode(-0)), -0) && Object.is(sessions.fetch("").put("n", -0).get("n"), -0), "-0");
    equal(decode(fromHex(`8363${hex(new TextEncoder().encode("1.50000000000000000000e+00"))}0000000000`)), 1.5, "a float as text");
  });

  await test("text of every length and kind", () => {
    for (const length of [0, 1, 23, 24, 25, 31, 32, 33, 1000]) {
      for (const letter of ["a", "é", "日", "\u{1f9c2}", "\ufeff", "\ufffd", "\0"]) {
        const text = letter.repeat(length);
        const header = sessions.commit(sessions.fetch("").put(`key ${letter}`, text.slice(0, 300)));
        equal(sessions.fetch(sentBack(header)).get(`key ${letter}`), text.slice(0, 300), "in a cookie");
        equal(decode(encode(text)), text, "as a term");
      }
    }
    const raw = decode(encode(new Uint8Array([0xef, 0xbf, 0xbd, 0xff])));
    ok(raw instanceof Uint8Array && raw.length === 4, "U+FFFD, and a byte that is no text");
  });

  await test("a list that a getter changes meanwhile is written as it was", () => {
    const list = [{ get a() { list.push(1, 2, 3); return 1; } }];
    equal(JSON.stringify(decode(encode(list))), '[{"a":1}]', "value");
  });

  await test("a list is written as its items are read: once, by number, as many as there are", () => {
    const growing = [1, 2];
    Object.defineProperty(growing, 1, { get: () => (growing.push(9), 2) });
    const turning = [1, 2];
    let reads = 0;
    Object.defineProperty(turning, 1, { get: () => (reads++ % 2 === 0 ? 2 : "two") });
    const others = Object.assign([1, 2], { [Symbol.iterator]: () => [7, 8, 9][Symbol.iterator]() });
    const half = new Proxy([1, 2], { get: (list, name) => (name === "length" ? 1.5 : Reflect.get(list, name)) });
    const halfOfTexts = new Proxy(["a", "b"], { get: (list, name) => (name === "length" ? 1.5 : Reflect.get(list, name)) });
    for (const [list, as] of [[growing, [1, 2]], [turning, [1, 2]], [others, [1, 2]], [half, [1, 2]], [halfOfTexts, ["a", "b"]]]) {
      equal(JSON.stringify(decode(encode({ list, after: "x" }))), JSON.stringify({ after: "x", list: as }), "value");
    }
  });

  await test("keys, changed and not, as one map", () => {
    const first = sessions.fetch("").put("a", 1).put("b", { c: [2] }).put("é", "x").put("z", null);
    const it = sessions.fetch(sentBack(sessions.commit(first)));
    it.delete("a").put("b", { c: [3] }).put("n", true).delete("missing");
    equal(JSON.stringify(it.toObject()), '{"b":{"c":[3]},"n":true,"z":null,"é":"x"}', "toObject");
    equal(it.keys().join(), "b,n,z,é", "keys");
    equal([it.has("a"), it.has("b"), it.has("z"), it.has("missing")].join(), "false,true,true,false", "has");
    equal([it.get("a", "none"), it.get("z", "none"), it.get("n")].join("|"), "none||true", "get");
    it.clear().put("a", 2);
    equal(JSON.stringify([it.toObject(), it.has("z"), it.get("b", 0)]), '[{"a":2},false,0]', "after clear");
    const value = it.put("list", [1]).get("list");
    value.push(2);
    equal(JSON.stringify(it.get("list")), "[1]", "what get gives is the caller's own");
  });
}
