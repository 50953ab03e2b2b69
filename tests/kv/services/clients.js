// @ts-check
// Clients that answer something else than they should: an older node-redis, a driver that keeps text, a service that doesn't confirm.
// Taken for an empty record that would be a silent log-out of everybody, taken for "no" a write that was lost: it has to be the
// service's error. And what is no client at all, which is refused when the adapter is made.

import { DatabaseSync } from "node:sqlite";
import { runInNewContext } from "node:vm";
import { Redis as Upstash } from "@upstash/redis";
import { ConfigError, StoreError, createSessions } from "waxseal";
import { cloudflareKV } from "waxseal/kv/cloudflare";
import { d1KV } from "waxseal/kv/d1";
import { denoKV } from "waxseal/kv/deno";
import { durableObjectKV } from "waxseal/kv/durable-object";
import { dynamodbKV } from "waxseal/kv/dynamodb";
import { indexedDBKV } from "waxseal/kv/indexeddb";
import { memoryKV } from "waxseal/kv/memory";
import { netlifyBlobsKV } from "waxseal/kv/netlify-blobs";
import { postgresKV } from "waxseal/kv/postgres";
import { redisKV } from "waxseal/kv/redis";
import { sqliteKV } from "waxseal/kv/sqlite";
import { unstorageKV } from "waxseal/kv/unstorage";
import { upstashKV } from "waxseal/kv/upstash";

/** @typedef {import("waxseal/conformance").Test} Test */
/** @typedef {import("waxseal").KvAdapter} KvAdapter */

/** What a client gives for a record in place of its bytes. */
const REPLIES = { text: "\u0001 a record that was decoded as UTF-8", "a number": 5, "a plain object": { 0: 1, length: 1 }, true: true };

/** What a client gives for a write, in place of a yes or a no. */
const ANSWERS = { undefined, "another number": 2, text: "QUEUED", "an object": {}, "an empty text": "", true: true };

/** A service's "no", which is none to a write in any case. */
const NOES = { 0: 0, null: null, false: false, "no rows": [] };

/** @param {any} read @param {any} wrote */
const ofNodeRedis = (read, wrote) => ({ get: async () => read, set: async () => wrote, eval: async () => wrote, del: async () => wrote, withTypeMapping() { return this; } });

/** @param {any} read what it gives for a record @param {any} wrote what it gives for a write @returns {Record<string, () => KvAdapter>} */
function adapters(read, wrote) {
  const gives = async () => read;
  const says = async () => wrote;
  return {
    "redis, node-redis": () => redisKV(ofNodeRedis(read, wrote)),
    "redis, node-redis 4": () => redisKV({ commandOptions() {}, sendCommand: async (/** @type {any} */ [name]) => (name === "GET" ? read : wrote) }),
    "redis, node-redis 4, cluster": () => redisKV({ slots: [], sendCommand: async (/** @type {any} */ _key, /** @type {any} */ _readonly, /** @type {any} */ [name]) => (name === "GET" ? read : wrote) }),
    "redis, ioredis": () => redisKV(/** @type {any} */ ({ eval: says, getBuffer: gives, evalBuffer: says, set: says, del: says })),
    upstash: () => upstashKV({ get: gives, set: says, eval: says, del: /** @type {any} */ (says) }),
    cloudflare: () => cloudflareKV({ get: gives, put: async () => {}, delete: async () => {} }),
    d1: () => d1KV({ prepare: () => ({ bind() { return this; }, first: async () => ({ value: read, version: "v" }), run: async () => ({ meta: { changes: wrote } }) }) }),
    deno: () => denoKV({ get: async () => ({ value: read, versionstamp: "v" }), delete: async () => {}, atomic: () => ({ check() {}, set() { return this; }, commit: async () => ({ ok: wrote === true ? 1 : wrote }) }) }),
    "netlify-blobs": () => netlifyBlobsKV({ getWithMetadata: async () => ({ data: read, etag: "e" }), set: async () => ({ modified: wrote }), delete: async () => {} }),
    "postgres, pg": () => postgresKV({ query: async (sql) => (sql.startsWith("SELECT") ? { rows: [{ value: read, version: "v" }] } : { rows: wrote }) }),
    "postgres, neon": () => postgresKV({ query: async (sql) => (sql.startsWith("SELECT") ? [{ value: read, version: "v" }] : wrote) }),
    "postgres, postgres": () => postgresKV({ unsafe: (sql) => ({ raw: async () => (sql.startsWith("SELECT") ? [[read, Buffer.from("v")]] : [[wrote]]) }) }),
    sqlite: () => sqliteKV({ exec() {}, prepare: (sql) => ({ get: () => ({ value: read, version: "v" }), run: () => ({ changes: sql.startsWith("DELETE") ? 0 : wrote }) }) }),
    "sqlite, @libsql/client": () => sqliteKV({ execute: async ({ sql = "" }) => ({ rows: [{ value: read, version: "v" }], rowsAffected: sql.startsWith("DELETE") ? 0 : wrote }) }),
    dynamodb: () => dynamodbKV({ getItem: async () => ({ $metadata: { httpStatusCode: 200 }, Item: { value: { B: read }, version: { S: "v" }, until: { N: "9999999999" } } }), putItem: says, deleteItem: says }),
    unstorage: () => unstorageKV({ getItemRaw: gives, setItemRaw: async () => {}, removeItem: async () => {} }),
  };
}

