// @ts-check
// Owners: who is logged in where, and log out everywhere.

import { equal, fails, ok } from "../check.js";
import { clocked } from "../clock.js";
import { plainConfig, sentBack } from "../cookie.js";

const OWNER = "user:42";
const NAMES = ["phone", "laptop", "tablet"];

/** Rows in memory that compare, or don't. @param {boolean} atomic */
function makeKV(atomic) {
  /** @type {Map<string, { value: Uint8Array, version: number }>} */
  const rows = new Map();
  let version = 0;
  return {
    rows,
    capabilities: { atomic, consistency: atomic ? "strong" : "eventual", minTtl: 0, maxValue: 1e6 },
    async get(/** @type {string} */ key) {
      const found = rows.get(key);
      return found ? { value: found.value.slice(), ...(atomic ? { version: found.version } : {}) } : null;
    },
    async put(/** @type {string} */ key, /** @type {Uint8Array} */ value, /** @type {any} */ { if: condition }) {
      if (condition !== undefined && condition !== (rows.get(key)?.version ?? null)) return false;
      rows.set(key, { value: value.slice(), version: (version += 1) });
      return true;
    },
    async delete(/** @type {string} */ key) {
      rows.delete(key);
    },
  };
}

/** An index written by other code (Node's HMAC and ChaCha20-Poly1305): two sessions of user:42, in the year 2099, under "frozen-", by SECRET. */
const SECRET = "an owner secret of 32 bytes, ok!";
const FROZEN_KEY = "frozen-c9f1745166166ce3df1001b72968aae7f60a2616987d6c10a5af4bc62c0a586e";
const FROZEN = [
  "10404142434445464748494a4b4c4d4e4f50515253545556574d62e2aa08c0d0b85430bab8fd9310d856dd7687c4c032616762730b2ff9aaf615b343",
  "1d2123579fcda77e952b4d3f36dad31d4f1df0ff05a74f6153f18436a1af995512093ebf2b864ba2b5db5e31618fe78bbf9384c2e7b9febff2232d3a",
  "53d235834aadcfdba2a1cd82b79e3184bcf5115739404a71c33777c319667335ee13e42adab4cd1ea9e8bb07e05d18b856ba1606de1bd9c544b36a28",
  "6caa29b7",
].join("");

