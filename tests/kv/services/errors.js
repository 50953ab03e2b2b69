// @ts-check
// What adapters say before a service is asked, and of what it answered where it failed: what each declares, its options, which of a client's
// commands it takes, and which errors may be over a moment later.

import { ConfigError, createSessions } from "waxseal";
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
import { unhurried } from "../clock.js";

/** @typedef {import("waxseal/conformance").Test} Test */

/** @param {unknown} got @param {unknown} expected */
function check(got, expected) {
  if (got !== expected) throw new Error(`${got}, not ${expected}`);
}

const nothing = async () => undefined;
/** What each takes for a client. @type {Record<string, any>} */
const CLIENTS = {
  cloudflare: { get: nothing, put: nothing, delete: nothing },
  d1: { prepare: nothing },
  deno: { get: nothing, delete: nothing, atomic: nothing },
  durableObject: { idFromName: nothing, get: nothing },
  dynamodb: { getItem: nothing, putItem: nothing, deleteItem: nothing },
  indexedDB: { open: nothing },
  netlifyBlobs: { getWithMetadata: nothing, set: nothing, delete: nothing },
  pg: { query: nothing },
  redis: { getBuffer: nothing, evalBuffer: nothing, set: nothing, del: nothing },
  sqlite: { prepare: nothing, exec: nothing },
  unstorage: { getItemRaw: nothing, setItemRaw: nothing, removeItem: nothing },
  upstash: { get: nothing, set: nothing, eval: nothing, del: nothing },
};
const { cloudflare, d1, deno, durableObject, dynamodb, indexedDB, netlifyBlobs, pg, redis, sqlite, unstorage, upstash } = CLIENTS;

/** As docs/stores.md has it. @type {[string, () => any][]} */
const DECLARED = [
  ["true strong 0 Infinity", () => memoryKV()],
  ["true strong 0 999000000", () => sqliteKV(sqlite)],
  ["false eventual 60 26214400 60 2147483647", () => cloudflareKV(cloudflare)],
  ["false eventual 60 26214400 30 2147483647", () => cloudflareKV(cloudflare, { cacheTtl: 30 })],
  ["true strong 0 1900000", () => d1KV(d1)],
  ["true strong 0 65536", () => denoKV(deno)],
  ["true strong 0 130048", () => durableObjectKV(durableObject)],
  ["true strong 0 408000", () => dynamodbKV(dynamodb)],
  ["true strong 0 67108864", () => indexedDBKV(indexedDB)],
  ["true eventual 0 5368709104", () => netlifyBlobsKV(netlifyBlobs)],
  ["false strong 0 5368709104", () => netlifyBlobsKV(netlifyBlobs, { atomic: false, consistency: "strong" })],
  ["true strong 0 100000000", () => postgresKV(pg)],
  ["true strong 1 536870896", () => redisKV(redis)],
  ["false eventual 0 Infinity", () => unstorageKV(unstorage)],
  ["false strong 60 1", () => unstorageKV(unstorage, { consistency: "strong", minTtl: 60, maxValue: 1 })],
  ["false eventual 0 9007199254740991", () => unstorageKV(unstorage, { maxValue: Number.MAX_SAFE_INTEGER })],
  ["true eventual 1 700000", () => upstashKV(upstash)],
  ["true eventual 1 2147483647", () => upstashKV(upstash, { maxValue: 2 ** 31 - 1 })],
];

/** @type {Test[]} */
const declared = DECLARED.map(([expected, make]) => ({
  name: `${make} declares ${expected}`,
  async run() {
    const { atomic, consistency, minTtl, maxValue, ...more } = make().capabilities;
    check([atomic, consistency, minTtl, maxValue, ...Object.values(more)].join(" "), expected);
  },
}));