/** A record's bytes, as a client may have them. */
const BYTES = {
  "a Uint8Array": Uint8Array.of(16, 0, 255), "a part of a Buffer": Buffer.from([1, 16, 0, 255, 2]).subarray(1, 4), "an ArrayBuffer": Uint8Array.of(16, 0, 255).buffer,
  "another realm's ArrayBuffer": runInNewContext("Uint8Array.of(16, 0, 255).buffer"), "a list of numbers": [16, 0, 255], "a DataView": new DataView(Uint8Array.of(9, 16, 0, 255).buffer, 1),
};

/** These take nothing but what their client makes of bytes, or text. */
const OWN = ["upstash", "redis", "dynamodb", "netlify-blobs", "postgres"];

/** @type {Test[]} */
const forms = Object.entries(BYTES).flatMap(([what, reply]) =>
  Object.entries(adapters(reply, undefined)).filter(([adapter]) => !OWN.some((name) => adapter.startsWith(name))).map(([adapter, make]) => ({
    name: `${adapter}: ${what} for a record`,
    async run() {
      const { value } = (await make().get("key")) ?? {};
      if (!(value instanceof Uint8Array) || [...value].join() !== "16,0,255") throw new Error(`got ${value}`);
    },
  })));

/** Those that write unconditionally have no answer to misunderstand. */
const SILENT = ["cloudflare", "unstorage"];

/** @type {Test[]} */
const records = Object.entries(REPLIES).flatMap(([what, reply]) =>
  Object.entries(adapters(reply, undefined)).map(([adapter, make]) => ({
    name: `${adapter}: ${what} for a record`,
    async run() {
      const sessions = createSessions({ store: "kv", key: "sid", kv: make(), log: false });
      const outcome = await sessions.fetch(`sid=${"A".repeat(43)}`).catch((error) => error);
      if (!(outcome instanceof StoreError)) throw new Error(`taken for a record: ${JSON.stringify(outcome)}`);
      const { message } = /** @type {Error} */ (outcome.cause);
      if (adapter.startsWith("sqlite") && message !== `the client gave ${Object.prototype.toString.call(reply)} for a record where bytes are wanted: is it one of a supported version?`) throw outcome.cause;
    },
  })));

/** @type {Test[]} */
const writes = Object.entries({ ...ANSWERS, ...NOES }).flatMap(([what, answer]) =>
  Object.entries(adapters(null, answer)).filter(([adapter]) => !SILENT.includes(adapter)).flatMap(([adapter, make]) =>
    Object.entries(what in NOES ? { "whatever is there": undefined } : { "a new record": null, "a record that was read": new Uint8Array(16) }).map(([kind, version]) => ({
      name: `${adapter}: ${what} for a write of ${kind}`,
      async run() {
        const put = async () => make().put("key", new Uint8Array(1), { ttl: 60, ...(version === undefined ? {} : { if: version }) });
        const outcome = await put().catch((error) => error);
        if (!(outcome instanceof Error)) throw new Error(`taken for ${outcome}`);
        if (adapter.startsWith("sqlite") && outcome.message !== `the client gave ${Object.prototype.toString.call(answer)} for a write: whether it was done is not known`) throw outcome;
      },
    }))));

/** @type {Record<string, (client: any) => KvAdapter>} */
const MAKE = { cloudflareKV, d1KV, denoKV, durableObjectKV, dynamodbKV, indexedDBKV, netlifyBlobsKV, postgresKV, redisKV, sqliteKV, unstorageKV, upstashKV };
const NOTHING = { undefined, null: null, "an empty object": {}, text: "redis://:a-password@host", "a number": 5, "a promise": Promise.resolve({}) };

/** As the error has it. @type {Record<string, string>} */
const KINDS = { undefined: "nothing", null: "nothing", "an empty object": "another object", text: "a string", "a number": "a number", "a promise": "a promise (it has to be awaited)" };

const prepared = { prepare() {}, exec() {} };

