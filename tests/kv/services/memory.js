// @ts-check
// This process's memory, and with it every store that the package brings, against the stores' contract.

import { CookieStore, KvStore, createSessions } from "waxseal";
import { adapterSuite, storeSuite } from "waxseal/conformance";
import { memoryKV } from "waxseal/kv/memory";
import { makeApp } from "../app.js";
import { ahead } from "../clock.js";
import { local } from "../local.js";
import { plain } from "../plain.js";
import { wholeSuite } from "../whole.js";

/** A memory and a clock that stands, and goes where it is told. @param {(kv: ReturnType<typeof memoryKV>, at: (seconds: number) => void) => void} body */
function standing(body) {
  const { now } = Date;
  const at = (/** @type {number} */ seconds) => void (Date.now = () => 1_800_000_000_000 + seconds * 1000);
  try {
    at(0);
    body(memoryKV(), at);
  } finally {
    Date.now = now;
  }
}

/** @param {unknown} got @param {unknown} expected @param {string} what */
function check(got, expected, what) {
  if (got !== expected) throw new Error(`${what}: ${got}, not ${expected}`);
}

const kept = (/** @type {ReturnType<typeof memoryKV>} */ kv) => `${[...kv.entries()].map(([key]) => key)} ${kv.size}`;

/** What is kept of it is memory that is held. @type {import("waxseal/conformance").Test[]} */
const over = [
  {
    name: "a record is gone at its second, and its memory as it is asked for",
    run: async () => standing((kv, at) => {
      kv.put("a", new Uint8Array(1), { ttl: 10 });
      at(9.999);
      check(/** @type {any} */ (kv.get("a"))?.value.length, 1, "a moment before");
      at(10);
      check(kept(kv), "a 1", "nobody asked yet");
      check(kv.get("a"), null, "then");
      check(kept(kv), " 0", "afterwards");
    }),
  },
  {
    name: "what is over goes as new ones come, behind what lives too, and nothing else does",
    run: async () => standing((kv, at) => {
      for (const [key, ttl] of /** @type {const} */ ([["a", 10], ["b", 10], ["c", 60], ["d", 10]])) kv.put(key, new Uint8Array(1), { ttl });
      at(5);
      kv.put("a", new Uint8Array(1), { ttl: 100 });
      check(kept(kv), "b,c,d,a 4", "before");
      at(10);
      // Two are looked at for each that is written.
      for (const key of ["e", "f", "g", "h"]) kv.put(key, new Uint8Array(1), { ttl: 100 });
      check(kept(kv), "c,a,e,f,g,h 6", "what was over");
      at(60);
      for (const key of ["i", "j", "k", "l", "m", "n"]) kv.put(key, new Uint8Array(1), { ttl: 10 });
      check(kept(kv), "a,e,f,g,h,i,j,k,l,m,n 11", "and later");
    }),
  },
  {
    name: "what lasts for years holds nothing of those who came after it",
    run: async () => standing((kv, at) => {
      kv.put("lasts", new Uint8Array(1), { ttl: 10 * 365 * 86_400 });
      for (let second = 0; second < 1000; second++) {
        at(second);
        kv.put(`visitor-${second}`, new Uint8Array(1), { ttl: 10 });
      }
      check(kv.size < 25, true, `${kv.size} records of eleven that live`);
      check(/** @type {any} */ (kv.get("lasts"))?.value.length, 1, "and it is there");
    }),
  },
];

/** @param {import("./types.d.ts").Runner} runner */
export async function serve({ section }) {
  const kv = memoryKV();
  await ahead(async (advance) => section("memory: adapter", adapterSuite(() => kv, { advance })));
  await section("memory: what is over", over);
  const app = makeApp(createSessions, kv);
  await section("memory: application", wholeSuite({ ...local(app), dump: async () => kv.entries() }));

  await section("stores: kv", storeSuite(() => ({ store: KvStore, options: { kv: memoryKV(), log: false } })));
  await section("stores: kv, not atomic", storeSuite(() => ({ store: KvStore, options: { kv: plain(memoryKV()), log: false } })));
  const conn = { secretKeyBase: "a secret of 64 bytes or more for the tests of the cookie store, no other" };
  const signed = { store: CookieStore, conn, inCookie: true, options: { signingSalt: "signing salt", log: false } };
  await section("stores: cookie, signed", storeSuite(() => signed));
  const encrypted = { ...signed, options: { ...signed.options, encryptionSalt: "encryption salt" } };
  await section("stores: cookie, encrypted", storeSuite(() => encrypted));
}
