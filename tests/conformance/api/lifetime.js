// @ts-check
// A lifetime of a session's own, expiry in cookie sessions, what a session tells of itself: the same on every store that can.

import { equal, fails, ok } from "../check.js";
import { clocked } from "../clock.js";
import { sentBack } from "../cookie.js";

const SECRET = "a secret of at least sixty-four bytes, as Phoenix generates them, or longer";
const RESERVED = "_waxseal_life";
const MINUTE = 60;
const DAY = 86_400;

/** A serializer of the user's. */
const own = {
  encode: (/** @type {any} */ session) => JSON.stringify(session instanceof Map ? Object.fromEntries(session) : session),
  decode: (/** @type {Uint8Array} */ payload) => JSON.parse(new TextDecoder().decode(payload)),
};

/** @param {any} waxseal @returns {[string, (more?: object) => any][]} */
function stores({ createSessions }) {
  const cookie = (/** @type {object} */ kind) => (more = {}) => createSessions({ store: "cookie", key: "s", log: false, secretKeyBase: SECRET, signingSalt: "s", ...kind, ...more });
  return [
    ["cookie", cookie({})],
    ["cookie, encrypted", cookie({ encryptionSalt: "e" })],
    ["cookie, JSON", cookie({ serializer: "json" })],
    ["cookie, one's own serializer", cookie({ serializer: own })],
    ["a store of one's own", (more = {}) => createSessions({ store: ownStore(), key: "s", log: false, ...more })],
    ["a store of one's own, keys of all kinds", (more = {}) => createSessions({ store: ownStore([[2, "a number"]]), key: "s", log: false, ...more })],
    ["kv", (more = {}) => createSessions({ store: "memory", key: "s", log: false, ...more })],
  ];
}

/** A store of the user's. @param {[any, any][]} more what its sessions hold besides: keys that are no strings make a Map of them */
function ownStore(more = []) {
  /** @type {Map<string, any>} */
  const kept = new Map();
  return {
    init: () => ({}),
    get: (/** @type {any} */ _conn, /** @type {string} */ cookie) => (kept.has(cookie) ? [cookie, kept.get(cookie)] : [null, {}]),
    put(/** @type {any} */ _conn, /** @type {string | null} */ sid, /** @type {any} */ session) {
      const id = sid ?? crypto.randomUUID();
      const own = structuredClone(session);
      kept.set(id, more.length === 0 ? own : new Map([...(typeof own.entries === "function" ? own : Object.entries(own)), ...more]));
      return id;
    },
    delete: (/** @type {any} */ _conn, /** @type {string} */ sid) => void kept.delete(sid),
  };
}

/** The browser: what one request does, and the cookie after it. @param {any} sessions @param {string} cookie @param {(session: any) => void} act */
async function visit(sessions, cookie, act) {
  const session = await sessions.fetch(cookie);
  act(session);
  const header = await sessions.commit(session);
  return { session, header, cookie: header === undefined ? cookie : sentBack(header) };
}

const maxAgeOf = (/** @type {string | undefined} */ header) => (header === undefined ? undefined : /max-age=(-?\d+)/.exec(header)?.[1]);

