// @ts-check
// A session's short life over a client that its user has told something: made, written by several requests at once, renewed, logged out. What such a
// client can't do has to be an error, never a session that is gone.

import { createSessions } from "waxseal";

const TEXT = "\\x00 'ü\u{1f36a}\n".repeat(100);

/** @param {import("waxseal").KvAdapter} kv */
export async function trip(kv) {
  const sessions = createSessions({ store: "kv", key: "sid", kv, log: false });
  const visit = async (/** @type {string} */ cookie, /** @type {(session: any) => unknown} */ change) => {
    const session = await sessions.fetch(cookie);
    change(session);
    return (await sessions.commit(session))?.split(";")[0] ?? cookie;
  };
  const keysOf = async (/** @type {string} */ cookie) => (await sessions.fetch(cookie)).keys().sort().join();
  const must = (/** @type {string} */ found, /** @type {string} */ expected) => {
    if (found !== expected) throw new Error(`found "${found}", not "${expected}"`);
  };
  const cookie = await visit("", (session) => session.put("text", TEXT));
  const names = kv.capabilities.atomic ? ["a", "b", "c", "d"] : ["a"];
  await Promise.all(names.map((name) => visit(cookie, (session) => session.put(name, 1))));
  const renewed = await visit(cookie, (session) => session.renew());
  must(await keysOf(cookie), "");
  must(await keysOf(renewed), [...names, "text"].join());
  if ((await sessions.fetch(renewed)).get("text") !== TEXT) throw new Error("the text is another one");
  await visit(renewed, (session) => session.drop());
  must(await keysOf(renewed), "");
}