/** @type {[() => any, string][]} */
const WRONG = [
  [() => cloudflareKV(cloudflare, { cacheTtl: 29 }), "cloudflareKV: cacheTtl: got 29, takes a whole number from 30 to 2147483647"],
  [() => dynamodbKV(dynamodb, { table: "" }), "dynamodbKV: table: got a string of 0 characters, takes the table's name"],
  [() => dynamodbKV(dynamodb, { table: /** @type {any} */ (5) }), "dynamodbKV: table: got a number, takes the table's name"],
  [() => netlifyBlobsKV(netlifyBlobs, { atomic: /** @type {any} */ ("no") }), "netlifyBlobsKV: atomic: got a string of 2 characters, takes true or false"],
  [() => netlifyBlobsKV(netlifyBlobs, { consistency: /** @type {any} */ ("weak") }), 'netlifyBlobsKV: consistency: got a string of 4 characters, takes "strong" or "eventual"'],
  [() => unstorageKV(unstorage, { consistency: /** @type {any} */ (1) }), 'unstorageKV: consistency: got a number, takes "strong" or "eventual"'],
  [() => unstorageKV(unstorage, { minTtl: -1 }), "unstorageKV: minTtl: got -1, takes a whole number from 0 to 2147483647"],
  [() => unstorageKV(unstorage, { minTtl: /** @type {any} */ ("a text") }), "unstorageKV: minTtl: got a string of 6 characters, takes a whole number from 0 to 2147483647"],
  [() => unstorageKV(unstorage, { maxValue: 0 }), "unstorageKV: maxValue: got 0, takes a whole number from 1 to 9007199254740991"],
  [() => unstorageKV({ ...unstorage, getMounts: () => [{ driver: { name: "null" } }] }), "unstorageKV: the storage's driver takes what is written and keeps nothing of it: it is null, readOnly, or one that only reads. Take another driver"],
  [() => unstorageKV({ ...unstorage, getMounts: () => [{ driver: { setItem() {}, options: { readOnly: true } } }] }), "unstorageKV: the storage's driver takes what is written and keeps nothing of it: it is null, readOnly, or one that only reads. Take another driver"],
  [() => upstashKV(upstash, { maxValue: 0 }), "upstashKV: maxValue: got 0, takes a whole number from 1 to 2147483647"],
  [() => postgresKV({ ...pg, get options() { throw new Error("a secret"); } }), "postgresKV: can't be read: a getter of it threw, or it is a Proxy that was revoked"],
  [() => upstashKV({ ...upstash, exec: nothing }), "upstashKV: got a pipeline or a transaction, takes the client itself, of @upstash/redis"],
  // Others that have all its methods.
  ...["getBuffer", "withTypeMapping", "sendCommand"].map((method) => /** @type {[() => any, string]} */ ([() => upstashKV({ ...upstash, [method]: nothing }), "upstashKV: got another object, takes a client of @upstash/redis. It is what new Redis({ url, token }) gives; for a client that speaks Redis' own protocol there is redisKV."])),
  ...["savepoint", "format", "getItem"].map((method) => /** @type {[() => any, string]} */ ([() => postgresKV({ ...pg, [method]: nothing }), "postgresKV: got another object, takes a Pool of pg, or the sql of postgres. With Hyperdrive: new Pool({ connectionString: env.HYPERDRIVE.connectionString })."])),
  ...["head", "createMultipartUpload"].map((method) => /** @type {[() => any, string]} */ ([() => cloudflareKV({ ...cloudflare, [method]: nothing }), "cloudflareKV: got another object, takes a Workers KV namespace, such as env.KV. Is the binding in wrangler.toml (kv_namespaces), under this name?"])),
  ...["batch", "parallelize", "getDatabaseInstance", "getRowsModified"].map((method) => /** @type {[() => any, string]} */ ([() => sqliteKV({ ...sqlite, [method]: nothing }), 'sqliteKV: got another object, takes a database of node:sqlite, bun:sqlite, better-sqlite3 or libSQL, such as new DatabaseSync("sessions.db"). For a Cloudflare D1 database there is d1KV.'])),
  ...Object.entries({ nothing: undefined, "a promise (it has to be awaited)": Promise.resolve({}), "a string": "redis://host", "something else": { get() {} } }).map(([got, client]) => /** @type {[() => any, string]} */ ([
    () => redisKV(client), `redisKV: got ${got}, takes a client of node-redis (4 or later, not in its legacy mode), ioredis, iovalkey or Valkey GLIDE, such as new Redis(url) of ioredis; for @upstash/redis there is upstashKV`])),
];

/** @type {Test[]} */
const wrong = WRONG.map(([make, text]) => ({
  name: `what is said: ${text}, of ${make}`,
  async run() {
    try {
      make();
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      return check(error.message, text);
    }
    throw new Error("it was taken");
  },
}));

/** @param {string} name @param {string} code */
const coded = (name, code) => Object.assign(new Error("the service's own"), { code, name });
const named = (/** @type {string} */ message) => new Error(message);