/** @param {any} test @param {any} waxseal */
export async function lifetime(test, waxseal) {
  for (const [store, open] of stores(waxseal)) {
    const its = (/** @type {string} */ what, /** @type {Parameters<typeof clocked>[0]} */ body) => test(`${store}: ${what}`, () => clocked(body));

    await its("remembered for as long as was said, used or not, and kept by later writes and renew()", async (advance, start) => {
      const sessions = open();
      let { header, cookie } = await visit(sessions, "", (it) => it.put("user", "ada").configure({ maxAge: 40 * DAY }).renew());
      equal(maxAgeOf(header), String(40 * DAY), "Max-Age");
      advance(20 * DAY);
      const later = await visit(sessions, cookie, (it) => it.put("seen", true).renew());
      equal(maxAgeOf(later.header), String(20 * DAY), "Max-Age of a renewal");
      ({ cookie } = later);
      equal(later.session.createdAt.getTime(), start, "createdAt");
      equal(later.session.expiresAt.getTime(), start + 40 * DAY * 1000, "expiresAt");
      advance(20 * DAY - 1);
      const last = await sessions.fetch(cookie);
      equal(`${last.keys().sort()} ${last.get("user")}`, "seen,user ada", "the session");
      advance(1);
      equal((await sessions.fetch(cookie)).keys().length, 0, "when its time is over");
    });

    await its("an idle timeout of its own, which use puts off", async (advance) => {
      const sessions = open();
      let { cookie } = await visit(sessions, "", (it) => it.put("a", 1).configure({ idleTimeout: 10 * MINUTE, maxAge: 60 * MINUTE }));
      for (let used = 0; used < 7; used += 1) {
        advance(8 * MINUTE);
        const read = await visit(sessions, cookie, (it) => equal(it.get("a"), 1, `after ${used}`));
        ({ cookie } = read);
      }
      advance(4 * MINUTE);
      equal((await sessions.fetch(cookie)).has("a"), false, "after its max age, though it was used");
      ({ cookie } = await visit(sessions, "", (it) => it.put("a", 1).configure({ idleTimeout: 10 * MINUTE })));
      advance(10 * MINUTE);
      equal((await sessions.fetch(cookie)).has("a"), false, "unused");
    });

    await its("a log-in begins without what the one before had said; null takes it back", async (advance) => {
      const sessions = open({ maxAge: 5 * DAY });
      let { cookie } = await visit(sessions, "", (it) => it.put("a", 1).configure({ maxAge: 100, idleTimeout: 50 }));
      advance(10);
      const login = await visit(sessions, cookie, (it) => it.clear().renew().put("a", 2));
      equal(maxAgeOf(login.header), String(5 * DAY), "Max-Age of a log-in");
      advance(200);
      equal((await sessions.fetch(login.cookie)).get("a"), 2, "its own time is gone");
      ({ cookie } = await visit(sessions, login.cookie, (it) => it.configure({ maxAge: 100, idleTimeout: 50 })));
      await visit(sessions, cookie, (it) => it.configure({ maxAge: null, idleTimeout: 50 }));
      const back = await visit(sessions, cookie, (it) => it.configure({ maxAge: null, idleTimeout: null }));
      ok(back.header !== undefined && maxAgeOf(back.header) === undefined && !back.header.includes("expires="), "a cookie that ends with the browser");
      advance(200);
      const written = await visit(sessions, back.cookie, (it) => equal(it.get("a"), 2, "it lives on"));
      equal(written.session.get("a"), 2, "still");
      const renewed = await visit(sessions, back.cookie, (it) => it.renew());
      equal(maxAgeOf(renewed.header), undefined, "Max-Age of what ends with the browser");
    });

    await its("taken back, the store's own holds again, and the error says so where that has passed", async (advance) => {
      const sessions = open({ maxLifetime: 60 * MINUTE });
      const { cookie } = await visit(sessions, "", (it) => it.put("a", 1).configure({ maxAge: 40 * DAY }));
      advance(DAY);
      const forgets = () => visit(sessions, cookie, (it) => it.configure({ maxAge: null }));
      // One's own keeps such limits itself.
      if (store.startsWith("a store of one's own")) await forgets();
      else {
        const { message } = await fails(forgets, "ERR_SESSION_INTERRUPTED", "older than maxLifetime");
        ok(/by the lifetime that it configured; nothing was written/.test(message), message);
      }
      equal((await sessions.fetch(cookie)).get("a"), 1, "as it was");
    });

    await its("counted from when it is said, not from when the session began", async (advance, start) => {
      const sessions = open();
      let { cookie } = await visit(sessions, "", (it) => it.put("a", 1).configure({ maxAge: 1000 }));
      advance(500);
      const said = await visit(sessions, cookie, (it) => it.configure({ maxAge: 1000 }));
      equal(maxAgeOf(said.header), "1000", "Max-Age");
      advance(999);
      const session = await sessions.fetch(said.cookie);
      equal([session.get("a"), session.createdAt.getTime(), session.expiresAt.getTime()].join(), [1, start, start + 1_500_000].join(), "the session");
    });

    await its("what was said of a session that is not there, creates none", async () => {
      const sessions = open();
      for (const act of [(/** @type {any} */ it) => it.configure({ maxAge: 100 }), (/** @type {any} */ it) => it.touch(), (/** @type {any} */ it) => it.configure({ idleTimeout: 5 }).ignore()]) {
        const { header, session } = await visit(sessions, "", act);
        equal(header, undefined, "Set-Cookie");
        equal([session.isNew, session.id, session.createdAt, session.expiresAt].join(), "true,,,", "what it tells");
      }
    });

    await its("the reserved key is nobody's", async () => {
      const sessions = open();
      const { cookie } = await visit(sessions, "", (it) => it.put("a", 1).configure({ maxAge: 100 }));
      const session = await sessions.fetch(cookie);
      equal([session.keys().join(), JSON.stringify(session.toObject()).replace('"2":"a number",', ""), session.has(RESERVED), session.get(RESERVED, "none")].join(), 'a,{"a":1},false,none', "what is seen");
      await fails(() => session.put(RESERVED, "1.0.0..."), "ERR_ENCODE", "put");
      session.delete(RESERVED).clear().put("b", 2);
      const kept = await visit(sessions, sentBack((await sessions.commit(session)) ?? `${cookie};`), () => {});
      ok(kept.session.expiresAt && kept.session.createdAt && !kept.session.isNew, "its times are kept by clear()");
    });
  }
}
