// @ts-check
// Inside workerd: bindings that are another thing than they should be, objects of an application's own, and services that refuse or
// fail for a moment.

import { DurableObject } from "cloudflare:workers";
import { ConfigError, SessionInterruptedError, StoreError, createSessions } from "waxseal";
import { cloudflareKV } from "waxseal/kv/cloudflare";
import { SCHEMA, d1KV } from "waxseal/kv/d1";
import { WaxsealSessions, durableObjectKV, sessionsObject } from "waxseal/kv/durable-object";

/** @typedef {import("waxseal/conformance").Test} Test */
/** @typedef {import("waxseal").KvAdapter} KvAdapter */

const must = (/** @type {unknown} */ holds, /** @type {string} */ what) => {
  if (!holds) throw new Error(what);
};
const open = (/** @type {KvAdapter} */ kv) => createSessions({ store: "kv", kv, key: "sid", log: false });

/** @param {any} sessions @param {string} cookie @param {(session: any) => unknown} change @returns {Promise<string>} */
async function visit(sessions, cookie, change) {
  const session = await sessions.fetch(cookie);
  change(session);
  const set = await sessions.commit(session);
  return set === undefined ? cookie : set.split(";")[0];
}

/** An application's own object, which answers as it likes. */
export class Foreign extends DurableObject {
  /** @override @param {Request} request @returns {Promise<Response>} */
  async fetch(request) {
    const mood = await this.ctx.storage.get("mood");
    if (request.method === "POST") return this.ctx.storage.put("mood", await request.text()).then(() => new Response());
    if (mood === "redirect") return Response.redirect("https://waxseal/elsewhere", 302);
    const [status, body] = /** @type {Record<string, [number, string | null]>} */ ({ welcome: [200, "welcome"], missing: [404, "no route"], created: [201, "{}"], precondition: [412, ""], empty: [204, null] })[String(mood)];
    return new Response(body, { status, headers: { etag: '"v1"' } });
  }
}

/** An application's own data beside the sessions'. */
export class Extended extends WaxsealSessions {
  #state;

  /** @param {any} state @param {any} env */
  constructor(state, env) {
    super(state, env);
    this.#state = state;
  }

  /** @override @param {any} request @returns {Promise<any>} */
  async fetch(request) {
    const { storage } = this.#state;
    const { pathname } = new URL(request.url);
    if (pathname === "/own") {
      await storage.put({ value: "the application's", cart: ["bread"] });
      await storage.setAlarm(Date.now() + 9e8);
      storage.sql.exec("CREATE TABLE IF NOT EXISTS visits (at INTEGER)");
      storage.sql.exec("INSERT INTO visits VALUES (1)");
      return new Response();
    }
    if (pathname === "/look") {
      const keys = [...(await storage.list()).keys()];
      return Response.json({ keys, alarm: await storage.getAlarm(), visits: storage.sql.exec("SELECT count(*) AS n FROM visits").one().n });
    }
    return super.fetch(request);
  }
}

/** One that takes RPC as well. */
export class Callable extends sessionsObject(DurableObject) {
  /** @param {number} number */
  double(number) {
    return number * 2;
  }
}

/** How often, and when, the object is reset under a request: all objects here share this module. */
const reset = { left: 0, after: false };

/** As at a deploy. */
export class Resetting extends WaxsealSessions {
  #state;

  /** @param {any} state @param {any} env */
  constructor(state, env) {
    super(state, env);
    this.#state = state;
  }

  /** @override @param {any} request @returns {Promise<any>} */
  async fetch(request) {
    const now = reset.left > 0 && request.method === "PUT";
    if (now) reset.left -= 1;
    if (now && !reset.after) this.#state.abort("Durable Object reset because its code was updated.");
    const answer = await super.fetch(request);
    if (!now) return answer;
    await this.#state.storage.sync();
    this.#state.abort("Durable Object reset because its code was updated.");
  }
}

/** @type {Record<string, { make: (binding: any) => unknown, right: string }>} */
const ADAPTERS = {
  cloudflareKV: { make: cloudflareKV, right: "KV" },
  d1KV: { make: d1KV, right: "D1" },
  durableObjectKV: { make: durableObjectKV, right: "SQLITE" },
};

