// @ts-check
// What each kind of store does of a session's life, tried: the table of docs/stores.md, which must say the same (`node run.js --write` writes
// it there). "refused" is a ConfigError that says what to do; "no" is written down beside the table.

import { readFile, writeFile } from "node:fs/promises";
import { DatabaseSync } from "node:sqlite";
import { createStorage } from "unstorage";
import { ConfigError, createSessions } from "waxseal";
import { sqliteKV } from "waxseal/kv/sqlite";
import { unstorageKV } from "waxseal/kv/unstorage";
import { ahead } from "../kv/clock.js";

const PAGE = new URL("../../docs/stores.md", import.meta.url);
const DAY = 86_400;
const keys = { secretKeyBase: "a secret of at least sixty-four bytes, as Phoenix generates them, or longer", signingSalt: "salt", encryptionSalt: "other salt" };

/** A store of the user's, of ten lines. */
function ownStore() {
  const kept = new Map();
  return {
    init: () => ({}),
    get: (/** @type {any} */ _conn, /** @type {string} */ sid) => (kept.has(sid) ? [sid, kept.get(sid)] : [null, {}]),
    put(/** @type {any} */ _conn, /** @type {string | null} */ sid, /** @type {any} */ session) {
      const id = sid ?? crypto.randomUUID();
      kept.set(id, structuredClone(session));
      return id;
    },
    delete: (/** @type {any} */ _conn, /** @type {string} */ sid) => void kept.delete(sid),
  };
}

/** A service that compares, and one that does not, each by a real client. */
const comparing = () => sqliteKV(new DatabaseSync(":memory:"));
const simple = () => unstorageKV(createStorage());

/** @type {Record<string, (more: object) => any>} */
const STORES = {
  "cookie": (more) => createSessions({ store: "cookie", key: "s", log: false, ...keys, ...more }),
  "cookie, `revocation`": (more) => createSessions({ store: "cookie", key: "s", log: false, ...keys, revocation: { kv: comparing() }, ...more }),
  "service that compares": (more) => createSessions({ store: "kv", kv: comparing(), key: "s", log: false, ...more }),
  "service that doesn't": (more) => createSessions({ store: "kv", kv: simple(), key: "s", log: false, ...more }),
  "one's own": (more) => createSessions({ store: ownStore(), key: "s", log: false, ...more }),
};

/** A browser that one request at a time is made with. */
function browser(/** @type {any} */ sessions, cookie = "") {
  return {
    get cookie() {
      return cookie;
    },
    /** @param {(session: any) => unknown} [act] gives what it gives, and whether a cookie was set @returns {Promise<[any, boolean]>} */
    async visit(act = (session) => session.get("user")) {
      const session = await sessions.fetch(cookie);
      const said = await act(session);
      const set = await sessions.commit(session);
      if (set) cookie = set.slice(0, set.indexOf(";"));
      return [said, set !== undefined];
    },
  };
}

const logIn = (/** @type {any} */ session) => session.clear().put("user", "ada").renew();

