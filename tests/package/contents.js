// @ts-check
// What the package holds, exactly: files, values, types. What is added to it is added here.

export const FILES = `
LICENSE LICENSE-APACHE LICENSE-MIT README.md package.json
index.js index.d.ts crypto.js crypto.d.ts term.js term.d.ts conformance.js conformance.d.ts
conformance_adapter.js conformance_check.js conformance_comparisons.js conformance_store.js
border.js bytes.js create.js erlang.js errors.js log.js response.js serializer.js session.js session_changes.js sessions.js site.js
store.js store_sessions.js kv_adapter.js kv_ask.js kv_plan.js kv_service.js kv_sessions.js kv_steps.js
term_decode.js term_encode.js term_order.js term_scalars.js term_skip.js term_text.js term_writer.js term_wrong.js
hono.js hono.d.ts react-router.js react-router.d.ts sveltekit.js sveltekit.d.ts
entry/bun.js entry/deno.js entry/edge-light.js entry/node.js entry/web.js entry/workerd.js
kv/README.md kv/cloudflare.js kv/cloudflare.d.ts kv/d1.js kv/d1.d.ts kv/deno.js kv/deno.d.ts kv/durable-object.js kv/durable-object.d.ts
kv/indexeddb.js kv/indexeddb.d.ts kv/memory.js kv/memory.d.ts kv/netlify-blobs.js kv/netlify-blobs.d.ts kv/redis.js kv/redis.d.ts
kv/unstorage.js kv/unstorage.d.ts kv/upstash.js kv/upstash.d.ts
wasm/waxseal.js wasm/waxseal_bg.wasm
`.trim().split(/\s+/);

/** By subpath: the values, which are those of the module and of its declarations. @type {Record<string, string>} */
export const VALUES = {
  ".": `createSessions Session CookieStore KvStore Store WaxsealError ConfigError EncodeError DecodeError AlreadySentError
    CookieOverflowError StoreError SessionInterruptedError RandomnessError InternalError`,
  "./crypto": "KeyGenerator MessageVerifier MessageEncryptor",
  "./term": "encode decode Atom Float Tuple Opaque",
  "./conformance": "adapterSuite storeSuite run",
  "./kv/cloudflare": "cloudflareKV",
  "./kv/d1": "SCHEMA d1KV",
  "./kv/deno": "denoKV",
  "./kv/durable-object": "WaxsealSessions durableObjectKV",
  "./kv/indexeddb": "indexedDBKV",
  "./kv/memory": "memoryKV",
  "./kv/netlify-blobs": "netlifyBlobsKV",
  "./kv/redis": "redisKV",
  "./kv/unstorage": "unstorageKV",
  "./kv/upstash": "upstashKV",
  "./hono": "session",
  "./react-router": "sessionStorage",
  "./sveltekit": "sessionHandle",
};

/** By subpath: what only declarations have. @type {Record<string, string>} */
export const TYPES = {
  ".": `Bytes SessionData Conn Source Reason LogEvent Log CookieAttributes CookieName BrokenPromise KeyOptions Serializer
    CookieStoreOptions KvStoreOptions KvAdapter MaybePromise SessionStore Sessions Term Platform`,
  "./crypto": "Bytes",
  "./term": "Term",
  "./conformance": "Test AdapterSuiteOptions StoreUnderTest",
  "./kv/cloudflare": "WorkersKVNamespace",
  "./kv/d1": "Database Statement",
  "./kv/deno": "DenoKv",
  "./kv/durable-object": "SessionsNamespace",
  "./kv/indexeddb": "",
  "./kv/memory": "",
  "./kv/netlify-blobs": "BlobsStore NetlifyBlobsOptions",
  "./kv/redis": "RedisClient",
  "./kv/unstorage": "UnstorageStorage UnstorageDriver",
  "./kv/upstash": "UpstashRedis",
  "./hono": "SessionEnv",
  "./react-router": "RouterSession RouterSessionStorage",
  "./sveltekit": "",
};
