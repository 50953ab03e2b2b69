// @ts-check
// Cookie sessions of one owner on two machines while they are revoked, in every order of their storage steps: nobody who was revoked is let in, but
// where and for as long as `every` says.

import { ahead } from "../clock.js";
import { everyOrder } from "./schedule.js";

const OWNER = "user:42";

/** Seconds for which a machine need not ask again. */
const EVERY = [0, 60];

/** What is done at once; those with an h on the machine that revokes, the others on another one. */
const KINDS = [
  ["read", "revoke"], ["read-h", "revoke"], ["write", "revoke"], ["log-in", "revoke"], ["log-in-h", "revoke"], ["revoke", "revoke-there"],
  ["read", "write", "revoke"], ["read", "log-in", "revoke"], ["log-in", "log-in-h", "revoke"], ["read", "revoke", "revoke-there"], ["log-in", "revoke", "revoke-there"],
];

/** @typedef {{ kind: string, began: number, ended: number, isIn?: boolean, given?: string, error?: any }} Request times are numbers of events */

const OPTIONS = { store: "cookie", key: "sid", log: false, secretKeyBase: "0123456789abcdef".repeat(4), signingSalt: "salt" };

/** @param {any} waxseal @param {() => any} makeKV @param {(orders: number) => void} [report] @returns {import("waxseal/conformance").Test[]} */
export function epochs(waxseal, makeKV, report = () => {}) {
  return EVERY.flatMap((every) => KINDS.map((kinds) => ({
    name: `${kinds.join(" + ")}, every ${every} s`,
    run: () => ahead(async (advance) => report(await everyOrder(kinds, () => make(waxseal, makeKV(), kinds, every, advance), { isShared: () => true }))),
  })));
}

/** @param {any} waxseal @param {any} memory @param {string[]} kinds @param {number} every @param {(seconds: number) => void} advance */
async function make(waxseal, memory, kinds, every, advance) {
  let events = 0;
  /** @type {Request[]} */
  const requests = kinds.map((kind) => ({ kind, began: 0, ended: Infinity }));
  /** @type {any} */
  let machines;
  let cookie = "";

  /** @param {any} sessions */
  async function logIn(sessions) {
    const session = (await sessions.fetch("")).put("user", 42);
    session.owner = OWNER;
    return String(await sessions.commit(session)).split(";")[0];
  }

  /** @param {Request} request */
  async function perform(request) {
    const { kind } = request;
    const sessions = kind === "revoke" || kind.endsWith("-h") ? machines.here : machines.there;
    request.began = events += 1;
    try {
      if (kind.startsWith("revoke")) await sessions.revoke(OWNER);
      else if (kind.startsWith("log-in")) request.given = await logIn(sessions);
      else {
        const session = await sessions.fetch(cookie);
        request.isIn = session.has("user");
        if (kind === "write" && request.isIn) request.given = String(await sessions.commit(session.put("late", 1))).split(";")[0];
      }
    } catch (error) {
      request.error = error;
    }
    request.ended = events += 1;
  }

  return {
    kv: memory,
    async begin(/** @type {any} */ kv) {
      const open = () => waxseal.createSessions({ ...OPTIONS, revocation: { kv, every } });
      machines = { here: open(), there: open() };
      cookie = await logIn(machines.here);
      advance(1);
      // Both have asked about the owner.
      for (const sessions of Object.values(machines)) await sessions.fetch(cookie);
      advance(1);
      return requests.map((request) => () => perform(request));
    },
    check: () => hold(machines, requests, cookie, every, { advance, logIn }),
  };
}

/** @param {any} machines @param {Request[]} requests @param {string} cookie @param {number} every @param {{ advance: (seconds: number) => void, logIn: (sessions: any) => Promise<string> }} more */
async function hold(machines, requests, cookie, every, { advance, logIn }) {
  const must = (/** @type {unknown} */ holds, /** @type {string} */ what) => {
    if (!holds) throw new Error(what);
  };
  const isIn = async (/** @type {any} */ sessions, /** @type {string} */ of) => (await sessions.fetch(of)).has("user");
  for (const { kind, error } of requests) must(error === undefined, `a ${kind} failed with ${error}`);
  const revokes = requests.filter(({ kind }) => kind.startsWith("revoke"));
  for (const { kind, began, ended, isIn: found } of requests.filter((request) => request.isIn !== undefined)) {
    const isAfter = revokes.some((revoke) => revoke.ended < began && (every === 0 || (revoke.kind === "revoke") === kind.endsWith("-h")));
    must(!isAfter || !found, "who was revoked before is let in");
    must(found || revokes.some((revoke) => revoke.began < ended), "who nobody had revoked is out");
  }
  // The one that revoked knows at once; the other one within `every`.
  const ofBefore = [cookie, ...requests.flatMap(({ kind, given }) => (kind === "write" && given !== undefined ? [given] : []))];
  for (const one of ofBefore) must(!(await isIn(machines.here, one)), "who was revoked is let in where that was done");
  advance(every);
  for (const one of ofBefore) {
    for (const sessions of Object.values(machines)) must(!(await isIn(sessions, one)), "who was revoked is let in");
  }
  for (const { kind, given, began, ended } of requests.filter((request) => request.kind.startsWith("log-in"))) {
    const [here, there] = [await isIn(machines.here, String(given)), await isIn(machines.there, String(given))];
    must(here === there, `the machines don't agree about a ${kind}`);
    must(here || revokes.some((revoke) => revoke.ended > began), "who logged in after all revokes is out");
    must(!here || !revokes.some((revoke) => revoke.began > ended), "who logged in before a revoke is let in");
  }
  for (const sessions of Object.values(machines)) must(await isIn(sessions, await logIn(sessions)), "who logs in after it is out");
}