/** What each says that it takes, and where that is to be had. @type {Record<string, string>} */
const TAKES = {
  cloudflareKV: "a Workers KV namespace, such as env.KV. Is the binding in wrangler.toml (kv_namespaces), under this name?",
  d1KV: "a D1 database, such as env.DB. Is the binding in wrangler.toml (d1_databases), under this name?",
  denoKV: "what Deno.openKv() gives, awaited, or a function that opens it. Is it on (deno run --unstable-kv)?",
  durableObjectKV: "a Durable Object namespace, such as env.SESSIONS. Is the binding in wrangler.toml (durable_objects), under this name?",
  dynamodbKV: "a DynamoDB of @aws-sdk/client-dynamodb. It is what new DynamoDB({ region }) gives; DynamoDBClient takes commands alone.",
  indexedDBKV: "the browser's indexedDB. It is in pages and in workers, not on servers.",
  netlifyBlobsKV: 'a store of @netlify/blobs. It is what getStore({ name: "sessions", consistency: "strong" }) gives.',
  postgresKV: "a Pool of pg, or the sql of postgres. With Hyperdrive: new Pool({ connectionString: env.HYPERDRIVE.connectionString }).",
  redisKV: "a client of node-redis (4 or later, not in its legacy mode), ioredis, iovalkey or Valkey GLIDE, such as new Redis(url) of ioredis; for @upstash/redis there is upstashKV",
  sqliteKV: 'a database of node:sqlite, bun:sqlite, better-sqlite3 or libSQL, such as new DatabaseSync("sessions.db"). For a Cloudflare D1 database there is d1KV.',
  unstorageKV: "what createStorage({ driver }) of unstorage gives. A driver by itself is none.",
  upstashKV: "a client of @upstash/redis. It is what new Redis({ url, token }) gives; for a client that speaks Redis' own protocol there is redisKV.",
};

/** What is much like a client, and answers in another way: by the methods that it has. @type {Record<string, Record<string, object>>} */
const OTHERS = {
  sqliteKV: { D1: { ...prepared, batch() {} }, sqlite3: { ...prepared, parallelize() {} }, sqlite: { ...prepared, getDatabaseInstance() {} }, "sql.js": { ...prepared, getRowsModified() {} } },
  postgresKV: { "a transaction of postgres": Object.assign(() => {}, { unsafe() {}, savepoint() {} }), "a transaction of PGlite": { query() {}, exec() {}, rollback() {} }, "Bun's SQL for SQLite": Object.assign(() => {}, { unsafe() {}, options: { adapter: "sqlite" } }), "a pool of mysql2": { query() {}, execute() {}, format() {} }, DynamoDB: { query() {}, getItem() {} } },
  d1KV: { "node:sqlite": new DatabaseSync(":memory:"), "better-sqlite3": { ...prepared, close() {}, pragma() {} } },
  upstashKV: { "its own pipeline": new Upstash({ url: "http://127.0.0.1", token: "token" }).pipeline(), "its own transaction": new Upstash({ url: "http://127.0.0.1", token: "token" }).multi() },
  cloudflareKV: { "an adapter": memoryKV(), "another adapter": sqliteKV(new DatabaseSync(":memory:")) },
};

/** @type {Test[]} */
const missing = Object.entries(MAKE).flatMap(([name, make]) => [
  ...Object.entries({ ...NOTHING, ...OTHERS[name] }).map(([what, client]) => /** @type {[string, () => unknown]} */ ([what, () => make(client)])),
  .../** @type {[string, () => unknown][]} */ (name !== "cloudflareKV" ? [] : [10, 29, 0, -1, 60.5, Infinity, Number.NaN, "60", 2 ** 31].map((cacheTtl) =>
    [`cacheTtl ${cacheTtl}`, () => cloudflareKV({ get: async () => null, put: async () => {}, delete: async () => {} }, { cacheTtl: /** @type {any} */ (cacheTtl) })])),
].map(([what, make]) => ({
  name: `${name}: ${what} is refused`,
  async run() {
    try {
      make();
    } catch (error) {
      const { message } = /** @type {Error} */ (error);
      if (!(error instanceof ConfigError) || !message.startsWith(`${name}: `) || message.includes("a-password")) throw error;
      if ((what === "undefined" || what === "null") && message !== `${name}: got nothing, takes ${TAKES[name]}`) throw error;
      // A text is an address, where a client made of it was meant.
      const isTold = what in KINDS && (name !== "redisKV" || what === "text");
      if (isTold && !message.startsWith(`${name}: got ${KINDS[what]}, takes `)) throw error;
      if (what.startsWith("cacheTtl") && !/^cloudflareKV: cacheTtl: got (a string of 2 characters|[-.\w]+), takes a whole number from 30 to 2147483647$/.test(message)) throw error;
      return;
    }
    throw new Error("it was taken");
  },
})));

