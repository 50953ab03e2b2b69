// @ts-check
// What the key-value store needs of an adapter: each promise of `KvAdapter` as a test.

import { ConfigError } from "../border/errors.js";
import { kindOf, readObject, readOptions } from "../border/options.js";
import { bounded } from "./bounded.js";
import { check, sameBytes } from "./check.js";
import { comparisons } from "./comparisons.js";

/** @typedef {import("../index.d.ts").KvAdapter} KvAdapter */
/** @typedef {{ name: string, run: () => Promise<void> }} Test */

/** An hour: no record here is to go while its test runs. */
const TTL = 3600;

/** As Node's Buffer: a slice of it shows the same bytes, and is no copy. */
class View extends Uint8Array {
  /** @override @param {number} [from] @param {number} [to] @returns {any} */
  slice(from, to) {
    return this.subarray(from, to);
  }
}

const text = (/** @type {string} */ words) => new TextEncoder().encode(words);

/**
 * @param {() => KvAdapter | Promise<KvAdapter>} makeAdapter called once for each test; what it makes may share one service
 * @param {{ advance?: (seconds: number) => unknown, broken?: Record<string, () => KvAdapter | Promise<KvAdapter>>, closed?: () => KvAdapter | Promise<KvAdapter> }} [options]
 * @returns {Test[]}
 */
export function adapterSuite(makeAdapter, options = {}) {
  if (typeof makeAdapter !== "function") throw new ConfigError(`adapterSuite: makeAdapter: got ${kindOf(makeAdapter)}, takes a function that gives an adapter`);
  const { advance, broken = {}, closed } = readOptions("adapterSuite", options, ["advance", "broken", "closed"]);
  if (advance !== undefined && typeof advance !== "function") throw new ConfigError(`adapterSuite: advance: got ${kindOf(advance)}, takes a function (seconds)`);
  if (closed !== undefined && typeof closed !== "function") throw new ConfigError(`adapterSuite: closed: got ${kindOf(closed)}, takes a function that gives an adapter`);
  const faults = Object.entries(readObject("adapterSuite: broken", broken));
  const mark = [...crypto.getRandomValues(new Uint8Array(8))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  let count = 0;
  /** A key that nothing was written under yet. */
  const fresh = () => `conformance-${mark}-${(count += 1)}`;

  /** @type {Test[]} */
  const tests = [];
  const test = (/** @type {string} */ name, /** @type {(kv: KvAdapter) => Promise<void>} */ body) => {
    tests.push({ name, run: async () => body(bounded(await makeAdapter())) });
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
    ["a part of a larger buffer, whose slice is one as well", () => new View(all.buffer, 100, 100)],
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
    const value = new View(text("mine and all that lies behind it").buffer, 0, 4);
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
  test("keys that begin alike, and that others begin with, are told apart: stores share a namespace by their prefixes", async (kv) => {
    const key = fresh();
    const keys = [key, `${key}-`, `${key}-a`, `a-${key}`, `b-${key}`];
    for (const one of keys) await kv.put(one, text(one), { ttl: TTL });
    await kv.delete(`${key}-`);
    for (const one of keys) {
      const found = await kv.get(one);
      if (one === `${key}-`) check(found === null, "what was deleted is gone");
      else sameBytes(found?.value, text(one), "what was not deleted is there");
    }
  });
  test("what was deleted is null; what was never there can be deleted", async (kv) => {
    const key = fresh();
    await kv.delete(key);
    await kv.put(key, text("gone"), { ttl: TTL });
    await kv.delete(key);
    await kv.delete(key);
    check((await kv.get(key)) === null, "get gives null");
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
  }
  if (closed) tests.push({ name: "a client that was closed: an error, and neither null nor yes nor no", run: () => isClosed(closed, fresh()) });
  for (const [name, make] of faults) tests.push({ name: `an error, and neither yes nor no: ${name}`, run: () => isError(make, fresh) });
  return [...tests, ...comparisons({ makeAdapter: async () => bounded(await makeAdapter()), fresh, advance })];
}

/**
 * Where the service confirms nothing, or answers what the adapter doesn't understand, nobody knows what was done.
 * @param {() => KvAdapter | Promise<KvAdapter>} make @param {() => string} fresh
 */
async function isError(make, fresh) {
  const kv = bounded(await make());
  const conditions = kv.capabilities.atomic ? [{ if: null }, {}] : [{}];
  for (const condition of conditions) {
    const outcome = await Promise.resolve(kv.put(fresh(), text("unsure"), { ttl: TTL, ...condition })).catch(() => undefined);
    check(outcome === undefined, `put ${"if" in condition ? "if null" : "in any case"} has to throw, and gave ${outcome}`);
  }
}

/**
 * A null would log out whoever asks, and a yes would be a session that is nowhere.
 * @param {() => KvAdapter | Promise<KvAdapter>} make @param {string} key
 */
async function isClosed(make, key) {
  const kv = bounded(await make());
  const conditions = kv.capabilities.atomic ? [{ if: null }, {}] : [{}];
  /** @type {[string, () => unknown][]} */
  const operations = [["get", () => kv.get(key)], ...conditions.map((condition) => /** @type {[string, () => unknown]} */ (["put", () => kv.put(key, text("lost"), { ttl: TTL, ...condition })])), ["delete", () => kv.delete(key)]];
  for (const [name, operation] of operations) {
    const gave = await Promise.resolve(operation()).then((answer) => [answer], () => undefined);
    check(gave === undefined, `${name} has to throw, and gave ${gave?.[0]}`);
  }
}
