// @ts-check
// Cookie sessions of one owner on two machines while they are revoked, in every order of the steps: nobody who was revoked is let in, but where and for
// as long as `every` says, and nobody who logs in after it is out. With clocks that are apart, a service that fails, one that answers late, and one that
// shows a write a minute later.

import { apart } from "./clocks.js";
import { everyOrder } from "./schedule.js";

const OWNER = "user:42";

/** What is done at once; those with an h on the machine that revokes, the others on another one. `later`: 40 s go by. */
const KINDS = [
  ["read", "revoke"], ["read-h", "revoke"], ["write", "revoke"], ["renew", "revoke"], ["renew-h", "revoke"], ["log-in", "revoke"], ["log-in-h", "revoke"],
  ["anew", "revoke"], ["anew-h", "revoke"], ["give", "revoke"], ["except", "read"], ["except", "write"], ["except", "log-in"], ["except", "anew"],
  ["except-anew", "read"], ["except-anew", "anew"],
];

/** Of these there are many orders: where a request is interrupted so often at most. */
const MANY = [
  ["revoke", "revoke-there"], ["except", "revoke-there"], ["except-anew", "revoke-there"],
  ["read", "write", "revoke"], ["read", "log-in", "revoke"], ["renew", "log-in", "revoke"], ["log-in", "log-in-h", "revoke"], ["read", "revoke", "revoke-there"],
  ["log-in", "revoke", "revoke-there"], ["anew", "revoke", "revoke-there"],
];
const SWITCHES = 2;

/** Of what a machine has in mind. */
const LATER = [["read", "read", "later", "later", "revoke"], ["read-h", "read-h", "later", "later", "revoke"], ["write", "log-in", "later", "later", "revoke"]];

/** Where a second machine's clock is ahead, or behind. */
const APART = [["read", "revoke"], ["anew", "revoke"], ["log-in", "revoke"], ["log-in-h", "revoke-there"], ["except", "revoke-there"], ["log-in", "revoke-there", "revoke"]];

/** Where one step fails. */
const FAILING = [["read", "revoke"], ["read", "later", "later", "revoke"], ["read-h", "later", "later", "revoke"], ["read", "read", "revoke"], ["log-in", "revoke"], ["anew", "revoke"], ["except", "read"], ["revoke", "revoke-there"]];

/** Where an answer takes its time. */
const SLOW = [["read-h", "revoke"], ["read", "revoke", "revoke-there"], ["read", "read", "later", "later", "revoke"]];

/** Where a service shows a write later. */
const LATE = [["read-h", "later", "later", "revoke"], ["read", "later", "later", "revoke"], ["log-in", "later", "revoke"]];

/** Seconds. */
const LONG = 60;
const STEP = 40;
const SKEW = 10;
/** For as long a service may show what was there before: longer than what was read is good for. */
const DELAY = 100;

/** @typedef {{ kinds: string[], every: number, skew?: number, onError?: "throw" | "allow", faults?: number, isSlow?: boolean, isLate?: boolean, switches?: number }} Case */

/** @type {Case[]} */
const CASES = [
  ...KINDS.flatMap((kinds) => [0, LONG].map((every) => ({ kinds, every }))),
  ...APART.flatMap((kinds) => [SKEW, -SKEW].map((skew) => ({ kinds, every: LONG, skew, switches: SWITCHES }))),
  ...LATE.map((kinds) => ({ kinds, every: LONG, isLate: true })),
  ...FAILING.flatMap((kinds) => /** @type {const} */ (["throw", "allow"]).map((onError) => ({ kinds, every: LONG, onError, faults: 1, switches: 2 }))),
  ...SLOW.map((kinds) => ({ kinds, every: LONG, isSlow: true, switches: 1 })),
  ...LATER.map((kinds) => ({ kinds, every: LONG, switches: 2 })),
  ...MANY.flatMap((kinds) => [0, LONG].map((every) => ({ kinds, every, switches: SWITCHES }))),
];

/** @param {Case} one */
function nameOf({ kinds, every, skew, onError, isSlow, isLate }) {
  return [`${kinds.join(" + ")}, every ${every} s`, skew && `the other's clock ${skew} s ahead`, onError && `a step fails, ${onError}`, isSlow && "answers take a step more", isLate && "writes seen late"].filter(Boolean).join(", ");
}

const OPTIONS = { store: "cookie", key: "sid", log: false, signingKey: new Uint8Array(32).fill(7) };

/** A step that is none of the service's. */
const PAUSE = "pause";

/** @param {any} waxseal @param {() => any} makeKV @param {(orders: number) => void} [report] @returns {import("waxseal/conformance").Test[]} */
export function epochs(waxseal, makeKV, report = () => {}) {
  return CASES.map((one) => ({
    name: nameOf(one),
    run: () => apart(async (clock) => report(await everyOrder(one.kinds, () => make(waxseal, makeKV(), one, clock), { isShared: () => true, canFail: (key) => key !== PAUSE, switches: one.switches ?? Infinity, faults: one.faults ?? 0 }))),
  }));
}

