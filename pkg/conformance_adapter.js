// @ts-check
// What the key-value store needs of an adapter: each promise of `KvAdapter` as a test.

import { check, sameBytes } from "./conformance_check.js";

/** @typedef {import("./index.d.ts").KvAdapter} KvAdapter */
/** @typedef {{ name: string, run: () => Promise<void> }} Test */

/** An hour: no record here is to go while its test runs. */
const TTL = 3600;

const WRITERS = 200;

const text = (/** @type {string} */ words) => new TextEncoder().encode(words);

/**
 * @param {() => KvAdapter | Promise<KvAdapter>} makeAdapter called once for each test; what it makes may share one service
 * @param {{ advance?: (seconds: number) => unknown }} [options]
 * @returns {Test[]}
 */
export function adapterSuite(makeAdapter, { advance } = {}) {
  const mark = [...crypto.getRandomValues(new Uint8Array(8))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  let count = 0;
  /** A key that nothing was written under yet. */
  const fresh = () => `conformance-${mark}-${(count += 1)}`;

  /** @type {Test[]} */
  const tests = [];
  const test = (/** @type {string} */ name, /** @type {(kv: KvAdapter) => Promise<void>} */ body) => {
    tests.push({ name, run: async () => body(await makeAdapter()) });
  };
  /** For a service that compares. */
  const comparing = (/** @type {string} */ name, /** @type {(kv: KvAdapter) => Promise<void>} */ body) => {
    test(name, async (kv) => (kv.capabilities.atomic ? body(kv) : withoutVersions(kv, fresh())));
  };

  test("declares what its service can promise", async ({ capabilities }) => {
    const { atomic, consistency, minTtl, maxValue } = capabilities;
    check(typeof atomic === "boolean", "capabilities.atomic is a boolean");
    check(consistency === "strong" || consistency === "eventual", 'capabilities.consistency is "strong" or "eventual"');
    check(minTtl >= 0, "capabilities.minTtl is a number of seconds");
    check(maxValue > 0, "capabilities.maxValue is a number of bytes");
  });
  test("a key that was never written holds null", async (kv) => {
    check((await kv.get(fresh())) === null, "get gives null");
  });
  test("what was written is read, and says true", async (kv) => {
    const key = fresh();
    check((await kv.put(key, text("one"), { ttl: TTL })) === true, "put gives true");
    sameBytes((await kv.get(key))?.value, text("one"), "after the first put");
    check((await kv.put(key, text("other"), { ttl: TTL })) === true, "the second put gives true");
    sameBytes((await kv.get(key))?.value, text("other"), "after the second put");
  });
  const all = Uint8Array.from({ length: 256 }, (_, byte) => byte);
  /** @type {[string, () => Uint8Array][]} */
  const values = [
    ["all 256 bytes", () => all],
    ["no bytes", () => new Uint8Array(0)],
    ["one zero", () => new Uint8Array(1)],
    ["what is no UTF-8", () => new Uint8Array([0xc3, 0x28, 0xff, 0xfe, 0xed, 0xa0, 0x80])],
    ["what looks like a number", () => text("12345")],
    ["what looks like JSON", () => text('{"a":[null]}')],
    ["a part of a larger buffer", () => all.subarray(100, 200)],
  ];
  for (const [name, value] of values) {
    test(`bytes come back as they were: ${name}`, async (kv) => {
      const key = fresh();
      await kv.put(key, value(), { ttl: TTL });
      sameBytes((await kv.get(key))?.value, value(), name);
    });
  }
  for (const [name, most] of Object.entries({ "100 KB": 102_400, "2 MB": 2_000_000 })) {
    test(`${name} come back, or as much as it declares to take`, async (kv) => {
      const key = fresh();
      const value = Uint8Array.from({ length: Math.min(most, kv.capabilities.maxValue) }, (_, at) => at * 7);
      check((await kv.put(key, value, { ttl: TTL })) === true, "put gives true");
      sameBytes((await kv.get(key))?.value, value, "the large value");
    });
  }
  test("a value is copied: what is changed afterwards is not changed in it", async (kv) => {
    const key = fresh();
    const value = text("mine");
    await kv.put(key, value, { ttl: TTL });
    value.fill(0);
    const first = await kv.get(key);
    sameBytes(first?.value, text("mine"), "after the written array was changed");
    first?.value.fill(0);
    sameBytes((await kv.get(key))?.value, text("mine"), "after the read array was changed");
  });
  test("keys of up to 80 bytes, of a-z 0-9 . _ -, are told apart", async (kv) => {
    const long = `${fresh()}._-`.padEnd(79, "0");
    for (const end of ["a", "b"]) await kv.put(long + end, text(end), { ttl: TTL });
    for (const end of ["a", "b"]) sameBytes((await kv.get(long + end))?.value, text(end), `the key that ends in ${end}`);
  });
  test("what was deleted is null; what was never there can be deleted", async (kv) => {
    const key = fresh();
    await kv.delete(key);
    await kv.put(key, text("gone"), { ttl: TTL });
    await kv.delete(key);
    await kv.delete(key);
    check((await kv.get(key)) === null, "get gives null");
  });
  comparing("a version stays while nobody writes, and changes at every write, of the same bytes too", async (kv) => {
    const key = fresh();
    const seen = [];
    for (let write = 0; write < 5; write += 1) {
      await kv.put(key, text("same"), { ttl: TTL });
      const version = (await kv.get(key))?.version;
      check(version !== undefined && version !== null, "get gives a version");
      check((await kv.put(key, text("same"), { ttl: TTL, if: version })) === true, "it is still that version at the next put");
      seen.push(version);
    }
    for (const version of seen) check((await kv.put(key, text("late"), { ttl: TTL, if: version })) === false, "an old version is refused");
    sameBytes((await kv.get(key))?.value, text("same"), "what is there afterwards");
  });
  comparing("if null: of many at once one creates it", async (kv) => {
    const key = fresh();
    const puts = Array.from({ length: 20 }, async (_, at) => kv.put(key, text(`writer ${at}`), { ttl: TTL, if: null }));
    const won = (await Promise.all(puts)).flatMap((done, at) => (done ? [at] : []));
    check(won.length === 1, `one creates it, got ${won.length}`);
    sameBytes((await kv.get(key))?.value, text(`writer ${won[0]}`), "it holds what that one wrote");
  });
  comparing("a put with a version writes nothing where there is nothing", async (kv) => {
    const key = fresh();
    await kv.put(key, text("one"), { ttl: TTL });
    const version = (await kv.get(key))?.version;
    await kv.delete(key);
    check((await kv.put(key, text("late"), { ttl: TTL, if: version })) === false, "put gives false");
    check((await kv.get(key)) === null, "it is still deleted");
  });
  comparing("a version from before a deletion is refused after it was created again", async (kv) => {
    const key = fresh();
    await kv.put(key, text("same"), { ttl: TTL });
    const version = (await kv.get(key))?.version;
    await kv.delete(key);
    check((await kv.put(key, text("same"), { ttl: TTL, if: null })) === true, "it is created again");
    check((await kv.put(key, text("late"), { ttl: TTL, if: version })) === false, "the old version is refused");
  });
  comparing(`${WRITERS} increments at once lose none`, async (kv) => {
    const key = fresh();
    await kv.put(key, text("0"), { ttl: TTL });
    await Promise.all(Array.from({ length: WRITERS }, () => increment(kv, key)));
    sameBytes((await kv.get(key))?.value, text(`${WRITERS}`), "the sum");
  });
  if (advance) {
    test("a record goes after its time to live, and not before", async (kv) => {
      const [short, long] = [fresh(), fresh()];
      const ttl = Math.max(60, kv.capabilities.minTtl);
      await kv.put(short, text("short"), { ttl });
      await kv.put(long, text("long"), { ttl: ttl * 10 });
      await advance(ttl - 30);
      check((await kv.get(short)) !== null, "it is there before");
      await advance(31);
      check((await kv.get(short)) === null, "it is gone after");
      check((await kv.get(long)) !== null, "one with more time is still there");
    });
    comparing("a record whose time is over can be created again", async (kv) => {
      const key = fresh();
      await kv.put(key, text("old"), { ttl: 60 });
      await advance(61);
      check((await kv.put(key, text("new"), { ttl: TTL, if: null })) === true, "put gives true");
    });
  }
  return tests;
}

/** What an adapter owes that declares it can't compare: that it doesn't look as if it could. @param {KvAdapter} kv @param {string} key */
async function withoutVersions(kv, key) {
  await kv.put(key, text("one"), { ttl: TTL });
  check((await kv.get(key))?.version === undefined, "it declares atomic: false, and gives a version");
}

/** @param {KvAdapter} kv @param {string} key */
async function increment(kv, key) {
  for (let tried = 0; ; tried += 1) {
    const found = await kv.get(key);
    const next = Number(new TextDecoder().decode(found?.value)) + 1;
    if (await kv.put(key, text(`${next}`), { ttl: TTL, if: found?.version })) return;
    await new Promise((resolve) => setTimeout(resolve, Math.random() * Math.min(2 ** tried, 1000)));
  }
}
