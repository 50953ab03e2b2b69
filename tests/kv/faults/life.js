// @ts-check
// A long life: edges with clocks of their own, tabs, outages. Nobody who is active is logged out, and no log-out is undone.

import { ahead, unhurried } from "../clock.js";
import { plain } from "../plain.js";

/** @param {any} waxseal @param {() => any} makeKV @returns {import("waxseal/conformance").Test[]} */
export function life(waxseal, makeKV) {
  const must = (/** @type {unknown} */ holds, /** @type {string} */ what) => {
    if (!holds) throw new Error(what);
  };
  /** @type {string[]} */
  let logged = [];
  const open = (/** @type {any} */ kv, more = {}) =>
    waxseal.createSessions({ store: "kv", kv, key: "sid", log: (/** @type {any} */ { reason }) => void logged.push(reason), ...more });
  const begin = async (/** @type {any} */ sessions) => (await sessions.commit((await sessions.fetch("")).put("user", "ada"))).split(";")[0];
  const read = async (/** @type {any} */ sessions, /** @type {string} */ cookie) => {
    const session = await sessions.fetch(cookie);
    const user = session.get("user");
    must((await sessions.commit(session)) === undefined, "a read sets no cookie");
    return user;
  };
  /** @param {Promise<unknown>} promise @returns {Promise<any>} */
  const errorOf = (promise) => promise.then(() => undefined, (error) => error);
  const MINUTE = 60;

  /** @type {[string, (advance: (seconds: number) => void) => Promise<void>][]} */
  const all = [
    ["who comes back within idleTimeout is not logged out", async (advance) => {
      for (const visits of [[29.4, 31.2, 56.9, 56.9], [3.1, 59.9, 59.9], [59.9, 59.9, 59.9]]) {
        const sessions = open(makeKV(), { idleTimeout: 60 * MINUTE });
        const cookie = await begin(sessions);
        for (const minutes of visits) {
          advance(minutes * MINUTE);
          must((await read(sessions, cookie)) === "ada", `logged out after ${minutes} min of ${visits}`);
        }
      }
    }],
    ["a touch that the service refuses is tried again, and then by the next request; the log is told", async (advance) => {
      const kv = makeKV();
      let refusals = 0;
      const ailing = { ...kv, put: (/** @type {any[]} */ ...words) => {
        if ((refusals -= 1) >= 0) throw new Error("refused");
        return kv.put(...words);
      } };
      const sessions = open(ailing, { idleTimeout: 60 * MINUTE });
      const cookie = await begin(sessions);
      logged = [];
      advance(59 * MINUTE);
      refusals = 2;
      await read(sessions, cookie);
      advance(2 * MINUTE);
      must((await read(sessions, cookie)) === "ada" && logged.length === 0, `refused twice: ${logged}`);
      advance(10 * MINUTE);
      refusals = 3;
      await read(sessions, cookie);
      must(logged.join() === "touch_failed", `refused three times: ${logged}`);
      await read(sessions, cookie);
      advance(55 * MINUTE);
      must((await read(sessions, cookie)) === "ada", "the next request tried again");
    }],
    ["a request that begins in time keeps the session, however it ends", async (advance) => {
      for (const change of [() => {}, (/** @type {any} */ session) => session.put("b", 1), (/** @type {any} */ session) => session.renew()]) {
        for (const kv of [makeKV(), plain(makeKV())]) {
          const sessions = open(kv, { idleTimeout: 60 * MINUTE });
          const cookie = await begin(sessions);
          advance(60 * MINUTE - 1);
          const session = await sessions.fetch(cookie);
          change(session);
          advance(2);
          const after = ((await sessions.commit(session)) ?? cookie).split(";")[0];
          advance(59 * MINUTE);
          must((await read(sessions, after)) === "ada", `${change}`);
        }
      }
    }],
    ["a lifetime that ends while a request runs is said, and a new log-in has one of its own", async (advance) => {
      for (const change of [(/** @type {any} */ session) => session.put("b", 1), (/** @type {any} */ session) => session.renew()]) {
        const kv = makeKV();
        const late = { ...kv, put: (/** @type {any} */ key, /** @type {any} */ value, /** @type {any} */ options) => kv.put(key, value, { ...options, ttl: 1e6 }) };
        const sessions = open(late, { maxLifetime: 60 * MINUTE });
        const cookie = await begin(sessions);
        advance(60 * MINUTE - 1);
        const session = await sessions.fetch(cookie);
        change(session);
        advance(2);
        const error = await errorOf(sessions.commit(session));
        must(error?.code === "ERR_SESSION_INTERRUPTED" && /time was over/.test(error.message), `${change}: ${error}`);
        const login = (await sessions.commit(session.clear().put("user", "eve").renew())).split(";")[0];
        advance(59 * MINUTE);
        must((await read(sessions, login)) === "eve", "the log-in");
      }
    }],
    ["two tabs: what a write answers late stands in no log-in's place", async () => {
      const sessions = open(makeKV());
      const cookie = await begin(sessions);
      const write = await sessions.commit((await sessions.fetch(cookie)).put("b", 1));
      must((await sessions.commit((await sessions.fetch(cookie)).renew())) !== undefined && write === undefined, `the write answers ${write}`);
    }],
    ["a touch that another tab was quicker than sends the cookie all the same, unless that one logged out", async () => {
      for (const [act, expected] of /** @type {[(session: any) => any, string][]} */ ([
        [(session) => session.touch(), "ada, 3600"], [(session) => session.put("b", 1), "ada, 3600"], [(session) => session.drop(), "undefined, no cookie"],
      ])) {
        const sessions = open(makeKV(), { maxAge: 3600 });
        const cookie = await begin(sessions);
        const session = (await sessions.fetch(cookie)).touch();
        await sessions.commit(act(await sessions.fetch(cookie)));
        const header = await sessions.commit(session);
        const [, seconds] = /^sid=.*; max-age=(\d+)/.exec(header ?? "") ?? [];
        const user = (await sessions.fetch(cookie)).get("user");
        must(`${user}, ${seconds ?? "no cookie"}` === expected, `${act}: ${user}, ${header}`);
      }
    }],
    ["a retirement whose acknowledgement is lost, and lands or not, costs nobody their session", async () => {
      for (const lands of ["at once", "late", "never"]) {
        for (const deaf of [0, 1, 2]) {
          const kv = makeKV();
          let [puts, gets] = [-1, 0];
          /** @type {(() => unknown)[]} */
          const late = [];
          const lossy = {
            ...kv,
            put: (/** @type {any[]} */ ...words) => {
              if ((puts -= 1) !== 0) return kv.put(...words);
              gets = deaf;
              if (lands === "at once") kv.put(...words);
              if (lands === "late") late.push(() => kv.put(...words));
              throw new Error("the connection was lost");
            },
            get: (/** @type {string} */ key) => {
              if ((gets -= 1) >= 0) throw new Error("down");
              return kv.get(key);
            },
          };
          const sessions = open(lossy);
          const cookie = await begin(sessions);
          const session = (await sessions.fetch(cookie)).renew();
          puts = 2;
          const renewed = await sessions.commit(session).catch((/** @type {any} */ error) => {
            must(error.code === "ERR_STORE", `${error}`);
            return cookie;
          });
          for (const arrive of late) arrive();
          must((await read(sessions, renewed.split(";")[0])) === "ada", `it lands ${lands}, ${deaf} reads fail`);
          must((renewed === cookie) === (lands !== "at once"), `it lands ${lands}: ${renewed === cookie ? "kept" : "renewed"}`);
        }
      }
    }],
    ["clocks that differ by minutes, or that begin in 1970, end nothing", async (advance) => {
      const kv = makeKV();
      // The service has a clock of its own.
      const other = { ...kv, put: (/** @type {any} */ key, /** @type {any} */ value, /** @type {any} */ options) => kv.put(key, value, { ...options, ttl: 1e10 }) };
      const sessions = open(other, { idleTimeout: 15 * MINUTE });
      const back = Date.now() / 1000;
      for (const behind of [16 * MINUTE, back]) {
        const cookie = await begin(sessions);
        advance(-behind);
        await sessions.commit((await sessions.fetch(cookie)).put("b", 1));
        advance(behind);
        must((await read(sessions, cookie)) === "ada", `written by a clock that is ${behind} s behind`);
      }
    }],
    ["a clock that is put forward during a contended commit ends no patience", async (advance) => {
      const kv = makeKV();
      let conflicts = 0;
      const sessions = open({ ...kv, put: (/** @type {any[]} */ ...words) => {
        if ((conflicts -= 1) < 0) return kv.put(...words);
        advance(10 * MINUTE);
        return false;
      } });
      const cookie = await begin(sessions);
      const session = (await sessions.fetch(cookie)).put("b", 1);
      conflicts = 2;
      await sessions.commit(session);
      must((await sessions.fetch(cookie)).has("b"), "it was written");
    }],
    ["a log-out ends what the service does not show, or what can't be opened", async () => {
      for (const shown of [null, new Uint8Array([1, 2, 3])]) {
        for (const kv of [makeKV(), plain(makeKV())]) {
          let isLate = false;
          const late = { ...kv, get: async (/** @type {string} */ key) => {
            const found = await kv.get(key);
            return isLate ? shown && { ...found, value: shown } : found;
          } };
          const sessions = open(late);
          const cookie = await begin(sessions);
          isLate = true;
          const header = await sessions.commit((await sessions.fetch(cookie)).drop());
          isLate = false;
          must(/^sid=;.*max-age=0/.test(header ?? ""), `the header: ${header}`);
          must((await read(sessions, cookie)) === undefined, "it is there again");
        }
      }
    }],
  ];
  return all.map(([name, run]) => ({ name, run: () => unhurried(() => ahead(run)) }));
}
