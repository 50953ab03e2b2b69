// Mistakes, told where they are made: each line with a comment has one error, and its text has these words.

import { CookieStore, KvStore, createSessions } from "waxseal";
import type { SessionStore } from "waxseal";
import { memoryKV } from "waxseal/kv/memory";

const keys = { secretKeyBase: "…", signingSalt: "…" };
const kv = memoryKV();
const own: SessionStore = { init: () => ({}), get: () => [null, {}], put: () => "", delete() {} };

createSessions({
  store: "kv",
  kv,
  key: "k",
  idleTimout: 1, //~ 'idleTimout' does not exist
});
createSessions({
  store: KvStore,
  kv,
  key: "k",
  idleTimout: 1, //~ 'idleTimout' does not exist
});
createSessions({
  store: "kv",
  kv,
  key: "k",
  idleTimeout: "60", //~ 'string' is not assignable to type 'number'
});
createSessions({
  store: "kv",
  kv,
  key: "k",
  signingSalt: "…", //~ 'signingSalt' does not exist
});
createSessions({
  store: "kv",
  kv: "redis", //~ not assignable to type 'KvAdapter'
  key: "k",
});
createSessions({
  store: "memory",
  key: "k",
  maxLifetme: 1, //~ 'maxLifetme' does not exist
});
createSessions({
  store: "cookie",
  key: "k",
  ...keys,
  domian: "example.com", //~ 'domian' does not exist
});
createSessions({
  store: "cookie",
  key: "k",
  ...keys,
  sameSite: "foo", //~ "foo"' is not assignable to type 'SameSite
});
createSessions({
  store: CookieStore,
  key: "k",
  ...keys,
  maxAge: "60", //~ 'string' is not assignable to type 'number'
});
createSessions({ //~ 'undefined' is not assignable to type 'string | null'
  store: "cookie",
  key: "k",
  ...keys,
  domain: fromEnvironment(),
});
createSessions({
  store: own,
  key: "k",
  path: 5, //~ 'number' is not assignable to type 'string'
});
createSessions({ store: own, key: "k", table: "t", depth: 5 });
createSessions({
  store: "cookie",
  key: "k",
  ...keys,
  idleTimeout: "60", //~ 'string' is not assignable to type 'number'
});
createSessions({
  store: "cookie",
  key: "k",
  ...keys,
  prefix: "p", //~ 'prefix' does not exist
});
createSessions<{ a: number }>({
  store: "kv",
  kv,
  key: "k",
  sameSite: "lax ", //~ "lax "' is not assignable
});
createSessions({
  store: "cookie",
  key: "k",
  ...keys,
}).fetch("", {
  secretKeybase: "…", //~ 'secretKeybase' does not exist
});
createSessions({
  store: "redis", //~ "redis"' is not assignable
  key: "k",
}).handle( //~ see the error at createSessions
  () => null,
);

declare function fromEnvironment(): string | undefined;
