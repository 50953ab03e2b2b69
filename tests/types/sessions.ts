// createSessions, and what it makes: who awaits, what a session holds.

import { CookieStore, KvStore, createSessions } from "waxseal";
import type { Session, SessionStore, Sessions } from "waxseal";
import { memoryKV } from "waxseal/kv/memory";
import { protectFromForgery, verifyCsrf } from "waxseal/phoenix";
import { assert, type Equals } from "./check.js";

const keys = { secretKeyBase: "…", signingSalt: "…" };

// The cookie store has nothing to await.
const cookies = createSessions({ store: "cookie", key: "k", ...keys });
assert<Equals<typeof cookies, Sessions<Record<string, any>, "sync">>>();
const session = cookies.fetch("");
assert<Equals<typeof session, Session>>();
assert<Equals<ReturnType<typeof cookies.commit>, string | undefined>>();
const same = createSessions({ store: CookieStore, key: "k", ...keys }).fetch(null);
assert<Equals<typeof same, Session>>();

// All others have.
const server = createSessions({ store: "kv", kv: memoryKV(), key: "k" });
const awaited = server.fetch(["a=1", "b=2"]);
assert<Equals<typeof awaited, Promise<Session>>>();
assert<Equals<ReturnType<typeof server.commit>, Promise<string | undefined>>>();
assert<Equals<typeof server, ReturnType<typeof memory>>>();
function memory() {
  return createSessions({ store: "memory", key: "k", idleTimeout: 60 });
}
// Cookie sessions that can be revoked are awaited, too.
const revocable = createSessions({ store: "cookie", key: "k", ...keys, revocation: { kv: memoryKV(), every: 30, onError: "allow" } });
assert<Equals<typeof revocable, Sessions<Record<string, any>, "async">>>();
// @ts-expect-error: there is no such option
createSessions({ store: "cookie", key: "k", ...keys, revocation: { kv: memoryKV(), evry: 30 } });
server.revoke("user:42", { except: null!, ids: ["id"] }) satisfies Promise<number | undefined>;
server.list("user:42").then(([first]) => first?.lastSeen satisfies Date | undefined);
session.owner = "user:42";
session.owner = null;
session.owner satisfies string | undefined;
// @ts-expect-error: a number is no text
session.owner = 42;
createSessions({ store: KvStore, kv: memoryKV(), key: "k" }).fetch("") satisfies Promise<Session>;
const own: SessionStore<{ depth: number }> = {
  init: (options: { depth: number }) => options,
  get: (_conn, _cookie, { depth }) => [depth, {}],
  put: () => "cookie",
  delete: () => "ok",
};
createSessions({ store: own, key: "k", depth: 3 }).fetch("") satisfies Promise<Session>;
// @ts-expect-error: a promise is no session
server.fetch("").get("a");

// A session that is read when it is looked at.
cookies.lazy("").load() satisfies Session;
server.lazy("").load() satisfies Promise<Session>;
server.send(server.lazy(""), null!, {});
// @ts-expect-error: it has to be loaded
cookies.lazy("").get("a");
cookies.handle((_request, session) => session?.get("a"), { skip: () => true });
// @ts-expect-error: where it is skipped there is none
cookies.handle((_request, session) => session.get("a"), { skip: () => true });

// What calls it may give more than the handler names, a Worker's context above all; what it names has to be given.
const short = cookies.handle((_request, session) => session.get("a"));
short(null!) satisfies Promise<unknown>;
short(null!, { KV: {} }, { waitUntil() {} });
const long = cookies.handle((_request, session, env: { KV: string }) => session.get(env.KV));
long(null!, { KV: "a" }, { waitUntil() {} });
// @ts-expect-error: the handler asks for it
long(null!);
// @ts-expect-error: not so
long(null!, { KV: 5 });
long satisfies (request: any, env: { KV: string }, ctx: object) => Promise<unknown>;

// Around a handler with a session, and around one that may have none.
cookies.handle(protectFromForgery((_request, session) => session.get("a")));
cookies.handle(protectFromForgery((_request, session: Session | undefined) => session?.get("a")), { skip: () => true });
// @ts-expect-error: where it is skipped there is none
cookies.handle(protectFromForgery((_request, session: Session) => session.get("a")), { skip: () => true });
createSessions<{ user: string }>({ store: "cookie", key: "k", ...keys }).handle(protectFromForgery((_request, session) => [session.get("user")?.length] as any));
verifyCsrf({ method: "POST", headers: { "x-csrf-token": "…" }, body: {} }, session) satisfies Promise<boolean>;

// What a session holds is the type parameter's.
interface Data {
  user: Uint8Array;
  visits: number;
  nick: string | null;
}
const typed = createSessions<Data & Record<string, any>>({ store: "cookie", key: "k", ...keys }).fetch("");
assert<Equals<typeof typed, Session<Data & Record<string, any>>>>();
const exact = createSessions<{ visits: number; nick: string | null }>({ store: "cookie", key: "k", ...keys }).fetch("");
const [visits, counted, nick] = [exact.get("visits"), exact.get("visits", 0), exact.get("nick", "?")];
assert<Equals<typeof visits, number | undefined>>();
assert<Equals<typeof counted, number>>();
assert<Equals<typeof nick, string | null>>();
const whole = exact.toObject();
assert<Equals<typeof whole, Partial<{ visits: number; nick: string | null }>>>();
exact.put("visits", 1).put("nick", null).delete("nick").renew() satisfies typeof exact;
// @ts-expect-error: no number
exact.put("visits", "1");
const optional = createSessions<{ nick?: string }>({ store: "cookie", key: "k", ...keys }).fetch("").put("nick", "Ada");
// @ts-expect-error: undefined is no term, though the key may be missing
optional.put("nick", undefined);
// @ts-expect-error: no such key
exact.get("vists");
// @ts-expect-error: sessions are fetched, not made
new (null as any as typeof import("waxseal").Session)();
// @ts-expect-error: those that fetched it commit it
cookies.commit(awaited);