/** @param {any} test @param {any} waxseal */
export async function owners(test, { createSessions, SessionInterruptedError, StoreError, KvStore }) {
  const open = (/** @type {any} */ kv, more = {}) => createSessions({ store: "kv", key: "sid", kv, log: false, ...more });
  /** @param {any} sessions @param {string} note @param {string} [owner] @returns {Promise<string>} the cookie */
  const logIn = async (sessions, note, owner = OWNER) => {
    const session = (await sessions.fetch("")).clear().put("user", 42).renew();
    session.owner = owner;
    session.note = note;
    return sentBack(await sessions.commit(session));
  };
  const isIn = async (/** @type {any} */ sessions, /** @type {string} */ cookie) => (await sessions.fetch(cookie)).has("user");
  const notes = async (/** @type {any} */ sessions, owner = OWNER) => (await sessions.list(owner)).map((/** @type {any} */ { note }) => note).sort().join();

  for (const atomic of [true, false]) {
    const kind = atomic ? "" : ", where nothing compares";
    await test(`list says where somebody is logged in${kind}`, async () => {
      const kv = makeKV(atomic);
      const sessions = open(kv);
      const before = Date.now();
      const cookies = [];
      for (const name of NAMES) cookies.push(await logIn(sessions, name));
      const current = await sessions.fetch(cookies[1]);
      const all = await sessions.list(OWNER, { current });
      equal(all.length, 3, "as many as log-ins");
      for (const entry of all) {
        equal(Object.keys(entry).sort().join(), "createdAt,current,id,lastSeen,note", "what it says");
        ok(entry.createdAt instanceof Date && entry.lastSeen.getTime() >= before && entry.lastSeen.getTime() <= Date.now(), "its times");
        equal(entry.current, entry.note === "laptop", "which one is asked from");
        equal(entry.current, entry.id === current.id, "its id is the session's");
      }
      equal(await notes(sessions), "laptop,phone,tablet", "notes");
      equal((await sessions.list("user:43")).length, 0, "nobody's");
      equal(current.owner, OWNER, "the session knows");
      equal(current.note, "laptop", "and what was noted");
      for (const [key, { value }] of kv.rows) {
        const text = key + String.fromCharCode(...value);
        ok(!text.includes(OWNER) && !text.includes("laptop") && !cookies.some((cookie) => text.includes(cookie.slice(4))), "the service can read none of it");
      }
    });
    await test(`revoke ends all, all but one, or some${kind}`, async () => {
      const sessions = open(makeKV(atomic));
      const cookies = [];
      for (const name of NAMES) cookies.push(await logIn(sessions, name));
      const other = await logIn(sessions, "another's", "user:43");
      const [phone] = (await sessions.list(OWNER)).filter((/** @type {any} */ { note }) => note === "phone");
      equal(await sessions.revoke(OWNER, { ids: [phone.id, "no such id"] }), 1, "one");
      equal([await isIn(sessions, cookies[0]), await isIn(sessions, cookies[1]), await isIn(sessions, cookies[2])].join(), "false,true,true", "by its id");
      const mine = await sessions.fetch(cookies[1]);
      equal(await sessions.revoke(OWNER, { except: mine }), 1, "the others");
      equal([await isIn(sessions, cookies[1]), await isIn(sessions, cookies[2])].join(), "true,false", "all but this one");
      equal(await notes(sessions), "laptop", "what is left");
      const late = (await sessions.fetch(cookies[1])).put("late", 1);
      equal(await sessions.revoke(OWNER), 1, "all");
      equal(await sessions.revoke(OWNER), 0, "none is left");
      const error = await sessions.commit(late).catch((/** @type {unknown} */ thrown) => thrown);
      ok(error instanceof SessionInterruptedError, "what was read before is not written after it");
      equal(await isIn(sessions, cookies[1]), false, "nor is it there again");
      equal((await sessions.list(OWNER)).length, 0, "nothing is listed");
      ok(await isIn(sessions, other), "another owner's session stays");
      ok(await isIn(sessions, await logIn(sessions, "again")), "and who logs in again is in");
    });
    // A page for the log-in with a CSRF token in its session: a browser whose session is ended by another one is not late.
    await test(`a browser that was revoked may begin a session at once${kind}`, async () => {
      /** @type {string[]} */
      const logged = [];
      const sessions = open(makeKV(atomic), { log: (/** @type {any} */ { reason }) => void logged.push(reason) });
      const cookie = await logIn(sessions, "phone");
      equal(await sessions.revoke(OWNER), 1, "revoked");
      logged.length = 0;
      const begun = await sessions.commit((await sessions.fetch(cookie)).put("token", 1));
      ok(begun !== undefined && sentBack(begun) !== cookie, `a cookie of its own: ${begun}`);
      equal(logged.join(), "revoked", "the log");
      const session = await sessions.fetch(sentBack(begun));
      equal(JSON.stringify(session), '{"token":1}', "what it wrote, and nothing of before");
      equal(await isIn(sessions, cookie), false, "the old one");
    });
    await test(`who revokes all and logs out leaves nothing that a late request could write to${kind}`, async () => {
      const sessions = open(makeKV(atomic));
      const cookie = await logIn(sessions, "phone");
      const session = await sessions.fetch(cookie);
      equal(await sessions.revoke(OWNER), 1, "revoked");
      ok(/max-age=0/i.test(String(await sessions.commit(session.drop()))), "the cookie is deleted");
      equal(await sessions.commit((await sessions.fetch(cookie)).put("late", 1)), undefined, "a late request's cookie");
    });
    await test(`a session that is renewed, given away, or dropped${kind}`, async () => {
      const sessions = open(makeKV(atomic));
      let cookie = await logIn(sessions, "phone");
      cookie = sentBack(await sessions.commit((await sessions.fetch(cookie)).renew()));
      equal(await notes(sessions), "phone", "renewed: one");
      ok((await sessions.list(OWNER, { current: await sessions.fetch(cookie) }))[0].current, "it is that one");
      const noted = await sessions.fetch(cookie);
      noted.note = "my phone";
      await sessions.commit(noted);
      equal(await notes(sessions), "my phone", "noted anew");
      const given = await sessions.fetch(cookie);
      given.owner = "user:43";
      await sessions.commit(given);
      equal(`${await notes(sessions)} ${await notes(sessions, "user:43")}`, " my phone", "given away");
      const nobodys = await sessions.fetch(cookie);
      nobodys.owner = null;
      await sessions.commit(nobodys);
      equal(await notes(sessions, "user:43"), "", "nobody's");
      ok(await isIn(sessions, cookie), "and there");
      const mine = await sessions.fetch(cookie);
      mine.owner = OWNER;
      equal(await sessions.commit(mine), undefined, "without a new sid");
      equal(await notes(sessions), "my phone", "somebody's again");
      await sessions.commit((await sessions.fetch(cookie)).drop());
      equal(await notes(sessions), "", "dropped");
      const twice = await logIn(sessions, "twice");
      const again = (await sessions.fetch(twice)).clear().put("user", 42).renew();
      again.owner = OWNER;
      again.note = "logged in again";
      await sessions.commit(again);
      equal(await notes(sessions), "logged in again", "the log-in before it is gone");
    });
  }

  await test("who logs in again as the same owner has one, whichever is said first", async () => {
    const sessions = open(makeKV(true));
    const log = (/** @type {any} */ it) => it.clear().put("user", 42).renew();
    const say = (/** @type {any} */ it) => Object.assign(it, { owner: OWNER, note: "phone" });
    for (const acts of [[log, say], [say, log]]) {
      const it = await sessions.fetch(await logIn(sessions, "phone"));
      for (const act of acts) act(it);
      equal(`${it.owner} ${it.note}`, `${OWNER} phone`, "what it says before the commit");
      const cookie = sentBack(await sessions.commit(it));
      equal(`${(await sessions.fetch(cookie)).owner} ${await notes(sessions)}`, `${OWNER} phone`, "after it");
      equal(await sessions.revoke(OWNER), 1, "revoked");
      equal(await isIn(sessions, cookie), false, "and out");
    }
    // Taken back, it is nobody's.
    const it = await sessions.fetch(await logIn(sessions, "phone"));
    say(it).owner = null;
    const cookie = sentBack(await sessions.commit(log(it)));
    equal(`${(await sessions.fetch(cookie)).owner} ${await notes(sessions)}`, "undefined ", "nobody's");
  });
  await test("who revokes, and logs in anew by the same request, is in; without an exception it is told how", async () => {
    const sessions = open(makeKV(true));
    for (const isFirst of [true, false]) {
      const [phone, laptop] = [await logIn(sessions, "phone"), await logIn(sessions, "laptop")];
      const session = await sessions.fetch(laptop);
      const anew = () => void (session.clear().put("user", 42).renew().owner = OWNER);
      if (isFirst) anew();
      equal(await sessions.revoke(OWNER, { except: session }), isFirst ? 1 : 2, "the others");
      if (!isFirst) anew();
      const begun = sentBack(await sessions.commit(session));
      equal(`${await isIn(sessions, begun)} ${await isIn(sessions, laptop)} ${await isIn(sessions, phone)}`, "true false false", "who is in");
    }
    const late = await sessions.fetch(await logIn(sessions, "phone"));
    await sessions.revoke(OWNER);
    const error = await fails(() => sessions.commit(late.clear().put("user", 42).renew()), "ERR_SESSION_INTERRUPTED", "none is excepted");
    equal(error.message, "the owner's sessions were revoked while this request ran; nothing was written. A request that does so itself and logs in anew gives its session to revoke as except", "what is said");
  });
  await test("more sessions than one record is to hold", async () => {
    const kv = makeKV(true);
    const sessions = open(kv);
    const note = "n".repeat(200);
    const cookies = [];
    for (let at = 0; at < 300; at += 1) cookies.push(await logIn(sessions, note));
    ok([...kv.rows.values()].every(({ value }) => value.length < 40_000), "no record is large");
    equal((await sessions.list(OWNER)).length, 300, "all are listed");
    const last = sentBack(await sessions.commit((await sessions.fetch(cookies[299])).renew()));
    await sessions.commit((await sessions.fetch(cookies[298])).drop());
    equal((await sessions.list(OWNER)).length, 299, "one is renewed and one dropped");
    equal(await sessions.revoke(OWNER, { except: await sessions.fetch(last) }), 298, "all but one");
    equal(await isIn(sessions, cookies[0]) || (await isIn(sessions, cookies[297])), false, "gone");
    ok(await isIn(sessions, last), "this one stays");
  });
  await test("an owner and a note are what was said, to the last character: one that begins with U+FEFF is nobody else", async () => {
    const odd = "\ufeffadmin";
    for (const sessions of [createSessions({ store: "kv", kv: makeKV(true), key: "_k", log: false }), createSessions(plainConfig.sessions)]) {
      const session = (await sessions.fetch("")).put("user", 1);
      session.owner = odd;
      session.note = odd;
      const read = await sessions.fetch(sentBack(await sessions.commit(session)));
      equal([read.owner, session.owner].join(), [odd, odd].join(), "the owner");
      if (read.id === undefined) continue;
      equal([read.note, (await sessions.list(odd))[0]?.note].join(), [odd, odd].join(), "the note");
      equal((await sessions.list("admin")).length, 0, "of another owner");
      equal(await sessions.revoke(odd), 1, "revoked");
    }
  });
  await test("what is no owner, no list of ids and no option is refused", async () => {
    const sessions = open(makeKV(true));
    const session = await sessions.fetch("");
    for (const owner of ["", 42, {}, "x".repeat(256), "\ud800"]) {
      await fails(() => void (session.owner = owner), "ERR_CONFIG", `session.owner = ${typeof owner}`);
      await fails(() => sessions.list(owner), "ERR_CONFIG", "list");
      await fails(() => sessions.revoke(owner), "ERR_CONFIG", "revoke");
    }
    for (const name of ["owner", "note"]) {
      const { message } = await fails(() => void (session[name] = "a\ud800"), "ERR_CONFIG", name);
      equal(message, `session.${name}: has half of a surrogate pair in it`, "what is wrong with it");
    }
    for (const owner of [undefined, null]) await fails(() => sessions.revoke(owner), "ERR_CONFIG", "revoke of nobody's");
    for (const options of [{ exept: session }, { ids: "id" }, { ids: [5] }, { except: "id" }, { except: undefined }, 5]) await fails(() => sessions.revoke(OWNER, options), "ERR_CONFIG", `revoke with ${JSON.stringify(options)}`);
    for (const options of [{ session }, { current: {} }, null]) await fails(() => sessions.list(OWNER, options), "ERR_CONFIG", "list");
    for (const load of [false, true]) {
      const lazy = sessions.lazy("");
      if (load) await lazy.load();
      const told = [await fails(() => sessions.revoke(OWNER, { except: lazy }), "ERR_CONFIG", "a lazy session"), await fails(() => sessions.list(OWNER, { current: lazy }), "ERR_CONFIG", "a lazy session")];
      for (const { message } of told) ok(/takes what its load\(\) gives/.test(message), message);
    }
    const others = open(makeKV(true));
    await fails(async () => sessions.revoke(OWNER, { except: await others.fetch("") }), "ERR_CONFIG", "a session of other sessions");
  });
  await test("what has no index says so, and what has one", async () => {
    const store = { init: () => null, get: () => [null, {}], put: () => "sid", delete: () => undefined };
    for (const sessions of [createSessions(plainConfig.sessions), createSessions({ store, key: "sid", log: false })]) {
      for (const call of ["list", "revoke"]) {
        const error = await Promise.resolve().then(() => sessions[call](OWNER)).catch((/** @type {unknown} */ thrown) => thrown);
        ok(error.code === "ERR_CONFIG" && /store: "kv"/.test(error.message), `${call}: ${error}`);
      }
    }
  });
  await test("ownerSecret: what is written with one is not found without it", async () => {
    const kv = makeKV(true);
    const [plain, sealed] = [open(kv), open(kv, { ownerSecret: SECRET })];
    const cookie = await logIn(sealed, "phone");
    equal(`${await notes(plain)} ${await notes(sealed)}`, " phone", "each has its own");
    ok(await isIn(plain, cookie), "the sessions are the same");
    for (const ownerSecret of ["", "x".repeat(31), new Uint8Array(31), 5, {}]) await fails(() => open(kv, { ownerSecret }), "ERR_CONFIG", "too short");
    ok(open(kv, { ownerSecret: new TextEncoder().encode(SECRET) }), "bytes");
  });
  await test("the index's format is frozen", async () => {
    const kv = makeKV(true);
    kv.rows.set(FROZEN_KEY, { value: Uint8Array.from(/** @type {RegExpMatchArray} */ (FROZEN.match(/../g)), (byte) => Number.parseInt(byte, 16)), version: 1 });
    const places = ["01", "02"].map((byte) => `frozen-${byte.repeat(32)}`);
    for (const key of places) kv.rows.set(key, { value: Uint8Array.of(1), version: 1 });
    const sessions = open(kv, { prefix: "frozen-", ownerSecret: SECRET });
    const all = await sessions.list(OWNER);
    equal(JSON.stringify(all.map((/** @type {any} */ { id, ...rest }) => rest).sort((/** @type {any} */ one, /** @type {any} */ other) => one.createdAt - other.createdAt)), JSON.stringify([
      { createdAt: new Date(4_100_000_000_000), lastSeen: new Date(4_100_000_001_234), note: "Firefox \u2713", current: false },
      { createdAt: new Date(4_100_000_000_001), lastSeen: new Date(4_100_000_001_234), note: undefined, current: false },
    ]), "what it holds");
    equal(await sessions.revoke(OWNER), 2, "revoked");
    equal(places.map((key) => kv.rows.get(key)?.value[0]).join(), "0,0", "marks stand in their places");
  });
  await test("an index that can't be read opens nothing, and blocks no log-out", async () => {
    const kv = makeKV(true);
    const sessions = open(kv);
    const cookies = [await logIn(sessions, "phone"), await logIn(sessions, "laptop")];
    const [index] = [...kv.rows].find(([, { value }]) => value[0] === 16) ?? [];
    for (const broken of [[16], [1, 2, 3], [16, ...Array(60).fill(7)], []]) {
      kv.rows.set(index ?? "", { value: Uint8Array.from(broken), version: Math.random() });
      for (const act of [() => sessions.list(OWNER), () => sessions.revoke(OWNER), () => logIn(sessions, "tablet")]) {
        const error = await act().catch((/** @type {unknown} */ thrown) => thrown);
        ok(error instanceof StoreError && !error.retriable && error.message.includes(String(index)) && !error.message.includes(OWNER), `${error}`);
      }
      ok(await isIn(sessions, cookies[1]), "who is in stays in");
    }
    await sessions.commit((await sessions.fetch(cookies[0])).drop());
    equal(await isIn(sessions, cookies[0]), false, "a log-out");
    kv.rows.delete(index ?? "");
    ok(await isIn(sessions, await logIn(sessions, "anew")), "deleted, it is made anew");
    equal(await notes(sessions), "anew", "without what it held");
  });
  await test("what is gone from the service is not listed", async () => {
    const kv = makeKV(true);
    const sessions = open(kv);
    await logIn(sessions, "phone");
    const record = [...kv.rows].filter(([, { value }]) => value[0] !== 16).map(([key]) => key);
    await logIn(sessions, "laptop");
    for (const key of record) kv.rows.delete(key);
    equal(await notes(sessions), "laptop", "what is left");
  });
  await test("a session whose write has to be tried again stands once in the index", async () => {
    const kv = makeKV(true);
    const sessions = open(kv);
    const sizes = [];
    for (const isDisturbed of [false, true]) {
      const before = new Set(kv.rows.keys());
      const cookie = sentBack(await sessions.commit((await sessions.fetch("")).put("user", 42)));
      const session = await sessions.fetch(cookie);
      session.owner = isDisturbed ? OWNER : "user:43";
      if (isDisturbed) await sessions.commit((await sessions.fetch(cookie)).put("other", 1));
      await sessions.commit(session);
      equal((await sessions.list(session.owner)).length, 1, "listed");
      sizes.push([...kv.rows].flatMap(([key, { value }]) => (!before.has(key) && value[0] === 16 ? [value.length] : [])).join());
    }
    equal(sizes[1], sizes[0], "the index is as large");
  });
  await test("who lists writes nothing where nothing is over, and takes out what is", async () => {
    const kv = makeKV(true);
    const sessions = open(kv, { idleTimeout: 100, maxLifetime: 1000 });
    const { now } = Date;
    let written = 0;
    const put = kv.put.bind(kv);
    kv.put = (key, value, options) => ((written += 1), put(key, value, options));
    try {
      await logIn(sessions, "phone");
      Date.now = () => now() + 500_000;
      await logIn(sessions, "laptop");
      written = 0;
      Date.now = () => now() + 520_000;
      equal(await notes(sessions), "laptop,phone", "both");
      equal(written, 0, "nothing is over");
      Date.now = () => now() + 1_100_000;
      equal(await notes(sessions), "laptop", "one is over");
      equal(await notes(sessions), "laptop", "and stays so");
      equal(written, 1, "taken out, once");
    } finally {
      Date.now = now;
    }
  });
  await test("a session's id is the one that it is listed by, also after it was renewed", async () => {
    const sessions = open(makeKV(true));
    const cookie = await logIn(sessions, "phone");
    const session = (await sessions.fetch(cookie)).put("a", 1).renew();
    const after = sentBack(await sessions.commit(session));
    const [{ id }] = await sessions.list(OWNER);
    equal((await sessions.fetch(after)).id, id, "fetched anew");
    equal(await sessions.revoke(OWNER, { except: session }), 0, "revoke knows the renewed one by the session itself");
  });
  await test("an index stays as long as the last of its sessions, as far as the service keeps anything, and longer than any request", () => clocked(async () => {
    for (const [limits, maxTtl, expected] of /** @type {[object, number, number][]} */ ([
      [{ maxLifetime: 3600 }, Infinity, 3600], [{ idleTimeout: 900, maxLifetime: 3600 }, 1000, 1000], [{ maxLifetime: 60 }, Infinity, 600],
    ])) {
      const kv = makeKV(true);
      /** @type {number[]} */
      const ttls = [];
      const sessions = open({ ...kv, capabilities: { ...kv.capabilities, maxTtl }, put: async (/** @type {string} */ key, /** @type {Uint8Array} */ value, /** @type {any} */ options) => {
        if (value[0] === 16) ttls.push(options.ttl);
        return kv.put(key, value, options);
      } }, limits);
      for (const note of NAMES) await logIn(sessions, note);
      equal(ttls.join(), [expected, expected, expected].join(), JSON.stringify(limits));
    }
  }));
  await test("a revoke marks each session once, and once more where nothing compares: a log-in may have written over it", async () => {
    for (const atomic of [true, false]) {
      const kv = makeKV(atomic);
      const sessions = open(kv);
      for (const note of NAMES) await logIn(sessions, note);
      let marks = 0;
      const revoking = open({ ...kv, put: async (/** @type {string} */ key, /** @type {Uint8Array} */ value, /** @type {any} */ options) => {
        if (value[0] === 0) marks += 1;
        return kv.put(key, value, options);
      } });
      equal(await revoking.revoke(OWNER), 3, "sessions");
      equal(marks, atomic ? 3 : 6, "marks");
    }
  });
  await test("an index that others change each time fails the request, which goes on no longer", async () => {
    const kv = makeKV(true);
    const sessions = open({ ...kv, put: async (/** @type {string} */ key, /** @type {Uint8Array} */ value, /** @type {any} */ options) => value[0] !== 16 && kv.put(key, value, options) }, { timeout: 1 });
    const error = await fails(() => logIn(sessions, "phone"), "ERR_STORE", "a log-in");
    equal(`${error.operation} ${error.retriable}`, "put true", "what may be tried again");
    equal(error.message, "the index of the owner's sessions was changed by others each time this request tried to change it", "what is said");
    ok([...kv.rows.values()].every(({ value }) => value[0] !== 2), "no record without an entry");
  });
  await test("an entry stays on its page, whatever becomes of its session", async () => {
    const kv = makeKV(true);
    // Half of it is a page's room.
    kv.capabilities.maxValue = 4096;
    const sessions = open(kv);
    const note = "n".repeat(200);
    const cookies = [];
    for (let at = 0; at < 12; at += 1) cookies.push(await logIn(sessions, note));
    const pages = () => [...kv.rows].flatMap(([key, { value }]) => (value[0] === 16 ? [`${key} ${value.length}`] : [])).sort().join();
    const before = pages();
    ok(before.includes(","), "the root and leaves");
    for (const at of [0, 11]) {
      const session = (await sessions.fetch(cookies[at])).put("a", 1).renew();
      session.note = note;
      cookies[at] = sentBack(await sessions.commit(session));
    }
    equal(pages(), before, "two renewed");
    equal((await sessions.list(OWNER)).length, 12, "all are listed");
    await sessions.commit((await sessions.fetch(cookies[11])).drop());
    const rest = pages().split(",").map((page) => page.split(" ")[0]);
    equal(before.split(",").every((page) => rest.includes(page.split(" ")[0])), true, "no page is lost");
    equal((await sessions.list(OWNER)).length, 11, "one is dropped");
  });
  await test("who could not see every page lists nothing and has not revoked all, and says so", async () => {
    const kv = makeKV(true);
    kv.capabilities.maxValue = 4096;
    let failing = "";
    const sessions = open({ ...kv, get: async (/** @type {string} */ key) => {
      if (key === failing) throw Object.assign(new Error("down"), { retriable: false });
      return kv.get(key);
    } });
    const cookies = [];
    for (let at = 0; at < 12; at += 1) cookies.push(await logIn(sessions, "n".repeat(200)));
    const pages = [...kv.rows].flatMap(([key, { value }]) => (value[0] === 16 ? [key] : []));
    ok(pages.length > 1, "the root and leaves");
    for (const page of [pages[0], pages[pages.length - 1]]) {
      failing = page;
      await fails(() => sessions.list(OWNER), "ERR_STORE", "list");
      await fails(() => sessions.revoke(OWNER), "ERR_STORE", "revoke");
    }
    failing = "";
    // What could be seen was revoked all the same; the rest is by who asks again.
    await sessions.revoke(OWNER);
    for (const cookie of cookies) equal(await isIn(sessions, cookie), false, "in the end nobody is in");
  });
  await test("a log-in that the service fails leaves nothing", async () => {
    const kv = makeKV(true);
    let isDown = false;
    const failing = { ...kv, put: async (/** @type {string} */ key, /** @type {Uint8Array} */ value, /** @type {any} */ options) => {
      if (isDown && value[0] === 2) throw new Error("down");
      return kv.put(key, value, options);
    } };
    const sessions = open(failing);
    isDown = true;
    ok((await logIn(sessions, "phone").catch((/** @type {unknown} */ thrown) => thrown)) instanceof StoreError, "the error");
    isDown = false;
    equal((await sessions.revoke(OWNER)), 0, "no entry");
  });
  await test("by hand, as a store of the contract, sessions have no owners", async () => {
    const kv = makeKV(true);
    const made = KvStore.init({ kv, log: false, ownerSecret: SECRET });
    const cookie = await KvStore.put(undefined, null, { user: 1 }, made);
    equal((await KvStore.get(undefined, cookie, made))[1].user, 1, "it works");
  });
}
