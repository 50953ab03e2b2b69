// @ts-check
// Requests of one owner's sessions while they are revoked, in every order of their storage steps: nobody who was logged in before is
// let in after it, and whoever logs in meanwhile stands in the index.

import { ahead } from "../clock.js";
import { everyOrder } from "./schedule.js";

/** What each does to the session that was there before; `log-in` has none, `move` gives it to another owner. */
const KINDS = ["log-in", "write", "renew", "move", "own", "drop", "touch", "revoke"];

/** Triples that say more than their pairs. */
const MORE = [["log-in", "log-in", "revoke"], ["drop", "write", "revoke"], ["move", "own", "move"]];

/** Interruptions of these: there are thousands of orders soon. */
const MOST = 2;

const OWNER = "user:42";

/** @typedef {{ kind: string, key: string, given?: string, error?: any, isDone?: boolean }} Request */

/**
 * @param {any} waxseal @param {() => any} makeKV @param {(orders: number) => void} [report]
 * @param {number} [switches] how often a request is interrupted at most; without a limit a renewal and a revoke alone have 13,000 orders
 * @returns {import("waxseal/conformance").Test[]}
 */
export function owners(waxseal, makeKV, report = () => {}, switches = 3) {
  const pairs = KINDS.flatMap((one, at) => KINDS.slice(at).map((two) => [one, two]));
  return [...pairs.filter((pair) => ["revoke", "log-in", "own"].some((kind) => pair.includes(kind))), ...MORE].map((kinds) => ({
    name: kinds.join(" + "),
    run: () => ahead(async (advance) => report(await everyOrder(kinds, () => make(waxseal, makeKV(), kinds, advance), { isShared: () => true, switches: Math.min(switches, kinds.length > 2 ? MOST : Infinity) }))),
  }));
}

/** @param {any} waxseal @param {any} memory @param {string[]} kinds @param {(seconds: number) => void} advance */
async function make(waxseal, memory, kinds, advance) {
  /** @type {Request[]} */
  const requests = kinds.map((kind, at) => ({ kind, key: `k${at}` }));
  /** Of the session that is there at the start; with "own" it is nobody's yet. */
  let cookie = "";
  /** @type {any} */
  let sessions;

  /** @param {Request} request */
  async function perform(request) {
    const { kind, key } = request;
    try {
      if (kind === "revoke") {
        await sessions.revoke(OWNER);
        request.isDone = true;
        return;
      }
      const session = await sessions.fetch(kind === "log-in" ? "" : cookie);
      if (kind === "log-in") session.clear().put(key, 1).renew();
      if (kind === "write" || kind === "renew") session.put(key, 1);
      if (kind === "renew") session.renew();
      if (kind === "drop") session.drop();
      if (kind === "log-in" || kind === "own") session.owner = OWNER;
      if (kind === "move") session.owner = "user:43";
      const [given] = ((await sessions.commit(session)) ?? "").split(";");
      if (given !== "" && given !== "sid=") request.given = given;
      request.isDone = true;
    } catch (error) {
      request.error = error;
    }
  }

  return {
    kv: memory,
    async begin(/** @type {any} */ kv) {
      sessions = waxseal.createSessions({ store: "kv", kv, key: "sid", log: false, idleTimeout: 1000, maxLifetime: 100_000 });
      const first = (await sessions.fetch("")).put("a", 1);
      if (!kinds.includes("own")) first.owner = OWNER;
      [cookie] = (await sessions.commit(first)).split(";");
      advance(600);
      return requests.map((request) => () => perform(request));
    },
    check: () => hold(sessions, requests, cookie, memory),
  };
}

/** @param {any} sessions @param {Request[]} requests @param {string} cookie @param {any} memory */
async function hold(sessions, requests, cookie, memory) {
  const must = (/** @type {unknown} */ holds, /** @type {string} */ what) => {
    if (!holds) throw new Error(what);
  };
  const isThere = async (/** @type {string | undefined} */ of) => of !== undefined && (await sessions.fetch(of)).keys().length > 0;
  const did = (/** @type {string} */ kind) => requests.some((request) => request.kind === kind && request.isDone);
  const all = [cookie, ...requests.flatMap(({ given }) => given ?? [])];

  for (const { kind, error } of requests) {
    must(error === undefined || error.code === "ERR_SESSION_INTERRUPTED", `a ${kind} failed with ${error}`);
    must(kind !== "revoke" || error === undefined, "a revoke was interrupted");
  }
  if (did("revoke") && !did("own") && !did("move")) {
    must(!(await isThere(cookie)), "who was revoked is let in");
    // One that came after it read nothing, and began a session of its own.
    for (const { kind, given } of requests) must(kind !== "renew" || given === undefined || !(await sessions.fetch(given)).has("a"), "who was revoked is let in by a renewal");
  }
  must(!did("drop") || !(await isThere(cookie)), "who logged out is let in");

  // What is there stands in the index, and what stands there is there.
  const live = [];
  for (const one of new Set(all)) if (await isThere(one)) live.push(await sessions.fetch(one));
  for (const owner of [OWNER, "user:43"]) {
    const expected = live.filter((session) => session.owner === owner).map(({ id }) => id).sort();
    const listed = (await sessions.list(owner)).map((/** @type {any} */ { id }) => id).sort();
    must(expected.join() === listed.join(), `${expected.length} sessions of ${owner}, and ${listed.length} in the index`);
    must((await sessions.revoke(owner)) >= expected.length, "a second revoke ends them");
    for (const session of live.filter((one) => one.owner === owner)) {
      must((await sessions.commit(session.put("late", 1)).catch((/** @type {any} */ error) => error.code)) === "ERR_SESSION_INTERRUPTED", "what was read before it is written after it");
    }
  }
  for (const one of all) must(!(await isThere(one)) || (await sessions.fetch(one)).owner === undefined, "a session that is there escaped a second revoke");
  const records = [...memory.entries()].filter(([, value]) => value[0] === 1 || value[0] === 2).length;
  const nobodys = live.filter(({ owner }) => owner === undefined).length;
  must(records === nobodys, `${records} records and ${nobodys} sessions that nobody owns`);
}
