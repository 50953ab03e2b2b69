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
      equal(await isIn(here, await logIn(here)), false, "who logs in here before that time is out, as the page says");
      ahead = 3_600_100;
      ok(await isIn(here, await logIn(here)), "and in after it");
    } finally {
      Date.now = now;
    }
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
