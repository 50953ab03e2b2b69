// @ts-check
// Three requests of one session at once, in every order of their storage steps, and what must hold after each.

import { createHash } from "node:crypto";
import { ahead } from "../clock.js";
import { everyOrder } from "./schedule.js";

/** The keys of what is no mark. @param {any} memory @returns {string[]} */
const records = (memory) => [...memory.entries()].filter(([, value]) => value[0] !== 0).map(([key]) => key);

/** @typedef {{ kind: string, key: string, found?: boolean, given?: string, error?: any, stored?: boolean }} Request */

const KINDS = ["write", "renew", "drop", "touch"];

/** @param {any} waxseal @param {() => any} makeKV @param {(orders: number) => void} [report] @returns {import("waxseal/conformance").Test[]} */
export function interleavings(waxseal, makeKV, report = () => {}) {
  const tests = [];
  for (const [at, one] of KINDS.entries()) {
    for (const [then, two] of KINDS.slice(at).entries()) {
      for (const three of KINDS.slice(at + then)) {
        tests.push({
          name: [one, two, three].join(" + "),
          run: () => ahead(async (advance) => report(await everyOrder([one, two, three], () => make(waxseal, makeKV(), [one, two, three], advance)))),
        });
      }
    }
  }
  return tests;
}

/** @param {any} waxseal @param {any} memory @param {string[]} kinds @param {(seconds: number) => void} advance */
async function make(waxseal, memory, kinds, advance) {
  const keyOf = (/** @type {string} */ cookie) => createHash("sha256").update(cookie.slice("sid=".length)).digest("hex");
  const isStored = (/** @type {string} */ cookie) => records(memory).some((key) => key.endsWith(keyOf(cookie)));
  /** @type {Request[]} */
  const requests = kinds.map((kind, at) => ({ kind, key: `k${at}` }));
  let cookie = "";
  /** @type {any} */
  let sessions;

  /** @param {Request} request */
  async function perform(request) {
    try {
      const session = await sessions.fetch(cookie);
      request.found = session.has("a");
      if (request.kind === "write" || request.kind === "renew") session.put(request.key, 1);
      if (request.kind === "renew") session.renew();
      if (request.kind === "drop") session.drop();
      const header = await sessions.commit(session);
      const [given] = (header ?? "").split(";");
      if (/max-age=0/i.test(header ?? "")) request.stored = isStored(cookie);
      else if (given !== "") [request.given, request.stored] = [given, isStored(given)];
    } catch (error) {
      request.error = error;
    }
  }

  return {
    kv: memory,
    async begin(/** @type {any} */ kv) {
      sessions = waxseal.createSessions({ store: "kv", kv, key: "sid", log: false, idleTimeout: 1000, maxLifetime: 100_000 });
      const first = await sessions.fetch("");
      first.put("a", 1);
      [cookie] = (await sessions.commit(first)).split(";");
      advance(600);
      return requests.map((request) => () => perform(request));
    },
    check: () => hold(requests, cookie, memory, async (of) => new Set((await sessions.fetch(of)).keys())),
  };
}

/** @param {Request[]} requests @param {string} cookie @param {any} memory @param {(cookie: string) => Promise<Set<string>>} read */
async function hold(requests, cookie, memory, read) {
  const must = (/** @type {unknown} */ holds, /** @type {string} */ what) => {
    if (!holds) throw new Error(what);
  };
  const done = requests.filter(({ error }) => !error);
  const dropped = done.some(({ kind, found }) => kind === "drop" && found);
  const renewals = done.filter(({ kind, found }) => kind === "renew" && found);
  const over = dropped || renewals.length > 0;
  const old = await read(cookie);

  must(renewals.length <= 1, "one session was renewed twice");
  must(!over || old.size === 0, "a session came back after it was dropped or renewed");
  must(over || old.has("a"), "a session went that nobody ended");

  for (const request of done) {
    const { kind, key, found, given, stored } = request;
    if (kind === "touch") must(given === undefined, "a touch set a cookie");
    else if (!found && kind !== "drop") must(given === undefined, `a late ${kind} set a cookie, which would stand in a new log-in's place`);
    else if (kind === "drop") must(stored === false, "a drop was acknowledged with the record still there");
    else if (kind === "write") must(given === undefined, "a write sent the sid that stays");
    else must(stored, "a renewal gave a cookie whose record was not stored");

    if (kind === "write" && found) {
      must(over || old.has(key), "an acknowledged write is lost");
      for (const renewed of renewals) must((await read(renewed.given ?? "")).has(key), "an acknowledged write is lost in a renewal");
    }
    if (given !== undefined && given !== cookie) {
      const its = await read(given);
      must(its.has(key), "what a request wrote is not under the sid that it gave");
      must(its.has("a"), "a renewal lost what was there");
    }
  }
  for (const { kind, key, error } of requests.filter(({ error }) => error)) {
    must(error.code === "ERR_SESSION_INTERRUPTED", `a ${kind} failed with ${error}`);
    must(over && (kind === "write" || kind === "renew"), `a ${kind} was interrupted by nobody`);
    must(!old.has(key), "a failed request changed the session");
    for (const { given } of done) must(given === undefined || !(await read(given)).has(key), "a failed request changed another session");
  }
  const sids = new Set([...(over ? [] : [cookie]), ...done.flatMap(({ given }) => (given === undefined || (over && given === cookie) ? [] : [given]))]);
  must(records(memory).length === sids.size, `${sids.size} sids have ${records(memory).length} records`);
}
