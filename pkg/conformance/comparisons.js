// @ts-check
// What an adapter owes that declares `atomic`: that of all who write on a condition one does, and none of the others.

import { check, sameBytes } from "./check.js";

/** @typedef {import("../index.d.ts").KvAdapter} KvAdapter */
/** @typedef {{ name: string, run: () => Promise<void> }} Test */

/** An hour: no record here is to go while its test runs. */
const TTL = 3600;

const WRITERS = 200;

/** Milliseconds without one write, of so many that try. */
const STANDSTILL = 15_000;

const text = (/** @type {string} */ words) => new TextEncoder().encode(words);

/**
 * @param {{ makeAdapter: () => KvAdapter | Promise<KvAdapter>, fresh: () => string, advance?: (seconds: number) => unknown }} options
 * @returns {Test[]}
 */
export function comparisons({ makeAdapter, fresh, advance }) {
  /** @type {Test[]} */
  const tests = [];
  const comparing = (/** @type {string} */ name, /** @type {(kv: KvAdapter) => Promise<void>} */ body) => {
    tests.push({
      name,
      async run() {
        const kv = await makeAdapter();
        await (kv.capabilities.atomic ? body(kv) : withoutVersions(kv, fresh()));
      },
    });
  };

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
    const progress = { at: performance.now() };
    await Promise.all(Array.from({ length: WRITERS }, () => increment(kv, key, progress)));
    sameBytes((await kv.get(key))?.value, text(`${WRITERS}`), "the sum");
  });
  if (advance) {
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

/** @param {KvAdapter} kv @param {string} key @param {{ at: number }} progress when the last of all writers was done */
async function increment(kv, key, progress) {
  for (let tried = 0; ; tried += 1) {
    const found = await kv.get(key);
    check(found !== null, "the record is there while it is written");
    const next = Number(new TextDecoder().decode(found?.value)) + 1;
    if (await kv.put(key, text(`${next}`), { ttl: TTL, if: found?.version })) return void (progress.at = performance.now());
    check(performance.now() - progress.at < STANDSTILL, `of ${WRITERS} writers none was let through for ${STANDSTILL / 1000} s: put says false to the version that get gave`);
    await new Promise((resolve) => setTimeout(resolve, Math.random() * Math.min(2 ** tried, 1000)));
  }
}