/** By adapter: how an operation of it fails, and what comes of that: the error itself, or one that says whether it may work a moment later. @type {[string, (failing: () => Promise<any>) => any, [error: any, says: string][]][]} */
const FAILURES = [
  ["postgresKV", (failing) => postgresKV({ query: failing }), [
    ...["08000", "08006", "40001", "40P01", "57P01", "57P02", "57P03", "53300", "ECONNREFUSED", "ECONNRESET", "EPIPE", "CONNECTION_CLOSED", "CONNECTION_ENDED", "CONNECTION_DESTROYED", "CONNECT_TIMEOUT"]
      .map((code) => /** @type {[any, string]} */ ([coded("error", code), "retryable: PostgreSQL was interrupted"])),
    [named("Connection terminated unexpectedly"), "retryable: PostgreSQL was interrupted"],
    [coded("error", "42P01"), "final: there is no table waxseal: run SCHEMA of waxseal/kv/postgres once"],
    ...["42703", "42804", "42883", "42P10"].map((code) => /** @type {[any, string]} */ ([coded("error", code), "final: the table waxseal is there already and is another one than SCHEMA of waxseal/kv/postgres makes: give sessions a schema of their own"])),
    ...["ERR_POSTGRES_CONNECTION_CLOSED", "ERR_POSTGRES_CONNECTION_REFUSED"].map((code) => /** @type {[any, string]} */ ([coded("PostgresError", code), "retryable: PostgreSQL was interrupted"])),
    // As Bun has the server's own.
    [Object.assign(coded("PostgresError", "ERR_POSTGRES_SERVER_ERROR"), { errno: "57P01" }), "retryable: PostgreSQL was interrupted"],
    [Object.assign(coded("PostgresError", "ERR_POSTGRES_SERVER_ERROR"), { errno: "42P01" }), "final: there is no table waxseal: run SCHEMA of waxseal/kv/postgres once"],
    [Object.assign(coded("PostgresError", "ERR_POSTGRES_SYNTAX_ERROR"), { errno: "57P01" }), "itself"],
    [coded("error", "25006"), "final: PostgreSQL can only be read here: is it a replica?"],
    ...["", "1008", "40002", "57014", "53400", "AECONNRESET", "142703"].map((code) => /** @type {[any, string]} */ ([coded("error", code), "itself"])),
    [named("the Connection terminated"), "itself"], [named("42703"), "itself"], [undefined, "itself"],
  ]],
  ["redisKV", (failing) => redisKV({ ...redis, getBuffer: failing, set: failing, evalBuffer: failing, del: failing }), [
    ...["LOADING Redis is loading", "BUSY a script runs", "MASTERDOWN Link with MASTER is down", "CLUSTERDOWN The cluster is down", "TRYAGAIN Multiple keys"].map((message) => /** @type {[any, string]} */ ([named(message), "retryable: Redis refuses for now"])),
    ...["BUSYKEY there is one", "ERR LOADING", "WRONGTYPE", ""].map((message) => /** @type {[any, string]} */ ([named(message), "itself"])), [undefined, "itself"],
  ]],
  ["dynamodbKV", (failing) => dynamodbKV({ getItem: failing, putItem: failing, deleteItem: failing }, { table: "mine" }), [
    ...["ProvisionedThroughputExceededException", "RequestLimitExceeded", "ThrottlingException", "InternalServerError", "InternalFailure", "ServiceUnavailable", "TransactionConflictException", "TimeoutError", "ReplicatedWriteConflictException"]
      .map((name) => /** @type {[any, string]} */ ([coded(name, ""), "retryable: DynamoDB was interrupted"])),
    ...["ECONNREFUSED", "ECONNRESET", "EPIPE", "ETIMEDOUT"].map((code) => /** @type {[any, string]} */ ([coded("Error", code), "retryable: DynamoDB was interrupted"])),
    [Object.assign(named("own"), { $metadata: { httpStatusCode: 500 } }), "retryable: DynamoDB was interrupted"],
    [coded("ResourceNotFoundException", ""), 'final: there is no table mine: make it once, with the partition key "key", a string'],
    [coded("ValidationException", ""), 'final: the table mine does not take what is asked: has it the partition key "key", a string, and no sort key?'],
    [Object.assign(named("own"), { $metadata: { httpStatusCode: 499 } }), "itself"], [coded("AThrottling", ""), "itself"], [coded("Error", "ECONNRESETS"), "itself"], [coded("Error", "AEPIPE"), "itself"], [undefined, "itself"],
  ]],
  ["cloudflareKV", (failing) => cloudflareKV({ get: failing, put: failing, delete: failing }), [
    [named("KV PUT failed: 429 Too Many Requests"), "retryable: Workers KV refuses for now: it takes one write a second to a key"], [named("TOO MANY REQUESTS"), "retryable: Workers KV refuses for now: it takes one write a second to a key"],
    ["429", "retryable: Workers KV refuses for now: it takes one write a second to a key"], [named("1429 keys"), "itself"], [named("KV PUT failed: 500"), "itself"], [undefined, "itself"],
  ]],
];

