// @ts-check
// waxseal/term: numbers, floats, the classes for terms that JavaScript lacks, and bytes that are no term.

import { equal, fails, ok, show } from "../check.js";
import { fromHex } from "../bytes.js";
import { plainConfig, signedCookie } from "../cookie.js";

const hex = (/** @type {Uint8Array} */ bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

/** @param {any} test @param {any} waxseal */
export async function term(test, waxseal) {
  const { Atom, Float, Opaque, Tuple, decode, encode } = waxseal.term;

  /** What term_to_binary writes. @type {[unknown, string][]} */
  const WRITTEN = [
    [0, "8361 00"],
    [255, "8361 ff"],
    [256, "8362 00000100"],
    [-1, "8362 ffffffff"],
    [2147483647, "8362 7fffffff"],
    [2147483648, "836e 04 00 00000080"],
    [-2147483649, "836e 04 01 01000080"],
    [1.5, "8346 3ff8000000000000"],
    [-0, "8346 8000000000000000"],
    [new Float(1), "8346 3ff0000000000000"],
    [1e300, "8346 7e37e43c8800759c"],
    [2 ** 53, "8346 4340000000000000"],
    [2n ** 53n, "836e 07 00 00000000000020"],
    [5n, "8361 05"],
    [-5n, "8362 fffffffb"],
    ["", "836d 00000000"],
    ["é", "836d 00000002 c3a9"],
    [new Uint8Array([255]), "836d 00000001 ff"],
    [null, "8377 03 6e696c"],
    [true, "8377 04 74727565"],
    [new Atom("é"), "8377 02 c3a9"],
    [[], "836a"],
    [[1, 2], "836b 0002 0102"],
    [[1, "a"], "836c 00000002 6101 6d0000000161 6a"],
    [[256], "836c 00000001 6200000100 6a"],
    [new Tuple(), "8368 00"],
    [new Tuple(1, "a"), "8368 02 6101 6d0000000161"],
    [{}, "8374 00000000"],
    [{ b: 1, a: 2 }, "8374 00000002 6d0000000161 6102 6d0000000162 6101"],
    [
      new Map([
        ["b", 1],
        [new Atom("a"), 2],
        [3, 3],
      ]),
      "8374 00000003 6103 6103 7701 61 6102 6d0000000162 6101",
    ],
  ];
  for (const [value, expected] of WRITTEN)
    await test(`encode ${show(value)}`, () => equal(hex(encode(value)), expected.replaceAll(" ", ""), "bytes"));

  await test("otp 25 writes atoms as Latin-1", () => {
    equal(hex(encode(null, { otp: 25 })), "836400036e696c", "nil");
    equal(hex(encode(new Atom("é"), { otp: 25 })), "83640001e9", "Latin-1");
    equal(hex(encode(new Atom("日"), { otp: 25 })), "837703e697a5", "what Latin-1 lacks");
    equal(hex(encode(null, { otp: 26 })), hex(encode(null)), "26 is the default");
  });
  await test("numbers at the edges of safety", () => {
    for (const [bytes, expected] of [
      ["836e0700ffffffffffff1f", Number.MAX_SAFE_INTEGER],
      ["836e070000000000000020", 2n ** 53n],
      ["836e0701ffffffffffff1f", Number.MIN_SAFE_INTEGER],
      ["836e070100000000000020", -(2n ** 53n)],
      ["836e0101 00".replace(" ", ""), 0],
    ]) {
      equal(decode(fromHex(/** @type {string} */ (bytes))), expected, /** @type {string} */ (bytes));
    }
  });
  await test("maps whose keys JavaScript would confuse", () => {
    const both = decode(fromHex("8374000000026101617846 3ff00000000000006179".replace(" ", "")));
    ok(both instanceof Map, "a Map");
    equal(both.size, 2, "1 and 1.0 are two keys");
    equal(hex(encode(both)), "8374000000026101617846 3ff00000000000006179".replace(" ", ""), "and written as two");
  });
  await test("an atom has 255 characters at the most, however many bytes they are", async () => {
    for (const letter of ["a", "é", "€", "😀"]) {
      equal(decode(encode(new Atom(letter.repeat(255)))).name, letter.repeat(255), `255 of ${letter}`);
      await fails(() => encode(new Atom(letter.repeat(256))), "ERR_ENCODE", `256 of ${letter}`);
    }
  });
  await test("the classes", async () => {
    equal(new Atom("ok").name, "ok", "Atom.name");
    equal([...new Tuple(1, 2)].join(), "1,2", "a Tuple is iterable");
    equal(new Tuple(1, 2).length, 2, "Tuple.length");
    const opaque = decode(fromHex("834d0000000103a0"));
    ok(opaque instanceof Opaque, "a bitstring is Opaque");
    equal(hex(encode([opaque, opaque])), "836c000000024d0000000103a04d0000000103a06a", "and can be moved about");
    for (const wrong of [
      new Atom("a".repeat(256)),
      new Atom("\ud800"),
      new Atom(/** @type {any} */ (5)),
      new Float(/** @type {any} */ ("1")),
    ])
      await fails(() => encode(wrong), "ERR_ENCODE", "encode");
  });
  await test("bytes that are no term", async () => {
    for (const bad of [
      "",
      "83",
      "82 6101",
      "8361",
      "836d00000005 61",
      "83 4a",
      "8349",
      "8374ffffffff",
      "836e ff00",
      "8346 7ff8000000000000",
      "83680261",
      "8374 00000002 6101 6101 6101 6102",
      "837701ff",
      "8350 00000001",
      "836702",
      "8370 00",
      "8371 6400016164000162 6101",
    ]) {
      const error = await fails(() => decode(fromHex(bad.replaceAll(" ", ""))), "ERR_DECODE", bad);
      ok(error instanceof waxseal.DecodeError && error.message.length > 10, error.message);
    }
  });
  await test("bytes that are nearly text are bytes, whichever of them is not as it should be", () => {
    const binary = (/** @type {number[]} */ bytes) => decode(new Uint8Array([131, 109, 0, 0, bytes.length >> 8, bytes.length & 255, ...bytes]));
    const wrong = [
      "c3", "c341", "c3c3", "c080", "c1bf", "80", "e2", "e282", "e28241", "e241ac", "e28", "e09f80", "eda080", "edbfbf",
      "f09f98", "f09f9841", "f09f4180", "f0419880", "f08f8080", "f4908080", "f5808080", "ff",
    ].map((text) => [...fromHex(text.length % 2 ? `${text}2` : text)]);
    const right = ["c280", "dfbf", "e0a080", "e282ac", "ed9fbf", "ee8080", "efbfbd", "f0908080", "f09f9880", "f48fbfbf"].map((text) => [...fromHex(text)]);
    // Short and long, as there are ways for both.
    for (const around of [0, 1, 40, 300]) {
      const [before, behind] = [Array(around).fill(97), around === 1 ? [] : Array(around).fill(98)];
      for (const bytes of wrong) {
        const all = [...before, ...bytes, ...behind];
        equal(binary(all), new Uint8Array(all), `${hex(new Uint8Array(bytes))} within ${around}`);
      }
      for (const bytes of right) {
        const all = [...before, ...bytes, ...behind];
        equal(binary(all), new TextDecoder("utf-8", { ignoreBOM: true }).decode(new Uint8Array(all)), `${hex(new Uint8Array(bytes))} within ${around}`);
      }
    }
  });
  await test("tags that only nodes use", async () => {
    for (const internal of [73, 74, 75, 76, 82, 121])
      await fails(() => decode(new Uint8Array([131, internal, 0, 0, 0, 0, 0, 0, 0, 0, 97, 1])), "ERR_DECODE", `tag ${internal}`);
  });
  await test("arguments of the wrong kind", async () => {
    for (const wrong of [undefined, null, "text", [131, 106], new ArrayBuffer(2), 5])
      await fails(() => decode(wrong), "ERR_CONFIG", `decode(${String(wrong)})`);
    for (const otp of [24, "26", {}]) await fails(() => encode(1, { otp }), "ERR_CONFIG", `otp ${String(otp)}`);
    equal(decode(new Uint8Array([0, 131, 106, 0]).subarray(1, 3)).length, 0, "a view into a larger buffer");
  });
  await test("options that are null, or a secret in another's place", async () => {
    const { KeyGenerator, MessageVerifier } = waxseal.crypto;
    await fails(() => encode(1, null), "ERR_CONFIG", "encode");
    await fails(() => KeyGenerator.generate("s", "s", null), "ERR_CONFIG", "generate");
    const secret = "a-secret-that-must-not-be-seen";
    for (const call of [() => MessageVerifier.sign("m", "sha256", secret), () => KeyGenerator.generate("s", "s", { digest: secret })]) {
      const { message, stack } = await fails(call, "ERR_CONFIG", "a digest");
      ok(/sha256/.test(message) && !`${message}${stack}`.includes(secret), message);
    }
  });
  await test("bounds", async () => {
    const nested = (/** @type {number} */ depth) => new Uint8Array([131, ...Array(depth).fill([104, 1]).flat(), 106]);
    ok(decode(nested(2000)) instanceof Tuple, "depth 2,000");
    await fails(() => decode(nested(2100)), "ERR_DECODE", "depth 2,100");
    await fails(
      () => decode(new Uint8Array([131, 108, 0, 3, 0, 0, ...Array(3 * 65536).fill(106), 106])),
      "ERR_DECODE",
      "196,608 nodes",
    );
  });
  /** A term of every tag, as OTP writes it or reads it. */
  const EVERY = {
    SMALL_INTEGER: "61ff", INTEGER: "62fffffffe", NEW_FLOAT: "463ff8000000000000", FLOAT: `63${hex(new TextEncoder().encode("1.50000000000000000000e+00")).padEnd(62, "0")}`,
    ATOM: "64000161", SMALL_ATOM: "730161", ATOM_UTF8: "760002c3a9", SMALL_ATOM_UTF8: "7702c3a9", BINARY: "6d0000000161", BIT_BINARY: "4d0000000103a0", "BIT_BINARY, whole": "4d000000010861",
    NIL: "6a", STRING: "6b00020102", LIST: "6c0000000261016d00000001616a", "LIST, of none": "6c000000006101", "LIST, in pieces": "6c0000000161016c0000000161026b00020304", "LIST, in pieces, improper": "6c0000000161016c0000000161026103",
    "LIST, in pieces of none": "6c0000000161016c000000006a", SMALL_TUPLE: "680261016102", "SMALL_TUPLE, empty": "6800", LARGE_TUPLE: "69000000026101610a", "LARGE_TUPLE, empty": "6900000000",
    MAP: "74000000016d00000001616101", "MAP, empty": "7400000000", "MAP, of integers and floats": "74000000036101610146400000000000000061026d00000001626103",
    SMALL_BIG: "6e08000000000000000080", LARGE_BIG: `6f0000010001${"11".repeat(256)}`,
    PID: "67770161000000010000000200", NEW_PID: "58770161000000010000000200000003", REFERENCE: "657701610000000103", NEW_REFERENCE: "720002770161010000000100000002", NEWER_REFERENCE: "5a00027701610000000100000002000000 03".replace(" ", ""),
  };
  const lists = (/** @type {number} */ levels, /** @type {string} */ within) => `${"6c00000001".repeat(levels)}${within}${"6a".repeat(levels)}`;
  for (const [tag, bytes] of Object.entries(EVERY)) {
    await test(`${tag}: read where it nests deep as where it does not, and the next key is found behind it`, async () => {
      const plain = decode(fromHex(`83${bytes}`));
      const beside = decode(fromHex(`8368026101${bytes}`)).items[1];
      // 127 levels are read by recursion, 128 and more by a loop.
      for (const levels of [1, 127, 128, 200]) {
        let deep = decode(fromHex(`83${lists(levels, bytes)}`));
        for (let level = 0; level < levels; level += 1) {
          equal(`${Array.isArray(deep)} ${deep.length}`, "true 1", `level ${level} of ${levels}`);
          [deep] = deep;
        }
        equal(`${deep?.constructor?.name} ${show(deep)}`, `${plain?.constructor?.name} ${show(plain)}`, `${levels} levels`);
        equal(hex(encode(deep)), hex(encode(plain)), `${levels} levels, written again`);
        // The longest way round: what comes behind it is read from where it ends.
        const pair = decode(fromHex(`83${lists(levels, `6802${bytes}6107`)}`));
        equal(pair.flat(Infinity)[0].items[1], 7, `behind it, ${levels} levels`);
        const key = decode(fromHex(`83${lists(levels, `7400000001${bytes}6107`)}`)).flat(Infinity)[0];
        equal(hex(encode(key instanceof Map ? [...key.keys()][0] : Object.keys(key)[0])), hex(encode(typeof plain === "number" && Number.isInteger(plain) && tag === "NEW_FLOAT" ? new Float(plain) : plain)), `as a key, ${levels} levels`);
      }
      equal(hex(encode(beside)), hex(encode(plain)), "in a tuple");
      const session = waxseal.createSessions(plainConfig.sessions).fetch(`_app_key=${signedCookie(waxseal, fromHex(`8374000000026d0000000161${bytes}6d000000017a6107`))}`);
      equal(`${session.get("z")} ${session.keys()}`, "7 a,z", "the next key");
      equal(hex(encode(session.get("a"))), hex(encode(plain)), "the value");
      const improper = decode(fromHex(`836c000000016101${bytes}`));
      equal(hex(encode([improper])), hex(encode([improper])), "a tail");
    });
  }
  await test("whole floats are keys beside the integers, however deep", () => {
    for (const levels of [1, 200]) {
      const map = decode(fromHex(`83${lists(levels, EVERY["MAP, of integers and floats"])}`)).flat(Infinity)[0];
      equal([...map.keys()].map((key) => (key instanceof Float ? `${key.value}.0` : JSON.stringify(key))).join(), '1,2.0,"b"', `${levels} levels`);
      const values = decode(fromHex(`83${lists(levels, "740000000161014640000000000000006a")}`.replace("6a6a", "6a"))).flat(Infinity)[0];
      equal(show(values instanceof Map ? values.get(1) : values), "2", `a value is a number, ${levels} levels`);
    }
  });
  await test("a list of bytes is a string, of bigints too; what is no byte makes it a list", () => {
    equal(hex(encode([1n, 255n, 0])), "836b000301ff00", "bytes");
    for (const no of [256, 256n, -1, -1n, -0, 1.5]) ok(hex(encode([1, no])).startsWith("836c00000002"), String(no));
    equal(hex(encode(new Array(65535).fill(7))), `836bffff${"07".repeat(65535)}`, "65,535 of them");
    ok(hex(encode(new Array(65536).fill(7))).startsWith("836c00010000"), "65,536 of them");
    // By the encoder, which is for what is not plain.
    equal(hex(encode([new Tuple(), new Array(65535).fill(7)])), `836c0000000268006bffff${"07".repeat(65535)}6a`, "65,535 beside a tuple");
    ok(hex(encode([new Tuple(), new Array(65536).fill(7)])).startsWith("836c0000000268006c00010000"), "65,536 beside a tuple");
  });
  await test("texts of every length, written where the buffer ends, and read again", () => {
    const encoder = new TextEncoder();
    for (const letter of ["a", "é", "€", "😀"]) {
      for (const count of [0, 1, 8, 9, 23, 24, 25, 31, 32, 33, 250, 500, 1018, 1019, 1020, 1021, 5000, 30_000]) {
        const text = letter.repeat(count);
        const bytes = encoder.encode(text);
        for (const [value, head] of /** @type {[unknown, string][]} */ ([[text, "83"], [["x", text], "836c000000026d0000000178"], [new Tuple(text), "836801"]])) {
          const written = encode(value);
          const expected = `${head}6d${bytes.length.toString(16).padStart(8, "0")}${hex(bytes)}${Array.isArray(value) ? "6a" : ""}`;
          equal(hex(written), expected, `${count} of ${letter}`);
          equal(show(decode(written)), show(value), `${count} of ${letter}, read`);
        }
      }
    }
    for (const count of [1, 15, 16, 17, 255, 1024]) {
      const list = Array.from({ length: count }, (_, at) => `text ${at}`);
      equal(decode(encode(list)).join(), list.join(), `${count} texts`);
      equal(decode(encode(new Tuple(...list))).items.join(), list.join(), `${count} texts in a tuple`);
    }
  });
  await test("names of keys that fall on one another are told apart", () => {
    // By their length, and their first, middle and last byte.
    for (const names of [["a1b2c", "a3b4c", "a1b2c"], ["az[", "az", "az["], ["é1é", "é2é"], ["a".repeat(40), `${"a".repeat(10)}b${"a".repeat(29)}`, "a".repeat(41)]]) {
      for (const name of names) equal(Object.keys(decode(encode({ [name]: 1 }))).join(), name, name);
      equal(Object.keys(decode(encode(names.map((name) => ({ [name]: 1 }))))[1]).join(), names[1], "after one another");
      const bytes = names.map((name) => Object.keys(decode(encode({ [name]: new Uint8Array([0xff]) })))[0]);
      equal(bytes.join(), names.join(), "beside bytes");
    }
    // A key of bytes that are no text is none of a text's.
    const keys = [...decode(fromHex("8374000000026d0000000361ff6261016d0000000361626261 02".replace(" ", ""))).keys()];
    equal(`${keys[0] instanceof Uint8Array} ${keys[1]}`, "true abb", "bytes and a text");
  });
  await test("what is not plain is read once, too: lists, objects, and those in a Map", () => {
    for (const make of [
      (/** @type {object} */ own) => [own, new Tuple(1)], (/** @type {object} */ own) => ({ own, tuple: new Tuple(1) }), (/** @type {object} */ own) => new Map([["own", own]]),
      (/** @type {object} */ own) => [[[own]], new Tuple()],
    ]) {
      for (const target of [{ a: 0, b: 1 }, [0, 1]]) {
        let reads = 0;
        const own = Object.defineProperty(target, Object.keys(target)[0], { enumerable: true, get: () => (reads += 1) });
        const written = hex(encode(make(own)));
        equal(reads, 1, "reads");
        reads = 0;
        const again = Array.isArray(target) ? [1, 1] : { a: 1, b: 1 };
        equal(written, hex(encode(make(again))), "what was read");
      }
    }
  });
  await test("as many values and levels as there may be, and not one more", async () => {
    const nested = (/** @type {number} */ levels, /** @type {unknown} */ innermost) => {
      let list = innermost;
      for (let level = 0; level < levels; level += 1) list = [list];
      return list;
    };
    for (const [innermost, levels] of /** @type {[unknown, number][]} */ ([[[], 2048], [{}, 2048], [new Tuple(), 2048], [null, 2048], ["text", 2048], [{ a: 1 }, 2047], [new Tuple(1), 2047]])) {
      equal(hex(encode(decode(encode(nested(levels, innermost))))), hex(encode(nested(levels, innermost))), `${show(innermost)} in ${levels}`);
      await fails(() => encode(nested(levels + 1, innermost)), "ERR_ENCODE", `${show(innermost)} in ${levels + 1}`);
    }
    // The list itself is one.
    for (const make of [(/** @type {number} */ count) => new Array(count).fill(null), (/** @type {number} */ count) => Tuple.from(new Array(count).fill(null)), (/** @type {number} */ count) => [new Array(count - 1).fill(7)]]) {
      ok(encode(make(99_999)).length > 99_999, "99,999 in it");
      await fails(() => encode(make(100_000)), "ERR_ENCODE", "100,000 in it");
    }
    for (const count of [9_998, 9_999, 10_000, 10_001, 30_000]) equal(decode(encode(Array.from({ length: count }, (_, at) => at))).at(-1), count - 1, `${count} values`);
  });
  await test("classes print by their own names", () => {
    for (const [name, value] of Object.entries({ ...waxseal, ...waxseal.term, ...waxseal.phoenix })) {
      if (typeof value === "function" && /^class\b/.test(Function.prototype.toString.call(value))) equal(value.name, name, "the class's name");
    }
  });
  await test("lists in lists, each with a tail: no copy for each level", () => {
    // [[[… [<<0:80000>> | 1] … | 1] | 1] | 1]
    const [levels, length] = [2000, 10_000];
    const head = Array(levels).fill([108, 0, 0, 0, 1]).flat();
    const bytes = new Uint8Array([131, ...head, 109, 0, 0, length >> 8, length & 0xff, ...Array(length).fill(0), ...Array(levels).fill([97, 1]).flat()]);
    const { Uint8Array: Bytes } = globalThis;
    let copied = 0;
    /** @type {any} */ (globalThis).Uint8Array = new Proxy(Bytes, {
      construct(target, given, as) {
        if (typeof given[0] === "object" && given.length === 1) copied += given[0].length;
        return Reflect.construct(target, given, as === globalThis.Uint8Array ? target : as);
      },
    });
    let value;
    try {
      value = decode(bytes);
    } finally {
      globalThis.Uint8Array = Bytes;
    }
    equal(hex(value.bytes), hex(bytes.subarray(1)), "the term");
    ok(copied > 0 && copied < 10 * bytes.length, `copied ${copied} bytes for ${bytes.length}`);
  });
  await test("crypto: arguments of the wrong kind, and empty secrets", async () => {
    const { KeyGenerator, MessageVerifier, MessageEncryptor } = waxseal.crypto;
    const key = new Uint8Array(32);
    for (const wrong of [undefined, null, 5, {}, [1]]) {
      await fails(() => KeyGenerator.generate(wrong, "s"), "ERR_CONFIG", "generate");
      await fails(() => MessageVerifier.sign(wrong, key), "ERR_CONFIG", "sign");
      await fails(() => MessageVerifier.verify("a.b.c", wrong), "ERR_CONFIG", "verify");
      await fails(() => MessageEncryptor.encrypt("m", wrong, key), "ERR_CONFIG", "encrypt");
    }
    await fails(() => MessageVerifier.sign("m", ""), "ERR_CONFIG", "an empty secret");
    for (const length of [0, 5, 16, 24, 33]) {
      const { message } = await fails(() => MessageEncryptor.encrypt("m", new Uint8Array(length), key), "ERR_CONFIG", `encrypt, ${length} bytes`);
      ok(/32 bytes/.test(message) && !/decrypt/.test(message), message);
    }
    const token = MessageEncryptor.encrypt("m", key, key);
    const half = `${MessageVerifier.sign("m", key)}\ud800`;
    equal(MessageVerifier.verify(half, key), null, "a token with half of a surrogate pair, which may be from anywhere");
    equal(MessageEncryptor.decrypt(`${token}\ud800`, key, key), null, "the same, encrypted");
    for (const length of [5, 16]) {
      const { message } = await fails(() => MessageEncryptor.decrypt(token, new Uint8Array(length), key), "ERR_CONFIG", `decrypt, ${length} bytes`);
      ok(/32 bytes/.test(message) && !/encrypt with/.test(message), message);
    }
    await fails(() => KeyGenerator.generate("s", "s", { length: 2 ** 40 }), "ERR_CONFIG", "a key of a terabyte");
  });
}