/**
 * `began`, `sent`, `ended`: numbers of events; `from`, `to`: the true time, in milliseconds.
 * @typedef {{ kind: string, isHere: boolean, began: number, ended: number, from: number, to: number, isIn?: boolean, given?: string, sent?: number, error?: any }} Request
 */

/** What is done by a request. @param {string} kind */
const isRevoke = (kind) => /^(revoke|except)/.test(kind);
const isHere = (/** @type {string} */ kind) => kind === "revoke" || kind.startsWith("except") || kind.endsWith("-h");

/** What a request does to a session that it read. @type {Record<string, (session: any) => void>} */
const DONE = {
  write: (session) => session.put("late", 1),
  except: (session) => session.put("late", 1),
  renew: (session) => session.renew(),
  anew: begin,
  "except-anew": begin,
  give: (session) => void (session.owner = "user:43"),
};

/** A log-in. @param {any} session */
function begin(session) {
  session.clear().put("user", 42).renew().owner = OWNER;
}

/** @param {any} waxseal @param {any} memory @param {Case} one @param {import("./clocks.js").Clock} clock */
async function make(waxseal, memory, { kinds, every, skew = 0, onError = "throw", isSlow = false, isLate = false }, clock) {
  let events = 0;
  /** @type {Request[]} */
  const requests = kinds.map((kind) => ({ kind, isHere: isHere(kind), began: 0, ended: Infinity, from: 0, to: Infinity }));
  /** How many steps failed. */
  const failed = { steps: 0 };
  /** @type {{ here: any, there: any }} */
  let machines;
  let cookie = "";

  /** On a machine, by its clock. @template T @param {boolean} here @param {(sessions: any) => Promise<T>} act @returns {Promise<T>} */
  const on = (here, act) => clock.at(here ? 0 : skew, () => act(here ? machines.here : machines.there));

  /** @param {any} sessions */
  async function logIn(sessions) {
    const session = await sessions.fetch("");
    begin(session);
    return sent(sessions, session);
  }

  /** @param {any} kv @param {any} sessions @param {Request} request */
  async function act(kv, sessions, request) {
    const kind = request.kind.replace("-h", "");
    if (kind === "later") return clock.advance(STEP);
    if (kind.startsWith("revoke")) return sessions.revoke(OWNER);
    if (kind === "log-in") return void (request.given = await logIn(sessions));
    const session = await sessions.fetch(cookie);
    request.isIn = session.has("user");
    if (kind.startsWith("except")) await sessions.revoke(OWNER, { except: session });
    if (kind === "read" || !request.isIn) return;
    await kv.get(PAUSE);
    DONE[kind](session);
    request.sent = events += 1;
    request.given = await sent(sessions, session);
  }

  /** @param {any} kv @param {Request} request */
  async function perform(kv, request) {
    await kv.get(PAUSE);
    await on(request.isHere, async (sessions) => {
      Object.assign(request, { began: events += 1, from: clock.now() });
      await act(kv, sessions, request).catch((error) => (request.error = error));
      Object.assign(request, { ended: events += 1, to: clock.now() });
    });
  }

  return {
    kv: isLate ? late(memory, clock) : memory,
    async begin(/** @type {any} */ kv) {
      clock.restart();
      const asked = observed(isSlow ? slow(kv) : kv, failed);
      const open = () => waxseal.createSessions({ ...OPTIONS, revocation: { kv: asked, every, onError } });
      machines = { here: open(), there: open() };
      cookie = await on(true, logIn);
      clock.advance(2 * SKEW);
      // Both have asked about the owner; where answers take long, so long ago that they ask again.
      for (const here of [true, false]) await on(here, (sessions) => sessions.fetch(cookie));
      clock.advance(isSlow ? every : 1);
      return requests.map((request) => () => perform(kv, request));
    },
    check: () => hold({ on, clock, logIn, requests, isFailing: failed.steps > 0, cookie, every, skew, onError, delay: isLate ? DELAY : 0 }),
  };
}

/** The cookie of a commit. @param {any} sessions @param {any} session */
async function sent(sessions, session) {
  return String(await sessions.commit(session)).split(";")[0];
}

/** @param {any} kv @param {{ steps: number }} failed */
function observed(kv, failed) {
  const counting = (/** @type {(...words: any[]) => any} */ act) => async (/** @type {any[]} */ ...words) => {
    try {
      return await act(...words);
    } catch (error) {
      failed.steps += 1;
      throw error;
    }
  };
  return { ...kv, get: counting(kv.get), put: counting(kv.put) };
}

/** Between a read and its answer others go on. @param {any} kv */
function slow(kv) {
  return {
    ...kv,
    async get(/** @type {string} */ key) {
      const found = await kv.get(key);
      await kv.get(PAUSE);
      return found;
    },
  };
}

/** A service that compares nothing, and shows to all what was there before for as long as it is late. @param {any} memory @param {import("./clocks.js").Clock} clock */
function late(memory, clock) {
  /** @type {{ at: number, value: Uint8Array }[]} */
  const writes = [];
  return {
    capabilities: { ...memory.capabilities, atomic: false, consistency: "eventual", delay: DELAY },
    get: () => writes.findLast(({ at }) => at + DELAY * 1000 <= clock.now()) ?? null,
    put: (/** @type {string} */ _key, /** @type {Uint8Array} */ value) => writes.push({ at: clock.now(), value: value.slice() }) > 0,
    delete() {},
  };
}

