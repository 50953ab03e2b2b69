// @ts-check
// What the package holds, exactly: files, values, types. What is added to it is added here.

export const FILES = `
LICENSE LICENSE-APACHE LICENSE-MIT README.md SECURITY.md CHANGELOG.md package.json sbom.json
docs/coming-from.md docs/command.md docs/edge.md docs/frameworks.md docs/getting-started.md docs/hosts.md docs/options.md docs/phoenix.md docs/recipes.md docs/stores.md
index.d.ts crypto.d.ts phoenix.d.ts term.d.ts inline.d.ts conformance.d.ts astro.d.ts elysia.d.ts fastify.d.ts h3.d.ts hono.d.ts koa.d.ts node.d.ts react-router.d.ts sveltekit.d.ts
dist/waxseal.js dist/waxseal.bun.js dist/waxseal.deno.js dist/waxseal.node.js dist/waxseal.web.js
dist/waxseal.js.map dist/waxseal.bun.js.map dist/waxseal.deno.js.map dist/waxseal.node.js.map dist/waxseal.web.js.map
dist/index.js dist/crypto.js dist/phoenix.js dist/term.js dist/conformance.js dist/astro.js dist/elysia.js dist/fastify.js dist/h3.js dist/hono.js dist/koa.js dist/node.js dist/react-router.js dist/sveltekit.js
dist/inline.js dist/wasm.js
dist/kv/cloudflare.js dist/kv/d1.js dist/kv/deno.js dist/kv/durable-object.js dist/kv/dynamodb.js dist/kv/indexeddb.js dist/kv/memory.js
dist/kv/netlify-blobs.js dist/kv/postgres.js dist/kv/redis.js dist/kv/sqlite.js dist/kv/unstorage.js dist/kv/upstash.js
entry/bun.js entry/deno.js entry/edge-light.js entry/inline.js entry/node.js entry/web.js entry/workerd.js
kv/README.md kv/cloudflare.d.ts kv/d1.d.ts kv/deno.d.ts kv/durable-object.d.ts kv/dynamodb.d.ts kv/indexeddb.d.ts kv/memory.d.ts
kv/netlify-blobs.d.ts kv/postgres.d.ts kv/redis.d.ts kv/sqlite.d.ts kv/unstorage.d.ts kv/upstash.d.ts
wasm/waxseal_bg.wasm
dist/command.js next.d.ts dist/next.js tanstack-start.d.ts dist/tanstack-start.js
`.trim().split(/\s+/);

/** By subpath: the values, which are those of the module and of its declarations. @type {Record<string, string>} */
export const VALUES = {
  ".": `createSessions Session CookieStore KvStore Store WaxsealError ConfigError EncodeError DecodeError AlreadySentError
    CookieOverflowError StoreError SessionInterruptedError RandomnessError InternalError`,
  "./crypto": "KeyGenerator MessageVerifier MessageEncryptor",
  "./phoenix": `Token SignedCookie csrfToken csrfTokenFor verifyCsrf protectFromForgery protectScript validStateAndCsrfToken
    dumpStateFromSession CsrfError flash rememberMe userToken logIn logOut`,
  "./term": "encode decode Atom Float Tuple Opaque TermMap",
  "./conformance": "adapterSuite storeSuite run",
  "./kv/cloudflare": "cloudflareKV",
  "./kv/d1": "SCHEMA d1KV",
  "./kv/deno": "denoKV",
  "./kv/durable-object": "WaxsealSessions durableObjectKV sessionsObject",
  "./kv/dynamodb": "dynamodbKV",
  "./kv/indexeddb": "indexedDBKV",
  "./kv/memory": "memoryKV",
  "./kv/netlify-blobs": "netlifyBlobsKV",
  "./kv/postgres": "SCHEMA postgresKV",
  "./kv/redis": "redisKV",
  "./kv/sqlite": "sqliteKV",
  "./kv/unstorage": "unstorageKV",
  "./kv/upstash": "upstashKV",
  "./astro": "session",
  "./elysia": "session",
  "./fastify": "session",
  "./h3": "session",
  "./hono": "session",
  "./koa": "session",
  "./next": "nextSessions",
  "./node": "session sessionErrors",
  "./react-router": "sessionStorage",
  "./sveltekit": "sessionHandle sessionHandleError",
  "./tanstack-start": "session sessionErrors",
};
/** What `waxseal/inline` is made of. */
const INLINE = [".", "./kv/indexeddb", "./kv/memory", "./phoenix"];
VALUES["./inline"] = INLINE.map((path) => VALUES[path]).join(" ");

/** By subpath: what only declarations have. @type {Record<string, string>} */
export const TYPES = {
  ".": `Bytes SessionData Conn Source Reason LogEvent Log CookieAttributes CookieName BrokenPromise KeyOptions Serializer
    CookieStoreOptions Revocation KvStoreOptions KvAdapter MaybePromise SessionStore Sessions ListedSession LazySession Context SessionHeaders SetCookie Term Platform AppData SessionLifetime
    AppSession SessionsOptions CookieSessionsOptions RevocableSessionsOptions KvSessionsOptions MemorySessionsOptions OwnSessionsOptions SameSite`,
  "./crypto": "Bytes",
  "./phoenix": "Secrets KeyDerivation TokenOptions VerifyOptions Opened CsrfOptions ParsedRequest Flash RememberMe RememberMeOptions",
  "./term": "Term",
  "./conformance": "Test AdapterSuiteOptions StoreUnderTest",
  "./kv/cloudflare": "WorkersKVNamespace",
  "./kv/d1": "Database Statement",
  "./kv/deno": "DenoKv",
  "./kv/durable-object": "SessionsNamespace",
  "./kv/dynamodb": "DynamoDBItems",
  "./kv/indexeddb": "",
  "./kv/memory": "",
  "./kv/netlify-blobs": "BlobsStore NetlifyBlobsOptions",
  "./kv/postgres": "PgClient PostgresSql",
  "./kv/redis": "RedisClient",
  "./kv/sqlite": "Database LibsqlClient",
  "./kv/unstorage": "UnstorageStorage UnstorageDriver",
  "./kv/upstash": "UpstashRedis",
  "./astro": "",
  "./elysia": "SessionPlugin",
  "./fastify": "",
  "./h3": "",
  "./hono": "SessionEnv",
  "./koa": "",
  "./next": "NextCookies NextHeaders NextSessions",
  "./node": "NodeMiddleware",
  "./react-router": "RouterSession RouterSessionStorage RouterOwnSession CommitOptions",
  "./sveltekit": "",
  "./tanstack-start": "",
};
TYPES["./inline"] = INLINE.map((path) => TYPES[path]).join(" ");
