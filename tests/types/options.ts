// Options: what createSessions refuses when it runs, types refuse before.

import { CookieStore, createSessions } from "waxseal";
import type { SessionStore, SessionsOptions } from "waxseal";
import { memoryKV } from "waxseal/kv/memory";

const keys = { secretKeyBase: "…", signingSalt: "…" };
const key = new Uint8Array(32);

createSessions({ store: "cookie", key: "k", signingSalt: key, maxAge: null, sameSite: "Lax", domain: null, encryptionSalt: null });
createSessions({ store: "cookie", key: "k", signingKey: key, rotatingOptions: [keys, { encryptionKey: key }], otp: 25 });
createSessions({ store: "cookie", key: "k", encryptionKey: key, log: ({ reason }) => reason satisfies string });

// @ts-expect-error: no key
createSessions({ store: "cookie", ...keys });
// @ts-expect-error: no store
createSessions({ key: "k", ...keys });
// @ts-expect-error: no such store
createSessions({ store: "redis", key: "k", ...keys });
// @ts-expect-error: neither a signing salt nor a key
createSessions({ store: "cookie", key: "k", secretKeyBase: "…" });
// @ts-expect-error: nor may a rotating one go without
createSessions({ store: "cookie", key: "k", ...keys, rotatingOptions: [{ secretKeyBase: "…" }] });
// @ts-expect-error: misspelt
createSessions({ store: "cookie", key: "k", ...keys, maxage: 60 });
// @ts-expect-error: no number
createSessions({ store: "cookie", key: "k", ...keys, maxAge: "60" });
// @ts-expect-error: a store object does not open a way around
createSessions({ store: CookieStore, key: "k", ...keys, maxAge: "60" });
// @ts-expect-error: no such digest
createSessions({ store: "cookie", key: "k", ...keys, keyDigest: "md5" });
// @ts-expect-error: no such priority
createSessions({ store: "cookie", key: "k", ...keys, priority: "Highest" });
// @ts-expect-error: no service
createSessions({ store: "kv", key: "k" });
// @ts-expect-error: a service is an object
createSessions({ store: "kv", key: "k", kv: "redis" });
// @ts-expect-error: keys are the cookie store's
createSessions({ store: "kv", key: "k", kv: memoryKV(), signingSalt: "…" });
// @ts-expect-error: no store without put
createSessions({ store: { init() {}, get: () => [null, {}], delete() {} }, key: "k" });
// @ts-expect-error: the cookie's options are checked with any store
createSessions({ store: { init() {}, get: () => [null, {}], put: () => "", delete() {} }, key: "k", path: 5 });
// @ts-expect-error: both at once
createSessions({ store: "cookie", key: "k", ...keys }).fetch("").configure({ renew: "yes" });
// @ts-expect-error: no such scheme
createSessions({ store: "cookie", key: "k", ...keys }).fetch("", { scheme: "ftp" });

// Each at the option that is wrong, whichever the store.
createSessions({
  store: "kv",
  kv: memoryKV(),
  key: "k",
  // @ts-expect-error: misspelt
  idleTimout: 1,
});
createSessions({
  store: "memory",
  key: "k",
  // @ts-expect-error: no number
  maxLifetime: "60",
});
createSessions({
  store: "cookie",
  key: "k",
  ...keys,
  // @ts-expect-error: no such value
  sameSite: "foo",
});
declare const own: SessionStore;
createSessions({
  store: own,
  key: "k",
  // @ts-expect-error: no path
  path: 5,
});
// Options that are of one store or another.
declare const either: SessionsOptions;
createSessions(either).fetch("");
createSessions({ store: { init() {}, get: () => [null, {}], put: () => "", delete() {} }, key: "k", table: "t" }).fetch("");

// A name's promise: what comes of a broken one has no methods.
createSessions({ store: "cookie", key: "__Host-k", ...keys, secure: true, path: "/" }).fetch("");
createSessions({ store: "kv", kv: memoryKV(), key: "__Host-k", domain: null }).fetch("");
createSessions({ store: "cookie", key: "__Secure-k", ...keys, domain: "example.com" }).fetch("");
// @ts-expect-error: __Host- with a domain
createSessions({ store: "cookie", key: "__Host-k", ...keys, secure: true, domain: "example.com" }).fetch("");
// @ts-expect-error: also with typed data
createSessions<{ a: number }>({ store: "kv", kv: memoryKV(), key: "__Host-k", domain: "example.com" }).fetch("");
// @ts-expect-error: __Host- that is not secure
createSessions({ store: "cookie", key: "__Host-k", ...keys, secure: false }).fetch("");
// @ts-expect-error: nor __Http-
createSessions({ store: "memory", key: "__Http-k", secure: false }).fetch("");
// @ts-expect-error: which no script reads
createSessions({ store: "cookie", key: "__Host-Http-k", ...keys, httpOnly: false }).fetch("");
// @ts-expect-error: nor __Secure-
createSessions({ store: "memory", key: "__Secure-k", secure: false }).fetch("");