/** @param {{ on: <T>(here: boolean, act: (sessions: any) => Promise<T>) => Promise<T>, clock: import("./clocks.js").Clock, logIn: (sessions: any) => Promise<string>, requests: Request[], isFailing: boolean, cookie: string, every: number, skew: number, onError: string, delay: number }} run */
async function hold({ on, clock, logIn, requests, isFailing, cookie, every, skew, onError, delay }) {
  const must = (/** @type {unknown} */ holds, /** @type {string} */ what) => {
    if (!holds) throw new Error(what);
  };
  const isIn = (/** @type {boolean} */ here, /** @type {string} */ of) => on(here, async (sessions) => (await sessions.fetch(of)).has("user"));
  const known = (every + delay) * 1000;
  const failures = requests.filter(({ error }) => error !== undefined);
  const all = requests.filter(({ kind }) => isRevoke(kind));
  for (const { kind, error, ended } of failures) {
    const isInterrupted = error.code === "ERR_SESSION_INTERRUPTED" && /anew|give/.test(kind) && all.some((revoke) => revoke.began < ended && revoke.kind !== kind);
    must(isInterrupted || (isFailing && error.code === "ERR_STORE"), `a ${kind} failed with ${error}`);
  }

  const revokes = all.filter(({ error }) => error === undefined);
  for (const { kind, isHere, began, from, ended, isIn: found } of requests.filter((request) => request.isIn !== undefined)) {
    const told = revokes.filter((revoke) => revoke.ended < began);
    must(!told.some((revoke) => revoke.isHere === isHere) || !found, "who was revoked is let in where that was done");
    // With `allow`, who could not be looked up.
    const isUnseen = onError === "allow" && isFailing;
    must(!told.some((revoke) => from - revoke.to >= known) || !found || isUnseen, "who was revoked is let in");
    must(found || kind.startsWith("except") || all.some((revoke) => revoke.began < ended), "who nobody had revoked is out");
  }

  for (const { kind, given, sent } of requests.filter((request) => /^(anew|give)/.test(request.kind) && request.given)) {
    // With `allow`, who could not be looked up.
    if (onError === "allow" && isFailing) continue;
    must(!revokes.some((revoke) => revoke.ended < Number(sent)), `who was revoked is let in: a ${kind} was sent after it, ${given}`);
  }

  // The one that revoked knows at once; the other one within `every`.
  const excepted = requests.filter(({ kind, error }) => kind.startsWith("except") && error === undefined);
  // What begins anew is dated by its machine's clock; with `allow`, nobody may have looked.
  const isDated = skew <= 0 && !(onError === "allow" && isFailing);
  const ofBefore = [cookie, ...requests.flatMap(({ kind, given }) => (/^(write|renew)/.test(kind) || (isDated && kind.startsWith("anew")) ? [given ?? cookie] : []))];
  const isOut = async (/** @type {boolean} */ here, /** @type {string} */ what) => {
    for (const one of ofBefore) must(!(await isIn(here, one)), what);
  };
  for (const { isHere } of revokes) await isOut(isHere, "who was revoked is let in where that was done");
  clock.advance(every + delay);
  for (const here of [true, false]) if (revokes.length > 0) await isOut(here, "who was revoked is let in");

  for (const { kind, isHere, given, began, ended, from, to } of requests.filter((request) => request.kind.startsWith("log-in") && request.given)) {
    const [here, there] = [await isIn(true, String(given)), await isIn(false, String(given))];
    must(here === there, `the machines don't agree about a ${kind}`);
    /** By how much its clock is ahead of that of a machine that revoked. @param {Request} revoke */
    const ahead = (revoke) => ((isHere ? 0 : skew) - (revoke.isHere ? 0 : skew)) * 1000;
    const isAfter = all.every((revoke) => (ahead(revoke) > 0 ? revoke.to < from + ahead(revoke) : revoke.ended < began));
    const isBefore = revokes.some((revoke) => (ahead(revoke) > 0 ? revoke.from > to + ahead(revoke) : revoke.began > ended));
    must(here || !isAfter, "who logged in after all revokes is out");
    must(!here || !isBefore, "who logged in before a revoke is let in");
  }
  for (const { given, began, ended } of excepted.filter((request) => request.given)) {
    const others = all.filter((revoke) => revoke.began !== began);
    const here = await isIn(true, String(given));
    must(here || others.length > 0, "who was excepted is out");
    must(!here || !others.some((revoke) => revoke.kind.startsWith("revoke") && revoke.error === undefined), "who was revoked by another one is let in for a revoke of its own");
    must(!here || !others.some((revoke) => revoke.began > ended && revoke.error === undefined), "who was excepted is let in after another revoke");
  }
  clock.advance(2 * SKEW);
  for (const here of [true, false]) must(await isIn(!here, await on(here, logIn)), "who logs in after it is out");
}
