// @ts-check
// The server-side store over memory, where it differs from Plug's ETS store: the sid, a late write, renewal.

import { setCookieOf } from "../platform.js";
import { equal, fails, ok } from "../check.js";
import { parts, sentBack } from "../cookie.js";

/** @param {any} test @param {any} waxseal */
export async function memory(test, waxseal) {
  const open = (more = {}) => waxseal.createSessions({ store: "memory", key: "sid", log: false, ...more });
  /** A session with `{ a: 1 }`. @param {any} sessions */
  const begin = async (sessions) => {
    const it = await sessions.fetch("");
    it.put("a", 1);
    return sentBack(await sessions.commit(it));
  };
  const write = async (/** @type {any} */ sessions, /** @type {string} */ cookie, /** @type {(it: any) => void} */ change) => {
    const it = await sessions.fetch(cookie);
    change(it);
    return sessions.commit(it);
  };

  await test("a sid is 43 characters of base64url, never the same", async () => {
    const sessions = open();
    const sids = new Set();
    for (let count = 0; count < 100; count++) sids.add(parts(`${await begin(sessions)};`).value);
    equal(sids.size, 100, "different sids");
    for (const sid of sids) ok(/^[A-Za-z0-9_-]{43}$/.test(sid), sid);
  });
  await test("the bits of sids are as often 0 as 1", async () => {
    const own = waxseal.createSessions({ store: "memory", key: "sid", log: false });
    const [most, sids] = [4096, new Set()];
    const ones = new Array(256).fill(0);
    for (let made = 0; made < most; made += 1) {
      const sid = parts(await own.commit((await own.fetch("")).put("a", 1))).value;
      sids.add(sid);
      const bytes = atob(sid.replace(/-/g, "+").replace(/_/g, "/"));
      for (let bit = 0; bit < 256; bit += 1) ones[bit] += (bytes.charCodeAt(bit >> 3) >> (bit & 7)) & 1;
    }
    equal(sids.size, most, "each another one");
    // Seven times the deviation of a fair coin's: by chance once in a billion runs.
    const farthest = Math.max(...ones.map((count) => Math.abs(count - most / 2)));
    ok(farthest < 7 * Math.sqrt(most / 4), `a bit is 1 in ${farthest} more or less than half of ${most}`);
  });
  await test("a sid that the client chose is never taken", async () => {
    const sessions = open();
    for (const chosen of ["attacker-chosen", "A".repeat(43), `${"A".repeat(42)}B`, "A".repeat(128), "", "__proto__", "..%2f"]) {
      const header = await write(sessions, `sid=${chosen}`, (it) => it.put("a", 2));
      ok(parts(header).value !== chosen && /^[\w-]{43}$/.test(parts(header).value), `${chosen} became ${header}`);
      equal((await sessions.fetch(`sid=${chosen}`)).has("a"), false, "under the chosen sid");
    }
  });
  await test("a late write does not bring a dropped session back", async () => {
    const sessions = open();
    const cookie = await begin(sessions);
    const late = await sessions.fetch(cookie);
    late.put("b", 2);
    await write(sessions, cookie, (it) => it.drop());
    const error = await fails(() => sessions.commit(late), "ERR_SESSION_INTERRUPTED", "the late commit");
    ok(error instanceof waxseal.SessionInterruptedError, "class");
    equal((await sessions.fetch(cookie)).has("a"), false, "the session afterwards");
  });
  /** @type {[string, (it: any) => void][]} */
  const ends = [["renewed", (it) => it.put("user", "ada").renew()], ["dropped", (it) => it.drop()]];
  for (const [how, end] of ends) {
    await test(`a late request with a sid that was ${how} sets no cookie`, async () => {
      /** @type {string[]} */
      const logged = [];
      const sessions = open({ log: (/** @type {any} */ { reason }) => void logged.push(reason) });
      const cookie = await begin(sessions);
      const ended = await write(sessions, cookie, end);
      logged.length = 0;
      for (const [late, log] of /** @type {[(it: any) => void, string][]} */ ([
        [(it) => it.get("a"), "retired_sid"],
        [(it) => it.put("late", 1), "retired_sid,late_write"],
        [(it) => it.put("late", 1).renew(), "retired_sid,late_write"],
        [(it) => it.clear(), "retired_sid,late_write"],
        [(it) => it.put("late", 1).ignore(), "retired_sid"],
      ])) {
        const it = await sessions.fetch(cookie);
        equal(it.keys().length, 0, "what it reads");
        late(it);
        equal((await setCookieOf(sessions, it, 200)) ?? null, null, "Set-Cookie");
        equal(logged.splice(0).join(), log, "the log");
      }
      if (how === "renewed") equal((await sessions.fetch(sentBack(ended))).keys().join(), "a,user", "the new session");
      // A log-in of its own is one, and a log-out holds.
      ok(sentBack(await write(sessions, cookie, (it) => it.clear().put("user", "eve").renew())) !== cookie, "a log-in");
      ok((await write(sessions, cookie, (it) => it.drop())).includes("max-age=0"), "a log-out");
    });
  }
  await test("a sid that stays is not sent again", async () => {
    const sessions = open();
    const cookie = await begin(sessions);
    equal(await write(sessions, cookie, (it) => it.put("b", 1)), undefined, "Set-Cookie");
    equal((await sessions.fetch(cookie)).keys().join(), "a,b", "it was written");
  });
  await test("a cookie that the browser will forget slides with use", async () => {
    const { now } = Date;
    const start = now();
    try {
      const sessions = open({ maxAge: 8000, idleTimeout: 100_000, maxLifetime: 1_000_000 });
      const cookie = await begin(sessions);
      let sent = 0;
      let most = 0;
      for (let seconds = 0; seconds < 40_000; seconds += 700) {
        Date.now = () => start + seconds * 1000;
        const act = seconds % 3 ? (/** @type {any} */ it) => it.get("a") : (/** @type {any} */ it) => it.put("at", seconds);
        const header = await write(sessions, cookie, act);
        most = Math.max(most, seconds - sent);
        if (header) sent = seconds;
        if (header) ok(sentBack(header) === cookie && header.includes("max-age=8000"), header);
      }
      ok(most < 4000, `the browser's cookie is never older than half of what it lives: ${most} s`);
      ok(most >= 1000, `and not sent each time: ${most} s`);
    } finally {
      Date.now = now;
    }
  });
  await test("a log-out ends a sid that the store has nothing of", async () => {
    const sessions = open();
    const unknown = `sid=${"A".repeat(43)}`;
    ok((await write(sessions, unknown, (it) => it.drop())).startsWith("sid=; "), "the cookie is deleted");
    equal(await write(sessions, "sid=no-sid", (it) => it.drop()), undefined, "what is no sid is nothing to delete");
  });
  await test("renew gives a new sid, and the old one is gone", async () => {
    const sessions = open();
    const old = await begin(sessions);
    const renewed = sentBack(await write(sessions, old, (it) => it.renew()));
    ok(renewed !== old, "another sid");
    equal((await sessions.fetch(renewed)).get("a"), 1, "under the new sid");
    equal((await sessions.fetch(old)).has("a"), false, "under the old sid");
  });
  await test("two requests at once lose nothing", async () => {
    const sessions = open();
    const cookie = await begin(sessions);
    const [one, two] = [await sessions.fetch(cookie), await sessions.fetch(cookie)];
    one.put("one", 1);
    two.put("two", 2);
    await Promise.all([sessions.commit(one), sessions.commit(two)]);
    equal([...(await sessions.fetch(cookie)).keys()].sort().join(), "a,one,two", "keys");
  });
  await test("a read writes nothing and sends nothing", async () => {
    const sessions = open();
    const cookie = await begin(sessions);
    equal(await write(sessions, cookie, (it) => it.get("a")), undefined, "Set-Cookie");
  });
  await test("sessions that expire", async () => {
    const { now } = Date;
    let ahead = 0;
    Date.now = () => now() + ahead;
    try {
      const idle = open({ idleTimeout: 60, maxLifetime: 300 });
      const cookie = await begin(idle);
      for (const seconds of [50, 100, 150, 200, 250, 299, 301]) {
        ahead = seconds * 1000;
        const there = seconds < 300;
        equal((await idle.fetch(cookie)).has("a"), there, `after ${seconds} s, used every 50 s`);
        if (there) await write(idle, cookie, (it) => it.get("a"));
      }
      ahead = 0;
      const unused = await begin(idle);
      ahead = 61_000;
      equal((await idle.fetch(unused)).has("a"), false, "unused for 61 s");
    } finally {
      Date.now = now;
    }
  });
  await test("large sessions, and every kind of term", async () => {
    const sessions = open();
    const { Atom, Float, Tuple } = waxseal.term;
    const values = {
      text: "x".repeat(300_000),
      bytes: new Uint8Array(1000).fill(255),
      tuple: new Tuple(new Atom("ok"), new Float(1)),
      big: 10n ** 50n,
      map: new Map([[1, { a: [] }]]),
    };
    const header = await write(sessions, "", (it) => Object.entries(values).forEach(([key, value]) => it.put(key, value)));
    const back = await sessions.fetch(sentBack(header));
    equal(back.get("text").length, 300_000, "text");
    equal(back.get("bytes").length, 1000, "bytes");
    equal(back.get("tuple").items[0].name, "ok", "tuple");
    equal(back.get("big"), 10n ** 50n, "big");
    equal(JSON.stringify(back.get("map").get(1)), '{"a":[]}', "map");
  });
  await test("two memory stores share nothing", async () => {
    const cookie = await begin(open());
    equal((await open().fetch(cookie)).has("a"), false, "in another store");
  });
  await test('"ets" and "memory" are one store\'s names', async () => {
    const sessions = open({ store: "ets" });
    equal((await sessions.fetch(await begin(sessions))).get("a"), 1, "round trip");
    equal(waxseal.Store.get("ets"), waxseal.Store.get("memory"), "Store.get");
  });
}