/** @param {any} env @returns {Test[]} */
const others = (env) => Object.entries(ADAPTERS).flatMap(([name, { make, right }]) =>
  ["KV", "D1", "SQLITE", "BUCKET", "SERVICE", "MISSING"].filter((binding) => binding !== right).map((binding) => ({
    name: `${name}(env.${binding}) is refused at once`,
    async run() {
      try {
        make(env[binding]);
      } catch (error) {
        const { message } = /** @type {Error} */ (error);
        must(error instanceof ConfigError && message.startsWith(`${name}: got `) && message.includes("wrangler.toml"), message);
        return;
      }
      throw new Error("it was taken");
    },
  })));

/** @param {any} env @returns {Test[]} */
const foreign = (env) => ["welcome", "missing", "created", "precondition", "empty", "redirect"].map((mood) => ({
  name: `an object of the application's own is known by its answers: ${mood}`,
  async run() {
    const id = env.FOREIGN.idFromName("all");
    const namespace = { idFromName: () => id, get: () => env.FOREIGN.get(id) };
    await env.FOREIGN.get(id).fetch("https://test/", { method: "POST", body: mood });
    const kv = durableObjectKV(namespace);
    const sessions = open(kv);
    for (const ask of [() => visit(sessions, "", (session) => session.put("a", 1)), () => sessions.fetch(`sid=${"A".repeat(43)}`), () => open({ ...kv, get: async () => null }).fetch("").then(() => kv.delete("key"))]) {
      const error = await ask().then(() => undefined, (/** @type {any} */ thrown) => thrown);
      must(error, "an answer of its is taken for ours");
      must(error.retriable === false && /does it run waxseal's WaxsealSessions\?/.test(error.message), `it is for good, got ${error}`);
    }
  },
}));

/** @param {any} env @returns {Test[]} */
const ownObjects = (env) => [
  {
    name: "a log-out leaves what a class that extends WaxsealSessions keeps, and its alarm",
    async run() {
      const sessions = open(durableObjectKV(env.EXTENDED));
      /** @type {any} */
      let stub;
      let key = "";
      const watching = durableObjectKV({ idFromName: (name) => env.EXTENDED.idFromName((key = name)), get: (id) => (stub = env.EXTENDED.get(id)) });
      const cookie = await visit(open(watching), "", (session) => session.put("a", 1));
      await stub.fetch("https://test/own");
      const { alarm } = await (await stub.fetch("https://test/look")).json();
      must((await sessions.fetch(cookie)).get("a") === 1, "the session is there beside it");
      await visit(sessions, cookie, (session) => session.put("a", 2));
      await visit(sessions, cookie, (session) => session.drop());
      must((await sessions.fetch(cookie)).keys().length === 0, "the session is gone");
      const left = await (await stub.fetch("https://test/look")).json();
      const ours = left.keys.filter((/** @type {string} */ name) => name.startsWith("waxseal:"));
      must(left.keys.length - ours.length === 2 && left.visits === 1 && left.alarm === alarm, `what is left: ${JSON.stringify(left)}`);
      await watching.delete(key);
      const after = await (await stub.fetch("https://test/look")).json();
      must(after.keys.join() === "cart,value" && after.visits === 1 && after.alarm === alarm, `what is left after a deletion: ${JSON.stringify(after)}`);
    },
  },
  {
    name: "sessionsObject(DurableObject) keeps sessions and takes RPC",
    async run() {
      const sessions = open(durableObjectKV(env.CALLABLE));
      const cookie = await visit(sessions, "", (session) => session.put("a", 1));
      must((await sessions.fetch(await visit(sessions, cookie, (session) => session.renew()))).get("a") === 1, "a session");
      const stub = env.CALLABLE.get(env.CALLABLE.idFromName("any"));
      must((await stub.double(21)) === 42, "a call");
    },
  },
  ...[false, true].map((after) => ({
    name: `an object that is reset ${after ? "after" : "before"} its write is asked again`,
    async run() {
      const sessions = open(durableObjectKV(env.RESETTING));
      Object.assign(reset, { left: 1, after });
      const cookie = await visit(sessions, "", (session) => session.put("a", 1));
      must(reset.left === 0, "it was reset at a create");
      reset.left = 2;
      await visit(sessions, cookie, (session) => session.put("a", 2));
      must((await sessions.fetch(cookie)).get("a") === 2, "a write");
      reset.left = 2;
      const renewed = await visit(sessions, cookie, (session) => session.renew());
      must((await sessions.fetch(renewed)).get("a") === 2, "a renewal");
      must((await sessions.fetch(cookie)).keys().length === 0, "whose old sid is dead");
    },
  })),
];

/** The namespace with what the service does and miniflare leaves out: one write a second to a key, by the service's own error. @param {any} namespace */
function limited(namespace) {
  /** @type {Map<string, number>} */
  const written = new Map();
  let refused = 0;
  return {
    refused: () => refused,
    get: (/** @type {any[]} */ ...words) => namespace.get(...words),
    delete: (/** @type {any[]} */ ...words) => namespace.delete(...words),
    put: async (/** @type {any[]} */ ...words) => {
      const [key] = words;
      if (Date.now() - (written.get(key) ?? 0) < 1000) {
        refused += 1;
        throw new Error("KV PUT failed: 429 Too Many Requests");
      }
      written.set(key, Date.now());
      return namespace.put(...words);
    },
  };
}

/** @param {any} env @returns {Test[]} */
const workersKV = (env) => [
  {
    name: "Workers KV: a second write within a second waits, and is done",
    async run() {
      const namespace = limited(env.KV);
      const sessions = open(cloudflareKV(/** @type {any} */ (namespace)));
      const cookie = await visit(sessions, "", (session) => session.put("a", 1));
      await visit(sessions, cookie, (session) => session.put("flash", "hello"));
      await visit(sessions, cookie, (session) => session.delete("flash"));
      must(namespace.refused() > 0, "it was refused at first");
      must((await sessions.fetch(cookie)).keys().join() === "a", "all is written");
      const late = await sessions.fetch(cookie);
      late.put("late", 1);
      const out = visit(sessions, cookie, (session) => session.drop());
      const commit = sessions.commit(late).then(() => undefined, (/** @type {any} */ error) => error);
      await out;
      const outcome = await commit;
      must(outcome === undefined || outcome instanceof SessionInterruptedError, `${outcome}`);
      must((await sessions.fetch(cookie)).keys().length === 0, "a log-out stands");
    },
  },
  {
    name: "Workers KV: a refusal without an end is a StoreError within the timeout",
    async run() {
      const refusing = { get: async () => null, delete: async () => {}, put: async () => { throw new Error("KV PUT failed: 429 Too Many Requests"); } };
      const sessions = createSessions({ store: "kv", kv: cloudflareKV(/** @type {any} */ (refusing)), key: "sid", log: false, timeout: 200 });
      const error = await visit(sessions, "", (session) => session.put("a", 1)).then(() => undefined, (thrown) => thrown);
      must(error instanceof StoreError && error.retriable, `a StoreError, got ${error}`);
    },
  },
  {
    name: "Workers KV: a deleted session's mark stays for cacheTtl and ten minutes",
    async run() {
      const sessions = open(cloudflareKV(env.KV, { cacheTtl: 3600 }));
      const before = new Set((await env.KV.list()).keys.map((/** @type {any} */ { name }) => name));
      const cookie = await visit(sessions, "", (session) => session.put("a", 1));
      await visit(sessions, cookie, (session) => session.drop());
      const [mark] = (await env.KV.list()).keys.filter((/** @type {any} */ { name }) => !before.has(name));
      const left = mark.expiration - Date.now() / 1000;
      must(left > 4100 && left <= 4201, `it is ${left} s`);
    },
  },
  {
    name: "Workers KV: a time to live that it does not take is refused when the sessions are made, the longest works",
    async run() {
      const make = (/** @type {number} */ seconds) => createSessions({ store: "kv", kv: cloudflareKV(env.KV), key: "sid", log: false, idleTimeout: seconds, maxLifetime: seconds });
      const sessions = make(2 ** 31 - 1);
      const cookie = await visit(sessions, "", (session) => session.put("a", 1));
      must((await sessions.fetch(cookie)).get("a") === 1, "the longest");
      try {
        make(2 ** 31);
      } catch (error) {
        must(error instanceof ConfigError && /^idleTimeout: /.test(error.message), `${error}`);
        return;
      }
      throw new Error("it was taken");
    },
  },
];

/** D1 with an answer that is lost once, by its own error, before or after the statement ran. @param {any} database @param {{ left: number, after: boolean, asked: number }} fault */
const interrupted = (database, fault) => ({
  prepare: (/** @type {string} */ sql) => ({
    bind: (/** @type {any[]} */ ...values) => {
      const statement = database.prepare(sql).bind(...values);
      const once = async (/** @type {() => Promise<any>} */ act) => {
        fault.asked += 1;
        if (fault.left > 0 && !fault.after) return (fault.left -= 1), lost();
        const answer = await act();
        return fault.left > 0 ? ((fault.left -= 1), lost()) : answer;
      };
      return { run: () => once(() => statement.run()), first: () => once(() => statement.first()) };
    },
  }),
});

const lost = () => Promise.reject(new Error("D1_ERROR: D1 DB reset because its code was updated."));

/** @param {any} env @returns {Test[]} */
const database = (env) => [false, true].map((after) => ({
  name: `D1: a database that was reset ${after ? "after" : "before"} a statement is asked again`,
  async run() {
    await env.D1.exec(SCHEMA);
    const fault = { left: 0, after, asked: 0 };
    const sessions = open(d1KV(/** @type {any} */ (interrupted(env.D1, fault))));
    fault.left = 1;
    const cookie = await visit(sessions, "", (session) => session.put("a", 1));
    fault.left = 2;
    await visit(sessions, cookie, (session) => session.put("a", 2));
    fault.left = 2;
    must((await sessions.fetch(cookie)).get("a") === 2, "a write");
    fault.left = 2;
    const renewed = await visit(sessions, cookie, (session) => session.put("a", 3).renew());
    must((await sessions.fetch(renewed)).get("a") === 3 && (await sessions.fetch(cookie)).keys().length === 0, "a renewal");
    fault.left = 2;
    await visit(sessions, renewed, (session) => session.drop());
    must((await sessions.fetch(renewed)).keys().length === 0 && fault.left === 0, "a log-out");
  },
}));

/** @param {any} env @returns {Test} */
const withoutTable = (env) => ({
  name: "D1: without its table a StoreError says what is to be run",
  async run() {
    await env.D1.exec("DROP TABLE IF EXISTS waxseal");
    const sessions = open(d1KV(env.D1));
    for (const ask of [async () => sessions.commit((await sessions.fetch("")).put("a", 1)), async () => sessions.fetch(`sid=${"A".repeat(43)}`)]) {
      const error = await ask().then(() => undefined, (/** @type {unknown} */ error) => error);
      must(error instanceof StoreError && /run SCHEMA of waxseal\/kv\/d1/.test(error.message) && !error.retriable, `got ${error}`);
    }
  },
});

/** @param {any} env @returns {Test[]} */
const otherTables = (env) => ["id INTEGER PRIMARY KEY, data TEXT", "key TEXT, value BLOB, version TEXT, until INTEGER"].map((columns) => ({
  name: `D1: another table of that name is told of: ${columns}`,
  async run() {
    await env.D1.exec("DROP TABLE IF EXISTS waxseal");
    await env.D1.exec(`CREATE TABLE waxseal (${columns})`);
    try {
      const sessions = open(d1KV(env.D1));
      const error = await sessions.commit((await sessions.fetch("")).put("a", 1)).then(() => undefined, (/** @type {unknown} */ error) => error);
      must(error instanceof StoreError && /the table waxseal is there already/.test(error.message) && !error.retriable, `got ${error}`);
    } finally {
      await env.D1.exec("DROP TABLE waxseal");
    }
  },
}));

/** @param {any} env */
export const bindings = (env) => [...others(env), ...foreign(env), ...ownObjects(env), ...workersKV(env), withoutTable(env), ...otherTables(env), ...database(env)];