/** Wrong options, and a client that can't be read: the error says whose. @type {Test[]} */
const wrong = Object.entries({ ...MAKE, memoryKV }).flatMap(([name, make]) => {
  const client = name === "redisKV" ? ofNodeRedis(null, "OK") : new Proxy({}, { get: (_, key) => (["capabilities", "constructor", "exec", "createMultipartUpload", "head", "then"].includes(String(key)) ? undefined : () => {}), has: () => false });
  /** @type {[string, () => unknown, RegExp][]} */
  const cases = [["an option that nobody knows", () => /** @type {any} */ (make)(...(name === "memoryKV" ? [] : [client]), { a: 1 }), /: a: there is no such option; it takes /]];
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  if (name !== "memoryKV") cases.push(["what can't be read", () => make(proxy), /: can't be read: a getter of it threw/]);
  return cases.map(([what, make, text]) => ({
    name: `${name}: ${what}`,
    async run() {
      try {
        make();
      } catch (error) {
        const { message } = /** @type {Error} */ (error);
        if (!(error instanceof ConfigError) || !message.startsWith(`${name}: `) || !text.test(message)) throw error;
        return;
      }
      throw new Error("it was taken");
    },
  }));
});

/** Cloudflare's bindings have methods enough of one another: here one of each class has all. Redis's clients are told apart by other ways. @type {Test[]} */
const bindings = Object.entries(MAKE).filter(([name]) => name !== "redisKV").flatMap(([name, make]) => Object.entries({
  KvNamespace: "a KV namespace", R2Bucket: "an R2 bucket", D1Database: "a D1 database", DurableObjectNamespace: "a Durable Object namespace",
  ColoLocalActorNamespace: "a Durable Object namespace", Fetcher: "a service binding", WorkerQueue: "a queue", Hyperdrive: "a Hyperdrive binding",
}).map(([binding, kind]) => ({
  name: `${name}: a ${binding}`,
  async run() {
    const methods = { get: (/** @type {any} */ target, /** @type {PropertyKey} */ key) => (key === "constructor" || key === "then" ? target[key] : () => {}) };
    const client = new Proxy(Object.create({ constructor: { name: binding } }), methods);
    const isOwn = { cloudflareKV: "a KV namespace", d1KV: "a D1 database", durableObjectKV: "a Durable Object namespace" }[name] === kind;
    try {
      make(client);
    } catch (error) {
      const { message } = /** @type {Error} */ (error);
      if (isOwn || !(error instanceof ConfigError) || !message.startsWith(`${name}: got ${kind}, takes `)) throw error;
      return;
    }
    if (!isOwn) throw new Error("it was taken");
  },
})));

const methods = { get: async () => null, put: async () => {}, delete: async () => {} };
const blobs = { getWithMetadata: async () => null, set: async () => ({ modified: true }), delete: async () => {} };

/** Whose class has no name, or is none. @type {Test[]} */
const nameless = Object.entries({
  "no prototype": Object.assign(Object.create(null), methods), "no constructor": { ...methods, constructor: undefined }, "a constructor that is null": Object.assign(Object.create({ constructor: null }), methods),
  "a class whose name is no text": Object.assign(Object.create({ constructor: { name: 5 } }), methods), "a class whose name is a property of every object": Object.assign(Object.create({ constructor: { name: "toString" } }), methods),
}).map(([what, client]) => ({
  name: `a client with ${what} is taken`,
  async run() {
    const { capabilities } = cloudflareKV(client);
    if (capabilities.atomic) throw new Error("as another one");
  },
}));

/** @type {Test[]} */
const consistencies = [undefined, "strong", "eventual", "strng", 5, null].map((consistency) => ({
  name: `netlifyBlobsKV: consistency ${consistency}`,
  async run() {
    const right = consistency === undefined || consistency === "strong" || consistency === "eventual";
    const make = () => netlifyBlobsKV(blobs, consistency === undefined ? {} : { consistency: /** @type {any} */ (consistency) });
    if (right) return void make();
    let said;
    try {
      make();
    } catch (error) {
      said = /** @type {Error} */ (error).message;
    }
    const kind = typeof consistency === "string" ? `a string of ${consistency.length} characters` : consistency === null ? "null" : `a ${typeof consistency}`;
    if (said !== `netlifyBlobsKV: consistency: got ${kind}, takes "strong" or "eventual"`) throw new Error(said);
  },
}));

/** @param {import("./types.d.ts").Runner} runner */
export async function serve({ section }) {
  await section("clients: records", records);
  await section("clients: bytes", forms);
  await section("clients: writes", writes);
  await section("clients: none", missing);
  await section("clients: wrong", wrong);
  await section("clients: bindings", bindings);
  await section("clients: nameless", nameless);
  await section("clients: consistency", consistencies);
}
