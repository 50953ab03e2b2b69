// @ts-check
// Every function of the public API that takes an object of options: how it is called with one, an object that is right, and a slip with
// what was meant.

import { adapterSuite, storeSuite } from "waxseal/conformance";
import { session as fastify } from "waxseal/fastify";
import { session as h3 } from "waxseal/h3";
import { session as hono } from "waxseal/hono";
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
import { session as koa } from "waxseal/koa";
import { session as node, sessionErrors } from "waxseal/node";
import { sessionStorage } from "waxseal/react-router";
import { sessionHandle } from "waxseal/sveltekit";
import { good } from "./wrong-options.js";
import { recording } from "./recording-store.js";

/** What is exported by the subpaths, for the test that nothing is missing in the table. */
export const MODULES = {
  "waxseal/conformance": { adapterSuite, storeSuite },
  "waxseal/fastify": { session: fastify },
  "waxseal/h3": { session: h3 },
  "waxseal/hono": { session: hono },
  "waxseal/kv": { cloudflareKV, d1KV, denoKV, durableObjectKV, dynamodbKV, indexedDBKV, memoryKV, netlifyBlobsKV, postgresKV, redisKV, sqliteKV, unstorageKV, upstashKV },
  "waxseal/koa": { session: koa },
  "waxseal/node": { session: node, sessionErrors },
  "waxseal/react-router": { sessionStorage },
  "waxseal/sveltekit": { sessionHandle },
};

const secret = "a-secret-of-a-test-".repeat(4);
const nothing = async () => {};
/** A client that has what an adapter calls. @param {...string} methods @returns {any} */
const client = (...methods) => Object.fromEntries(methods.map((method) => [method, nothing]));

/**
 * @typedef {object} Row
 * @property {string} name
 * @property {(options: any) => unknown} call
 * @property {Record<string, any>} right
 * @property {[slip: string, meant: string | undefined]} slip undefined where no name is near
 * @property {boolean} [open] other names are somebody else's
 * @property {boolean} [awaited] a promise of one is as good
 * @property {boolean} [undefinedIsNone] where what others call it by has it so
 */