/** What is tried: each says whether it is so. @type {Record<string, (make: (more?: object) => any, advance: (seconds: number) => void) => Promise<boolean>>} */
const FEATURES = {
  "`configure({ maxAge })` is kept by later writes and ends the session": async (make, advance) => {
    const ada = browser(make());
    await ada.visit((session) => logIn(session).configure({ maxAge: 3 * DAY }));
    advance(2 * DAY);
    const [there] = await ada.visit((session) => session.put("page", 2).get("user"));
    advance(DAY + 1);
    return there === "ada" && (await ada.visit())[0] === undefined;
  },
  "`configure({ idleTimeout })`, put off by use": async (make, advance) => {
    const ada = browser(make());
    await ada.visit((session) => logIn(session).configure({ idleTimeout: 1000 }));
    for (let times = 0; times < 3; times += 1) {
      advance(700);
      if ((await ada.visit())[0] !== "ada") return false;
    }
    advance(1001);
    return (await ada.visit())[0] === undefined;
  },
  "`idleTimeout` and `maxLifetime` of the store": async (make, advance) => {
    const sessions = make({ idleTimeout: 1000, maxLifetime: 1500 });
    const [idle, used] = [browser(sessions), browser(sessions)];
    await idle.visit(logIn);
    await used.visit(logIn);
    advance(800);
    const [there] = await used.visit();
    advance(201);
    const isIdle = (await idle.visit())[0] === undefined && (await used.visit())[0] === "ada";
    advance(500);
    return there === "ada" && isIdle && (await used.visit())[0] === undefined;
  },
  "the browser's `Max-Age` slides with reads, where the times are kept": async (make, advance) => {
    const ada = browser(make({ maxAge: 1000 }));
    await ada.visit((session) => logIn(session).configure({ idleTimeout: 5000 }));
    advance(600);
    return (await ada.visit())[1];
  },
  "`createdAt`, `expiresAt`, where the times are kept": async (make) => {
    const ada = browser(make());
    await ada.visit((session) => logIn(session).configure({ maxAge: DAY }));
    return (await ada.visit((session) => session.expiresAt - session.createdAt))[0] === DAY * 1000;
  },
  "`session.id`": async (make) => {
    const ada = browser(make());
    await ada.visit(logIn);
    return /^[0-9a-f]{32}$/.test(String((await ada.visit((session) => session.id))[0]));
  },
  "`list(owner)`": async (make) => {
    const sessions = make();
    await browser(sessions).visit((session) => Object.assign(logIn(session), { owner: "user:42" }));
    return (await sessions.list("user:42")).length === 1;
  },
  "`revoke(owner)`": async (make, advance) => {
    const sessions = make();
    const ada = browser(sessions);
    await ada.visit((session) => Object.assign(logIn(session), { owner: "user:42" }));
    advance(1);
    await sessions.revoke("user:42");
    return (await ada.visit())[0] === undefined;
  },
  "a cookie from before a log-out opens nothing": async (make) => {
    const sessions = make();
    const ada = browser(sessions);
    await ada.visit(logIn);
    const before = ada.cookie;
    await ada.visit((session) => session.drop());
    return (await browser(sessions, before).visit())[0] === undefined;
  },
};

/** @param {string} feature @param {string} store @returns {Promise<string>} */
async function outcome(feature, store) {
  try {
    return (await ahead((advance) => FEATURES[feature]((more = {}) => STORES[store](more), advance))) ? "yes" : "no";
  } catch (error) {
    if (error instanceof ConfigError) return "refused";
    throw error;
  }
}

const rows = [["", ...Object.keys(STORES)], ["---", ...Object.keys(STORES).map(() => "---")]];
for (const feature of Object.keys(FEATURES)) {
  const row = [feature];
  for (const store of Object.keys(STORES)) row.push(await outcome(feature, store));
  rows.push(row);
}
const table = rows.map((row) => `| ${row.join(" | ")} |`).join("\n");

const [FROM, TO] = ["<!-- features: written by tests/features/run.js -->\n", "\n<!-- features: end -->"];
const page = await readFile(PAGE, "utf8");
const [from, to] = [page.indexOf(FROM), page.indexOf(TO)];
if (from < 0 || to < from) throw new Error("docs/stores.md has no place for the table");
const wanted = page.slice(0, from + FROM.length) + table + page.slice(to);
if (process.argv.includes("--write")) await writeFile(PAGE, wanted);
const isSame = process.argv.includes("--write") || wanted === page;
if (!isSame) console.error(`docs/stores.md says something else; it is:\n${table}`);
const tried = Object.keys(FEATURES).length * Object.keys(STORES).length;
console.log(`docs/stores.md's table\t${isSame ? tried : 0}\t${isSame ? 0 : 1}`);
process.exitCode = isSame ? 0 : 1;