/** @type {Test[]} */
const failures = FAILURES.flatMap(([adapter, make, cases]) => cases.flatMap(([thrown, says]) => ["get", "put", "delete"].map((operation) => ({
  name: `${adapter}, ${operation}: ${thrown?.name} ${thrown?.code ?? ""} ${thrown?.message ?? thrown}`,
  async run() {
    const kv = make(() => Promise.reject(thrown));
    const act = { get: () => kv.get("key"), put: () => kv.put("key", new Uint8Array(1), { ttl: 60 }), delete: () => kv.delete("key") }[operation];
    const error = await Promise.resolve(act?.()).then(() => Promise.reject(new Error("it was taken")), (/** @type {any} */ error) => error);
    if (says === "itself") return check(error, thrown);
    check(`${error.retryable ? "retryable" : error.retriable === false ? "final" : "neither"}: ${error.message}`, says);
    check(error.cause, thrown);
  },
}))));

/** By client: what is called for a read. A replica may lag behind, and no client takes a script to one. @type {[string, Record<string, any>, string][]} */
const READS = [
  ["ioredis", { ...redis }, "getBuffer"],
  ["ioredis, a cluster", { ...redis, isCluster: true }, "evalBuffer"],
  ["ioredis, a cluster's primaries", { ...redis, isCluster: true, options: { scaleReads: "master" } }, "getBuffer"],
  ["ioredis, a cluster's replicas", { ...redis, isCluster: true, options: { scaleReads: "slave" } }, "evalBuffer"],
  ["node-redis", { withTypeMapping() { return this; }, get: nothing, set: nothing, eval: nothing, del: nothing }, "get"],
  ["node-redis, a cluster", { withTypeMapping() { return this; }, get: nothing, set: nothing, eval: nothing, del: nothing, slots: [] }, "eval"],
  ["node-redis, sentinels", { withTypeMapping() { return this; }, get: nothing, set: nothing, eval: nothing, del: nothing, getSentinelNode() {} }, "eval"],
  ["node-redis 4", { commandOptions() {}, sendCommand: nothing }, "sendCommand GET"],
  ["node-redis 4, a cluster", { slots: [], sendCommand: nothing }, "sendCommand key"],
  ["GLIDE", { customCommand: nothing, getStatistics() {} }, "customCommand EVAL"],
];

/** @type {Test[]} */
const reads = READS.map(([client, methods, expected]) => ({
  name: `${client} reads by ${expected}`,
  async run() {
    /** @type {string[]} */
    const called = [];
    const told = Object.fromEntries(Object.entries(methods).map(([name, method]) => [name, method === nothing ? async (/** @type {any} */ words) => {
      called.push(`${name} ${/^(sendCommand|customCommand)$/.test(name) ? [words].flat()[0] : ""}`.trim());
      return null;
    } : method]));
    check(await redisKV(told).get("key"), null);
    check(called.join(), expected);
  },
}));

/** Clients that give nothing for a write, of which it is not known whether it was done. @type {[string, any][]} */
const SILENT = [
  ["netlifyBlobsKV", netlifyBlobsKV(netlifyBlobs)], ["upstashKV", upstashKV(upstash)], ["redisKV", redisKV(redis)],
  ["d1KV", d1KV({ prepare: () => /** @type {any} */ ({ bind: () => ({ run: nothing }) }) })], ["denoKV", denoKV({ ...deno, atomic: () => ({ check() {}, set: () => ({ commit: nothing }) }) })],
];

/** @type {Test[]} */
const silent = SILENT.flatMap(([adapter, kv]) => [undefined, null, "version"].map((version) => ({
  name: `${adapter}: nothing for a write, if: ${version}`,
  async run() {
    const error = await Promise.resolve(kv.put("key", new Uint8Array(1), { ttl: 60, ...(version === undefined ? {} : { if: version }) })).catch((/** @type {any} */ error) => error);
    check(error?.message, "the client gave [object Undefined] for a write: whether it was done is not known");
  },
})));

