// @ts-check
// Cookie sessions that can be revoked, all of an owner's at once.

import { equal, fails, ok } from "../check.js";
import { plainConfig, sentBack } from "../cookie.js";
import { setCookieOf } from "../platform.js";

const OWNER = "user:42";

/** A service that is shared by machines, counts its reads and may be down. */
function makeService() {
  /** @type {Map<string, { value: Uint8Array, version: number }>} */
  const rows = new Map();
  const service = {
    rows,
    reads: 0,
    isDown: false,
    capabilities: { atomic: true, consistency: "strong", minTtl: 0, maxValue: 1e6 },
    async get(/** @type {string} */ key) {
      service.reads += 1;
      if (service.isDown) throw new Error("down");
      return rows.get(key) ?? null;
    },
    async put(/** @type {string} */ key, /** @type {Uint8Array} */ value, /** @type {any} */ { if: condition }) {
      if (service.isDown) throw new Error("down");
      if (condition !== undefined && condition !== (rows.get(key)?.version ?? null)) return false;
      rows.set(key, { value: value.slice(), version: Math.random() });
      return true;
    },
    async delete() {},
  };
  return service;
}

/** @param {any} test @param {any} waxseal */
export async function revocation(test, { createSessions, CookieStore, StoreError }) {
  const kinds = {
    signed: {},
    encrypted: { encryptionSalt: "an encryption salt" },
    JSON: { serializer: "json" },
    "one's own serializer": { serializer: { encode: JSON.stringify, decode: (/** @type {any} */ payload) => JSON.parse(payload) } },
  };
  const open = (/** @type {any} */ kv, more = {}, options = {}) => createSessions({ ...plainConfig.sessions, ...options, revocation: { kv, every: 0, ...more } });
  const logIn = async (/** @type {any} */ sessions, owner = OWNER) => {
    const session = (await sessions.fetch("")).clear().put("user", 42).renew();
    session.owner = owner;
    return sentBack(await sessions.commit(session));
  };
  const isIn = async (/** @type {any} */ sessions, /** @type {string} */ cookie) => (await sessions.fetch(cookie)).has("user");

  for (const [kind, options] of Object.entries(kinds)) {
    await test(`${kind}: revoked, all or all but one, wherever they are read`, async () => {
      const kv = makeService();
      /** @type {string[]} */
      const told = [];
      const [here, there] = [open(kv, {}, options), open(kv, {}, { ...options, log: (/** @type {any} */ { reason }) => void told.push(reason) })];
      const [phone, laptop, other] = [await logIn(here), await logIn(there), await logIn(here, "user:43")];
      ok(await isIn(there, phone) && await isIn(here, laptop), "in");
      const mine = await here.fetch(laptop);
      const late = await there.fetch(phone);
      equal(await here.revoke(OWNER, { except: mine }), undefined, "how many is not known");
      const anew = sentBack(await here.commit(mine));
      ok(anew !== laptop && await isIn(there, anew), "this one goes on, by a cookie that is written anew");
      told.length = 0;
      equal([await isIn(there, phone), await isIn(there, laptop)].join(), "false,false", "all that were given out before are none");
      equal(told.join(), "revoked,revoked", "the log");
      equal(await isIn(there, sentBack(await there.commit(late.put("late", 1)))), false, "what a request wrote that had read it before is none");
      ok(await isIn(there, other), "another owner's is");
      await here.revoke(OWNER);
      equal(await isIn(there, anew), false, "all");
      ok(await isIn(there, await logIn(here)), "who logs in again is in, at once");
      for (const [key, { value }] of kv.rows) ok(!(key + String.fromCharCode(...value)).includes(OWNER), "the service can't read whose they are");
    });
    await test(`${kind}: nothing that a request in flight begins outlives a revoke`, async () => {
      const kv = makeService();
      const [here, there] = [open(kv, {}, options), open(kv, { every: 60 }, options)];
      const ways = {
        "logs in anew": (/** @type {any} */ session) => void (session.clear().put("user", 42).renew().owner = OWNER),
        "configures it": (/** @type {any} */ session) => void (session.clear().configure({ renew: true, maxAge: 60 }).put("user", 42).owner = OWNER),
        "logs another one in": (/** @type {any} */ session) => void (session.clear().put("user", 43).renew().owner = "user:43"),
        "begins nobody's": (/** @type {any} */ session) => session.clear().put("user", 42).renew(),
        "gives it to another one": (/** @type {any} */ session) => void (session.owner = "user:43"),
        "takes the owner away": (/** @type {any} */ session) => void (session.put("late", 1).owner = null),
      };
      for (const [way, act] of Object.entries(ways)) {
        for (const sessions of [here, there]) {
          const cookie = await logIn(here);
          const late = await sessions.fetch(cookie);
          ok(late.has("user"), `${way}: in`);
          await here.revoke(OWNER);
          act(late);
          await fails(() => sessions.commit(late), "ERR_SESSION_INTERRUPTED", way);
          ok(/max-age=0/i.test(await sessions.commit(late.drop())), `${way}: it is as it was, and can be dropped`);
          equal(await isIn(sessions, cookie), false, `${way}: from then on this machine knows it`);
          const lazy = sessions.lazy(await logIn(here));
          act(await lazy.load());
          ok(await isIn(there, sentBack(await sessions.commit(lazy))), `${way}: where nobody revoked it is done`);
        }
      }
    });
    await test(`${kind}: who revokes, and logs in anew by the same request, is in`, async () => {
      const kv = makeService();
      const [here, there] = [open(kv, {}, options), open(kv, { every: 60 }, options)];
      const phone = await logIn(here);
      for (const isFirst of [true, false]) {
        for (const sessions of [here, there]) {
          const session = await sessions.fetch(await logIn(here));
          if (isFirst) session.clear().put("user", 42).renew().owner = OWNER;
          await sessions.revoke(OWNER, { except: session });
          if (!isFirst) session.clear().put("user", 42).renew().owner = OWNER;
          ok(await isIn(here, sentBack(await sessions.commit(session))), "in");
        }
      }
      const begun = (await there.fetch("")).clear().put("user", 42).renew();
      begun.owner = OWNER;
      await there.revoke(OWNER, { except: begun });
      ok(await isIn(here, sentBack(await there.commit(begun))), "and who had no session before");
      equal(await isIn(here, phone), false, "nobody else");
    });
    await test(`${kind}: who was revoked saves no session by a revoke of its own`, async () => {
      const kv = makeService();
      const [here, there] = [open(kv, {}, options), open(kv, { every: 60 }, options)];
      for (const owner of [OWNER, "user:43"]) {
        const late = await there.fetch(await logIn(here));
        await here.revoke(OWNER);
        await there.revoke(owner, { except: late });
        const written = await there.commit(late.put("late", 1));
        equal(await isIn(here, sentBack(written)), false, `by a revoke of ${owner}`);
      }
    });
    await test(`${kind}: a session of before a revoke that gets its owner after it is in`, async () => {
      const sessions = open(makeService(), {}, { ...options, idleTimeout: 3600, maxLifetime: 7200 });
      const visitor = sentBack(await sessions.commit((await sessions.fetch("")).put("theme", "dark")));
      await sessions.revoke(OWNER);
      const session = (await sessions.fetch(visitor)).put("user", 42).renew();
      session.owner = OWNER;
      const cookie = sentBack(await sessions.commit(session));
      ok(await isIn(sessions, cookie), "in");
      await sessions.revoke(OWNER);
      equal(await isIn(sessions, cookie), false, "and the next revoke ends it");
    });
    await test(`${kind}: a session that was revoked is nobody's, and can be deleted or begun anew`, async () => {
      const sessions = open(makeService(), {}, options);
      const cookie = await logIn(sessions);
      await sessions.revoke(OWNER);
      const session = await sessions.fetch(cookie);
      equal(`${session.owner} ${session.keys().length} ${session.isNew}`, "undefined 0 true", "what it says");
      equal(JSON.stringify(session.toObject()), "{}", "what is in it");
      ok(/max-age=0/i.test(await sessions.commit(session.drop())), "its cookie is deleted");
      const begun = sentBack(await sessions.commit((await sessions.fetch(cookie)).put("theme", "dark")));
      equal((await sessions.fetch(begun)).keys().join(), "theme", "begun anew");
    });
  }

  await test("who logs in at once when a revoke is done elsewhere is in, by a clock that goes in steps too", async () => {
    const { now } = Date;
    try {
      Date.now = () => now() - (now() % 10);
      const service = makeService();
      const [sessions, another] = [open(service), open(service)];
      for (let time = 0; time < 10; time += 1) {
        const before = await logIn(sessions);
        await another.revoke(OWNER);
        // It can't be asked when that was: the clock tells.
        service.isDown = true;
        const cookie = await logIn(sessions);
        service.isDown = false;
        equal(`${await isIn(sessions, before)} ${await isIn(sessions, cookie)}`, "false true", "the session of before, and the log-in");
      }
    } finally {
      Date.now = now;
    }
  });

  await test("sessions of nobody's are looked up nowhere", async () => {
    const kv = makeService();
    const sessions = open(kv);
    const cookie = sentBack(await sessions.commit((await sessions.fetch("")).put("user", 1)));
    kv.isDown = true;
    ok(await isIn(sessions, cookie) && kv.reads === 0, "no read");
    await sessions.fetch("");
    await sessions.fetch(`${plainConfig.key}=SFMyNTY.forged.forged`);
    equal(kv.reads, 0, "nor for what is no session");
  });
  await test("an owner is read at most once in so many seconds, however many ask; here a revoke holds at once", async () => {
    const { now } = Date;
    let ahead = 0;
    Date.now = () => now() + ahead;
    try {
      const kv = makeService();
      const [here, there] = [open(kv, { every: 60 }), open(kv, { every: 60 })];
      const cookie = await logIn(here);
      await Promise.all(Array.from({ length: 20 }, () => isIn(here, cookie)));
      ok(await isIn(there, cookie), "there");
      equal(kv.reads, 2, "each reads once");
      await here.revoke(OWNER);
      kv.reads = 0;
      equal(await isIn(here, cookie), false, "here, at once");
      ok(await isIn(there, cookie), "there, not yet");
      equal(kv.reads, 0, "without a read");
      ahead += 60_000;
      equal(await isIn(there, cookie), false, "there, a minute later");
      ahead -= 600_000;
      await isIn(there, cookie);
      equal(kv.reads, 2, "a clock that was put back is no reason to trust what was read");
      for (let at = 0; at < 1500; at += 1) await here.fetch(await logIn(here, `user:${at}`));
      kv.reads = 0;
      await isIn(here, cookie);
      equal(kv.reads, 1, "what is kept in mind is bounded");
    } finally {
      Date.now = now;
    }
  });
  await test("a revoke by a machine whose clock is behind another's that revoked waits for nothing, and holds", async () => {
    const { now } = Date;
    let ahead = 3_600_000;
    Date.now = () => now() + ahead;
    try {
      const kv = makeService();
      const [here, there] = [open(kv), open(kv)];
      await there.revoke(OWNER);
      ahead = 0;
      const began = now();
      const cookie = await logIn(here);
      const kept = await here.fetch(await logIn(here, "user:43"));
      await here.revoke(OWNER);
      await here.revoke("user:43", { except: kept });
      ok(now() - began < 600_000, "it does not wait for an hour");
      equal(await isIn(here, cookie), false, "revoked");
      ok(await isIn(there, sentBack(await here.commit(kept))), "this one goes on");
      const anew = await logIn(here);
      ok(await isIn(here, anew) && await isIn(there, anew), "who logs in here after it is in");
      const stays = await here.fetch(anew);
      await here.revoke(OWNER, { except: stays });
      stays.clear().put("user", 42).renew().owner = OWNER;
      const begun = sentBack(await here.commit(stays));
      equal(`${await isIn(here, begun)} ${await isIn(here, anew)}`, "true false", "and who revokes and logs in anew");
      await here.revoke(OWNER);
      equal(await isIn(there, begun), false, "until the next one");
    } finally {
      Date.now = now;
    }
  });
  await test("a revoke whose write takes its time ends what was begun meanwhile", async () => {
    const { now } = Date;
    let ahead = 0;
    Date.now = () => now() + ahead;
    try {
      const kv = makeService();
      const [here, there] = [open(kv), open(kv)];
      const late = await there.fetch(await logIn(here));
      const { put } = kv;
      let begun = "";
      kv.put = async (/** @type {any[]} */ ...words) => {
        kv.put = put;
        ahead += 50;
        late.clear().put("user", 42).renew().owner = OWNER;
        begun = sentBack(await there.commit(late));
        ahead += 50;
        return put.apply(kv, /** @type {any} */ (words));
      };
      await here.revoke(OWNER);
      equal(await isIn(there, begun), false, "out");
      ok(await isIn(there, await logIn(here)), "who logs in after it is in");
    } finally {
      Date.now = now;
    }
  });
  await test("a log-in needs the service no more than before: where it fails, the clock tells", async () => {
    const kv = makeService();
    const sessions = open(kv);
    kv.isDown = true;
    const cookie = await logIn(sessions);
    kv.isDown = false;
    ok(await isIn(sessions, cookie), "in");
    const late = await sessions.fetch(cookie);
    kv.isDown = true;
    late.clear().put("user", 42).renew().owner = OWNER;
    await fails(() => sessions.commit(late), "ERR_STORE", "but who had a session is not let in unseen");
    kv.isDown = false;
    ok(await isIn(sessions, sentBack(await sessions.commit(late))), "and may try again");
  });
  await test("what was known of an owner is known still when the service failed in between", async () => {
    const kv = makeService();
    const sessions = open(kv);
    const cookie = await logIn(sessions);
    const before = new Map(kv.rows);
    await sessions.revoke(OWNER);
    kv.isDown = true;
    await fails(() => sessions.fetch(cookie), "ERR_STORE", "it fails");
    kv.isDown = false;
    // A replica that is late.
    kv.rows.clear();
    for (const [key, row] of before) kv.rows.set(key, row);
    equal(await isIn(sessions, cookie), false, "out");
  });
  await test("a service that fails: nobody is let in unseen, unless that is meant", async () => {
    const kv = makeService();
    /** @type {string[]} */
    const told = [];
    const [strict, lenient] = [open(kv), open(kv, { onError: "allow" }, { log: (/** @type {any} */ { reason }) => void told.push(reason) })];
    const [cookie, revoked] = [await logIn(strict), await logIn(strict, "user:43")];
    await lenient.revoke("user:43");
    kv.isDown = true;
    const error = await strict.fetch(cookie).catch((/** @type {unknown} */ thrown) => thrown);
    ok(error instanceof StoreError && error.operation === "get", "an error");
    told.length = 0;
    ok(await isIn(lenient, cookie), "let in");
    equal(told.join(), "revocation_unknown", "the log");
    equal(await isIn(lenient, revoked), false, "who was known to be revoked is not");
    ok((await strict.revoke(OWNER).catch((/** @type {unknown} */ thrown) => thrown)) instanceof StoreError, "a revoke that fails says so");
    kv.isDown = false;
    ok(await isIn(strict, cookie), "asked again at once");
  });
  await test("a record that can't be read lets nobody in, and a revoke puts it right", async () => {
    const kv = makeService();
    const sessions = open(kv);
    await sessions.revoke(OWNER);
    const cookie = await logIn(sessions);
    const [key] = kv.rows.keys();
    for (const broken of [[], [16], [17, 1, 2], Array(60).fill(16)]) {
      kv.rows.set(key, { value: Uint8Array.from(broken), version: Math.random() });
      const error = await sessions.fetch(cookie).catch((/** @type {unknown} */ thrown) => thrown);
      ok(error instanceof StoreError && !error.retriable && error.message.includes(key) && !error.message.includes(OWNER), `${error}`);
    }
    await sessions.revoke(OWNER);
    equal(await isIn(sessions, cookie), false, "revoked");
    ok(await isIn(sessions, await logIn(sessions)), "and right again");
  });
  await test("an owner that begins with U+FEFF is revoked, and nobody else is", async () => {
    const sessions = open(makeService());
    const [odd, plain] = [await logIn(sessions, "\ufeffadmin"), await logIn(sessions, "admin")];
    await sessions.revoke("\ufeffadmin");
    equal([await isIn(sessions, odd), await isIn(sessions, plain)].join(), "false,true", "who is in");
  });
  await test("what it awaits: fetch, commit, lazy, headers, cookie, send", async () => {
    const kv = makeService();
    const sessions = open(kv);
    const cookie = await logIn(sessions);
    const lazy = sessions.lazy(cookie);
    for (const promise of [sessions.fetch(cookie), lazy.load(), sessions.commit(await sessions.fetch(cookie)), sessions.headers(await sessions.fetch(cookie)), sessions.cookie(await sessions.fetch(cookie))]) ok(typeof promise.then === "function", "a promise");
    const session = (await sessions.fetch(cookie)).put("seen", 1);
    const again = sentBack(String(await setCookieOf(sessions, session, 200)));
    ok(await isIn(sessions, again), "sent");
  });
  await test("a revoke that others outdo each time says so, and goes on no longer", async () => {
    const kv = makeService();
    let tried = 0;
    const error = await fails(() => createSessions({ ...plainConfig.sessions, revocation: { kv: { ...kv, put: async () => ((tried += 1), false) }, timeout: 1 } }).revoke(OWNER), "ERR_STORE", "revoke");
    equal(`${error.operation} ${error.retriable}`, "put true", "what may be tried again");
    ok(tried > 0, "it was tried");
  });
  await test("wrong options, wrong calls", async () => {
    const kv = makeService();
    for (const revocation of [null, 5, [], {}, { kv: {} }, { kv, every: -1 }, { kv, every: 1.5 }, { kv, every: "60" }, { kv, every: 86_401 }, { kv, onError: "open" }, { kv, ownerSecret: "short" }, { kv, prefix: "A" }, { kv, timeout: 0 }, { kv, evry: 5 }]) {
      const error = await fails(() => createSessions({ ...plainConfig.sessions, revocation }), "ERR_CONFIG", JSON.stringify(revocation));
      ok(error.message.startsWith("revocation"), error.message);
    }
    await fails(() => createSessions({ store: "memory", key: "sid", revocation: { kv } }), "ERR_CONFIG", "another store");
    await fails(() => CookieStore.init({ ...plainConfig.store, revocation: { kv } }), "ERR_CONFIG", "by hand");
    const sessions = open(kv);
    await fails(() => sessions.list(OWNER), "ERR_CONFIG", "list");
    await fails(() => sessions.revoke(OWNER, { ids: ["id"] }), "ERR_CONFIG", "ids");
    for (const owner of ["", 5, undefined, "x".repeat(256)]) await fails(() => sessions.revoke(owner), "ERR_CONFIG", "no owner");
    const sent = await sessions.fetch(await logIn(sessions));
    await sessions.commit(sent);
    await fails(() => sessions.revoke(OWNER, { except: sent }), "ERR_CONFIG", "committed before");
  });
}