/** @param {any} waxseal @returns {Row[]} */
export function table(waxseal) {
  const { createSessions, CookieStore, KvStore, crypto, phoenix, term } = waxseal;
  const sessions = createSessions(good);
  const kv = memoryKV();
  const own = () => recording([null, {}], false).store;
  const fetched = () => sessions.fetch("");
  const request = () => new Request("https://example.com/");
  const router = sessionStorage(sessions);
  const { rotatingOptions, ...entry } = { rotatingOptions: [], signingSalt: "old" };
  const conn = { secretKeyBase: secret, scheme: "https" };
  const written = phoenix.SignedCookie.sign(secret, "n", "v");
  const remembering = phoenix.rememberMe({ secretKeyBase: secret, name: "remember" });
  const storeOptions = Object.fromEntries(Object.entries(good).filter(([name]) => name !== "store"));
  const byHand = CookieStore.init(storeOptions);
  const adapter = (/** @type {any} */ capabilities) => createSessions({ store: "kv", key: "k", kv: { ...kv, capabilities } });
  return [
    { name: "createSessions, cookie", call: createSessions, right: { ...good, maxAge: 60 }, slip: ["domian", "domain"] },
    { name: "createSessions, kv", call: createSessions, right: { store: "kv", key: "k", kv, idleTimeout: 60 }, slip: ["idleTimout", "idleTimeout"] },
    { name: "createSessions, memory", call: createSessions, right: { store: "memory", key: "k", maxLifetime: 60 }, slip: ["maxLifeTme", "maxLifetime"] },
    { name: "createSessions, a store of one's own", call: createSessions, right: { store: own(), key: "k", domain: "example.com" }, slip: ["domian", "domain"], open: true },
    { name: "createSessions, a rotating entry", call: (given) => createSessions({ ...good, rotatingOptions: [given] }), right: { ...entry, keyIterations: 1 }, slip: ["signingSlat", "signingSalt"] },
    { name: "createSessions, capabilities", call: adapter, right: { ...kv.capabilities }, slip: ["maxValeu", "maxValue"] },
    { name: "CookieStore.init", call: CookieStore.init, right: storeOptions, slip: ["encrytionSalt", "encryptionSalt"] },
    { name: "KvStore.init", call: KvStore.init, right: { kv, key: "k", prefix: "p" }, slip: ["prefx", "prefix"] },
    { name: "sessions.fetch", call: (given) => sessions.fetch("", given), right: conn, slip: ["secretKeybase", "secretKeyBase"] },
    { name: "sessions.fetch, kv", call: (given) => createSessions({ store: "memory", key: "k" }).fetch("", given), right: conn, slip: ["shceme", "scheme"] },
    { name: "sessions.fetch, a store of one's own", call: (given) => createSessions({ store: own(), key: "k" }).fetch("", given), right: conn, slip: ["secretKeybase", "secretKeyBase"], open: true },
    { name: "CookieStore.get", call: (given) => CookieStore.get(given, "", byHand), right: conn, slip: ["secretkeybase", "secretKeyBase"] },
    { name: "CookieStore.put", call: (given) => CookieStore.put(given, null, {}, byHand), right: conn, slip: ["schem", "scheme"] },
    { name: "sessions.handle", call: (given) => sessions.handle(() => new Response(""), given), right: { conn, skip: () => false }, slip: ["con", "conn"] },
    { name: "sessions.handle, its conn", call: (given) => sessions.handle(() => new Response(""), { conn: given }), right: conn, slip: ["secretKeybase", "secretKeyBase"] },
    { name: "sessions.headers", call: (given) => sessions.headers(fetched(), given), right: { status: 200, waitUntil: nothing }, slip: ["stauts", "status"], open: true },
    { name: "session.configure", call: (given) => fetched().configure(given), right: { renew: true }, slip: ["renews", "renew"] },
    { name: "KeyGenerator.generate", call: (given) => crypto.KeyGenerator.generate("s", "s", given), right: { iterations: 1, length: 16 }, slip: ["iteration", "iterations"] },
    { name: "term.encode", call: (given) => term.encode(null, given), right: { otp: 25 }, slip: ["opt", "otp"] },
    ...["sign", "encrypt"].map((name) => /** @type {Row} */ ({ name: `Token.${name}`, call: (given) => phoenix.Token[name](secret, "salt", 1, given), right: { maxAge: 60, keyIterations: 1 }, slip: ["maxage", "maxAge"] })),
    ...["verify", "decrypt"].map((name) => /** @type {Row} */ ({ name: `Token.${name}`, call: (given) => phoenix.Token[name](secret, "salt", "x", given), right: { maxAge: 60 }, slip: ["max_age", "maxAge"] })),
    ...["sign", "encrypt"].map((name) => /** @type {Row} */ ({ name: `SignedCookie.${name}`, call: (given) => phoenix.SignedCookie[name](secret, "n", 1, given), right: { maxAge: 60 }, slip: ["maxag", "maxAge"] })),
    { name: "csrfToken", call: (given) => phoenix.csrfToken(fetched(), given), right: { sessionKey: "k" }, slip: ["sessionkey", "sessionKey"] },
    { name: "csrfTokenFor", call: (given) => phoenix.csrfTokenFor(fetched(), "/", given), right: { sessionKey: "k", secretKeyBase: secret }, slip: ["secretKeyBas", "secretKeyBase"] },
    { name: "verifyCsrf", call: (given) => phoenix.verifyCsrf(request(), fetched(), given), right: { allowHosts: ["a.example"], with: null }, slip: ["allowhost", "allowHosts"] },
    { name: "protectFromForgery", call: (given) => phoenix.protectFromForgery(() => new Response(""), given), right: { with: "exception" }, slip: ["wiht", "with"] },
    { name: "rememberMe", call: phoenix.rememberMe, right: { secretKeyBase: secret, name: "r", maxAge: 60 }, slip: ["samesite", "sameSite"] },
    { name: "rememberMe.write", call: (given) => remembering.write("token", given), right: { scheme: "https" }, slip: ["scheem", "scheme"] },
    { name: "rememberMe.delete", call: (given) => remembering.delete(given), right: { scheme: "https" }, slip: ["scheem", "scheme"] },
    { name: "userToken", call: (given) => phoenix.userToken(fetched(), "", undefined, given), right: { live: true }, slip: ["lvie", "live"] },
    { name: "logIn", call: (given) => phoenix.logIn(fetched(), written, given), right: { returnTo: "/", remember: false }, slip: ["returnto", "returnTo"] },
    { name: "hono session", call: (given) => hono(sessions, given), right: { conn, skip: () => false }, slip: ["con", "conn"] },
    { name: "hono session, its conn", call: (given) => hono(sessions, { conn: given }), right: conn, slip: ["secretKeybase", "secretKeyBase"] },
    { name: "h3 session", call: (given) => h3(sessions, given), right: { conn }, slip: ["con", "conn"] },
    { name: "fastify session", call: (given) => fastify(sessions, given), right: { conn, isAnswer: () => true }, slip: ["isAnswr", "isAnswer"] },
    { name: "koa session", call: (given) => koa(sessions, given), right: { conn, isAnswer: () => true }, slip: ["con", "conn"] },
    { name: "node session", call: (given) => node(sessions, given), right: { conn }, slip: ["con", "conn"] },
    { name: "node session, its conn", call: (given) => node(sessions, { conn: given }), right: conn, slip: ["secretKeybase", "secretKeyBase"] },
    { name: "sessionErrors", call: sessionErrors, right: { isAnswer: () => true }, slip: ["isanswer", "isAnswer"] },
    { name: "sessionHandle", call: (given) => sessionHandle(sessions, given), right: { conn }, slip: ["cnn", "conn"] },
    { name: "sessionStorage", call: (given) => sessionStorage(sessions, given), right: { conn }, slip: ["connn", "conn"] },
    { name: "commitSession", call: async (given) => router.commitSession(await router.getSession(""), given), right: { maxAge: 60, expires: new Date(0) }, slip: ["maxage", "maxAge"], undefinedIsNone: true },
    { name: "destroySession", call: async (given) => router.destroySession(await router.getSession(""), given), right: {}, slip: ["domain", "createSessions"] },
    { name: "cloudflareKV", call: (given) => cloudflareKV(client("get", "put", "delete"), given), right: { cacheTtl: 30 }, slip: ["cacheTTL", "cacheTtl"] },
    { name: "indexedDBKV", call: (given) => indexedDBKV(client("open"), given), right: { name: "n" }, slip: ["nmae", "name"] },
    { name: "netlifyBlobsKV", call: (given) => netlifyBlobsKV(client("getWithMetadata", "set", "delete"), given), right: { atomic: false, consistency: "strong" }, slip: ["consistancy", "consistency"] },
    { name: "unstorageKV", call: (given) => unstorageKV(client("getItemRaw", "setItemRaw", "removeItem"), given), right: { minTtl: 1, maxValue: 5 }, slip: ["minTTL", "minTtl"] },
    { name: "upstashKV", call: (given) => upstashKV(client("get", "set", "eval", "del"), given), right: { maxValue: 5 }, slip: ["maxValues", "maxValue"] },
    { name: "memoryKV", call: memoryKV, right: {}, slip: ["maxSize", undefined] },
    { name: "d1KV", call: (given) => d1KV(client("prepare"), given), right: {}, slip: ["table", undefined] },
    { name: "denoKV", call: (given) => denoKV(client("get", "delete", "atomic"), given), right: {}, slip: ["prefix", undefined] },
    { name: "durableObjectKV", call: (given) => durableObjectKV(client("idFromName", "get"), given), right: {}, slip: ["location", undefined] },
    { name: "dynamodbKV", call: (given) => dynamodbKV(client("getItem", "putItem", "deleteItem"), given), right: { table: "sessions" }, slip: ["tabel", "table"] },
    { name: "postgresKV", call: (given) => postgresKV(client("query"), given), right: {}, slip: ["table", undefined] },
    { name: "sqliteKV", call: (given) => sqliteKV(client("prepare", "exec"), given), right: {}, slip: ["table", undefined] },
    { name: "redisKV", call: (given) => redisKV(client("getBuffer", "evalBuffer", "set", "del"), given), right: {}, slip: ["prefix", undefined] },
    { name: "adapterSuite", call: (given) => adapterSuite(memoryKV, given), right: { advance: nothing, broken: {} }, slip: ["brokn", "broken"] },
    { name: "storeSuite", call: (given) => storeSuite(() => given)[0].run(), right: { store: CookieStore, options: storeOptions, conn: {} }, slip: ["option", "options"], awaited: true },
  ];
}
