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

/** @param {import("./types.d.ts").Runner} runner */
export async function serve({ section }) {
  const kv = memoryKV();
  await ahead(async (advance) => section("memory: adapter", adapterSuite(() => kv, { advance })));
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