/** @type {Test[]} */
const answers = [
  { name: "dynamodbKV reads consistently", run: async () => {
    /** @type {any} */
    let asked;
    const answer = { $metadata: { httpStatusCode: 200 } };
    check(await dynamodbKV({ ...dynamodb, getItem: async (/** @type {any} */ input) => (asked = input, answer) }).get("key"), null);
    check(JSON.stringify(asked), '{"TableName":"waxseal","Key":{"key":{"S":"key"}},"ConsistentRead":true}');
  } },
  { name: "dynamodbKV: an item is over at its second", run: async () => {
    const { now } = Date;
    try {
      Date.now = () => 1_800_000_000_000;
      const at = (/** @type {number} */ until) => dynamodbKV({ ...dynamodb, getItem: async () => ({ $metadata: { httpStatusCode: 200 }, Item: { value: { B: new Uint8Array(1) }, version: { S: "v" }, until: { N: `${until}` } } }) }).get("key");
      check(await at(1_800_000_000), null);
      check((await at(1_800_000_001))?.version, "v");
    } finally {
      Date.now = now;
    }
  } },
  { name: "what is no answer, or no row, is told of", run: async () => {
    const told = (/** @type {any} */ kv) => Promise.resolve(kv.get("key")).then(() => "nothing", (/** @type {Error} */ error) => `${error.name}: ${error.message}`);
    check(await told(dynamodbKV({ ...dynamodb, getItem: async () => undefined })), "TypeError: the client gave [object Undefined], which is no answer of DynamoDB's");
    check(await told(dynamodbKV({ ...dynamodb, getItem: async () => ({}) })), "TypeError: the client gave [object Object], which is no answer of DynamoDB's");
    check(await told(dynamodbKV({ ...dynamodb, getItem: async () => ({ $metadata: { httpStatusCode: 200 }, Item: {} }) })), "TypeError: the item has no time under until: it is none of waxseal's");
    check(await told(postgresKV(pg)), "TypeError: the client gave [object Undefined] for rows: is it one of a supported version?");
    for (const value of [5, "not base64"]) check(await told(postgresKV({ query: async () => ({ rows: [{ value, version: "v" }] }) })), "TypeError: the client gave a record that is not as it was asked for: is it one of a supported version?");
    for (const [value, length] of [["", 0], ["AAAA\nAA==", 4]]) check((await postgresKV({ query: async () => ({ rows: [{ value, version: "v" }] }) }).get("key"))?.value.length, length);
  } },
  { name: "netlifyBlobsKV: without an ETag nothing can be compared", run: async () => {
    const bare = { ...netlifyBlobs, getWithMetadata: async () => ({ data: new ArrayBuffer(17) }), set: async () => ({ modified: true }) };
    const told = (/** @type {any} */ promise) => promise.then(() => "nothing", (/** @type {Error} */ error) => error.message);
    check(await told(netlifyBlobsKV(bare).get("key")), "the store gave no ETag, as Netlify's local server doesn't: there, pass { atomic: false }");
    check(JSON.stringify(await netlifyBlobsKV(bare, { atomic: false }).get("key")), '{"value":{"0":0}}');
    for (const version of [null, "etag"]) check(await told(netlifyBlobsKV(bare).put("key", new Uint8Array(1), { ttl: 60, if: version })), "the store did not confirm the write: it gave no ETag");
    check(await netlifyBlobsKV(bare).put("key", new Uint8Array(1), { ttl: 60 }), true);
  } },
];

/** @type {Test[]} */
const conflicts = [{
  name: "a session that others change each time is tried less and less often, and then it is an error",
  run: () => unhurried(async () => {
    const kv = memoryKV();
    let writes = 0;
    const put = (/** @type {Parameters<typeof kv.put>} */ ...given) => (given[2].if === null ? kv.put(...given) : (writes++, false));
    const sessions = createSessions({ store: "kv", key: "sid", kv: { ...kv, put }, timeout: 1000, log: false });
    const cookie = String(await sessions.commit((await sessions.fetch("")).put("a", 1))).split(";")[0];
    const error = await sessions.commit((await sessions.fetch(cookie)).put("a", 2)).catch((/** @type {any} */ error) => error);
    check(`${error.name}: ${error.message} ${error.operation}`, "StoreError: the session was changed by others each time this request tried to write it put");
    if (writes < 5 || writes > 60) throw new Error(`${writes} writes in three seconds`);
  }),
}];

/** @param {import("./types.d.ts").Runner} runner */
export async function serve({ section }) {
  await section("errors: declared", declared);
  await section("errors: what is said", wrong);
  await section("errors: of services", failures);
  await section("errors: reads", reads);
  await section("errors: no answer", [...silent, ...answers]);
  await section("errors: conflicts", conflicts);
}
