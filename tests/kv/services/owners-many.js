// @ts-check
// Ten thousand sessions of one owner, a hundred log-ins of theirs at once, and a revoke in between, in SQLite.

import { DatabaseSync } from "node:sqlite";
import { createSessions } from "waxseal";
import { sqliteKV } from "waxseal/kv/sqlite";

const OWNER = "user:42";
const SESSIONS = 10_000;
const AT_ONCE = 100;

/** @param {import("./types.d.ts").Runner} runner */
export async function serve({ section }) {
  await section("owners: many", [{ name: `${SESSIONS} sessions, ${AT_ONCE} log-ins at once, a revoke in between`, run: many }]);
}

async function many() {
  const sessions = createSessions({ store: "kv", key: "sid", log: false, kv: sqliteKV(new DatabaseSync(":memory:")) });
  const must = (/** @type {unknown} */ holds, /** @type {string} */ what) => {
    if (!holds) throw new Error(what);
  };
  const logIn = async () => {
    const session = (await sessions.fetch("")).put("user", 42).renew();
    session.owner = OWNER;
    return String(await sessions.commit(session)).split(";")[0];
  };
  const isIn = async (/** @type {string} */ cookie) => (await sessions.fetch(cookie)).has("user");
  const before = [];
  for (let at = 0; at < SESSIONS; at += 1) before.push(await logIn());
  must((await sessions.list(OWNER)).length === SESSIONS, "all are listed");

  /** @type {Promise<unknown> | undefined} */
  let revoked;
  const meanwhile = await Promise.all(Array.from({ length: AT_ONCE }, async (_, at) => {
    // Each begins in a turn of its own, so that some are under way before the revoke, and some after it.
    for (let turn = 0; turn < at; turn += 1) await null;
    if (at === AT_ONCE / 2) revoked = sessions.revoke(OWNER);
    return logIn().catch((error) => must(error?.code === "ERR_SESSION_INTERRUPTED", `a log-in failed with ${error}`));
  }));
  must(Number(await revoked) >= SESSIONS, `${await revoked} were revoked`);
  for (const cookie of before) must(!(await isIn(cookie)), "who was revoked is let in");
  let left = 0;
  for (const cookie of meanwhile) if (cookie && (await isIn(cookie))) left += 1;
  must((await sessions.list(OWNER)).length === left, "who is in stands in the index");
  must((await sessions.revoke(OWNER)) === left, "a second revoke ends them");
  for (const cookie of meanwhile) must(!cookie || !(await isIn(cookie)), "who is in after it is out after a second one");
  console.log(`  ${meanwhile.filter(Boolean).length} log-ins were done meanwhile, ${left} of them in after the revoke`);
}
