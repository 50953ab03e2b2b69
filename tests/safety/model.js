// @ts-check
// `node model.js [schedules] [seed]`: three requests of one session at once, among them renewals and log-outs, their storage steps in random order,
// and one step in ten goes wrong: the service does not do it, or does it and the answer is lost. Every order without faults is in
// tests/kv and in the crate's tests, and the seeded mistakes that they must find.

import { createSessions } from "waxseal";
import { memoryKV } from "waxseal/kv/memory";
import { randomOrder } from "../kv/faults/schedule.js";
import { random } from "../walk/random.js";

const [schedules, seed] = [Number(process.argv[2] ?? 100_000), Number(process.argv[3] ?? 1)];
const KINDS = ["write", "write", "renew", "drop", "read", "create"];
const FAULTS_OF_TEN = 1;

/** @typedef {{ kind: string, key: string, header?: string, found?: boolean, error?: any }} Request */

/** What must hold, whatever was done and whatever of it went wrong. @param {Request[]} requests @param {string} cookie @param {(cookie: string) => Promise<Set<string>>} read */
async function hold(requests, cookie, read) {
  const must = (/** @type {unknown} */ holds, /** @type {string} */ what) => {
    if (!holds) throw new Error(what);
  };
  const done = requests.filter(({ error }) => !error);
  const ends = (/** @type {Request} */ { kind, found }) => (kind === "drop" || kind === "renew") && found !== false;
  const isOver = done.some(ends);
  // Of what failed nobody knows whether it was done.
  const mayBeOver = isOver || requests.some((request) => request.error && ends(request));
  const old = await read(cookie);
  must(!isOver || old.size === 0, "a session came back after it was dropped or renewed");
  must(mayBeOver || old.has("a"), "a session went that nobody ended");
  // A renewal that failed, however it failed, leaves the session where it was.
  must(isOver || requests.some(({ kind }) => kind === "drop") || old.has("a"), "a renewal that failed cost the session");
  const renewals = done.filter(({ kind, found }) => kind === "renew" && found);
  must(renewals.length <= 1, "one session was renewed twice");
  for (const { kind, key, header, found } of done) {
    if (kind === "write" && found) {
      must(mayBeOver || old.has(key), "an acknowledged write is lost");
      for (const renewed of renewals) must((await read(String(renewed.header).split(";")[0])).has(key), "an acknowledged write is lost in a renewal");
    }
    if (header === undefined || /max-age=0/i.test(header)) continue;
    const given = header.split(";")[0];
    must(given !== cookie, "a sid that stays was sent again");
    const its = await read(given);
    must(its.has(key), "what a request wrote is not under the sid that it gave");
    must(kind !== "renew" || !found || its.has("a"), "a renewal lost what was there");
    must(kind !== "create" || its.size === 1, "a new session has another one's keys");
  }
  for (const { kind, error } of requests.filter(({ error }) => error)) {
    if (error.code === "ERR_SESSION_INTERRUPTED") must(mayBeOver && kind !== "create", `a ${kind} was interrupted by nobody`);
    else must(error.code === "ERR_STORE" && error.retriable, `a ${kind} failed with ${error?.stack}`);
  }
}

/** @param {(below: number) => number} roll */
async function schedule(roll) {
  const kinds = Array.from({ length: 3 }, () => KINDS[roll(KINDS.length)]);
  /** @type {Request[]} */
  const requests = kinds.map((kind, at) => ({ kind, key: `k${at}` }));
  const memory = memoryKV();
  let cookie = "";
  /** @type {any} */
  let sessions;
  /** @param {Request} request */
  async function perform(request) {
    try {
      const session = await sessions.fetch(request.kind === "create" ? "" : cookie);
      request.found = session.has("a");
      if (request.kind !== "read" && request.kind !== "drop") session.put(request.key, 1);
      if (request.kind === "renew") session.renew();
      if (request.kind === "drop") session.drop();
      request.header = await sessions.commit(session);
    } catch (error) {
      request.error = error;
    }
  }
  return randomOrder(memory, {
    async begin(/** @type {any} */ kv) {
      sessions = createSessions({ store: "kv", kv, key: "sid", log: false });
      cookie = String(await sessions.commit((await sessions.fetch("")).put("a", 1))).split(";")[0];
      return requests.map((request) => () => perform(request));
    },
    check: () => hold(requests, cookie, async (of) => new Set((await sessions.fetch(of)).keys())),
  }, roll, FAULTS_OF_TEN);
}

let [passed, failed, faults, steps] = [0, 0, 0, 0];
for (let number = 0; number < schedules && failed < 5; number += 1) {
  try {
    const taken = await schedule(random(seed * 1_000_003 + number));
    faults += taken.faults;
    steps += taken.steps;
    passed += 1;
  } catch (error) {
    failed += 1;
    console.error(`FAILED schedule ${number} of seed ${seed}: ${error instanceof Error ? error.message : error}`);
  }
}
const said = (/** @type {number} */ number) => number.toLocaleString("en");
console.log(`random schedules\t${passed}\t${failed}`);
console.log(`model: ${said(passed)} of ${said(schedules)} random schedules of three requests hold, in ${said(steps)} steps of which ${said(faults)} went wrong (seed ${seed})`);
process.exitCode = failed === 0 && passed === schedules && faults > 0 ? 0 : 1;
