/**
 * Sessions for the edge, compatible with Elixir's Plug.
 *
 * @example
 * ```js
 * import { createSessions } from "waxseal";
 *
 * const sessions = createSessions({
 *   store: "cookie",
 *   key: "_my_app_key",
 *   secretKeyBase: env.SECRET_KEY_BASE,
 *   signingSalt: "3kVbPzQ1",
 * });
 * export default {
 *   fetch: sessions.handle(async (request, session) => {
 *     session.put("visits", session.get("visits", 0) + 1);
 *     return new Response(`visit ${session.get("visits")}`);
 *   }),
 * };
 * ```
 */

import type { Atom, Float, Opaque, Term, Tuple } from "./term.d.ts";

export type { Term };

/** Text, taken as UTF-8, or the bytes themselves. */
export type Bytes = string | Uint8Array;

/** What a session holds: by default any term under any key. */
export type SessionData = Record<string, any>;

/** What is taken from the connection, as from Plug's `conn`. */
export interface Conn {
  /** `conn.secret_key_base`, at least 64 bytes: for stores that were not given a `secretKeyBase` of their own. */
  secretKeyBase?: Bytes;
  /** By default a Request's own; else `"http"`. Over https the cookie is `secure` unless told otherwise. */
  scheme?: "http" | "https";
}

/** Where a session comes from. Several Cookie headers go in an array: as in Plug the last one counts. */
export type Source =
  | { readonly headers: { get(name: string): string | null } }
  | { get(name: string): string | null }
  | string
  | readonly string[]
  | null
  | undefined;

/**
 * Why there is no session; or what was noticed of one: `shadowed_cookie` (a bad cookie stands before a good one of the same name),
 * `foreign_cookie` (a change was not kept: the response sets what no key opens), `dropped_elsewhere` (a change was not kept: the
 * response deletes the cookie), `put_after_drop` (a change after `drop()` was not kept, as in Plug), `made_private` (a response with
 * the cookie had allowed shared caches to store it), `shared_page` (a page whose session was looked at allows it), `late_write`
 * (a change was not kept: another request dropped or renewed the session a moment ago, `retired_sid`), `touch_failed` (the service
 * would not note that a session is in use; the next request tries again), `index_failed` (an owner's index was
 * not brought up to date: it lists a session that is over, or says an earlier `lastSeen`), `unanswered` (in Bun: the cookie of a change had no
 * answer to go with, as `server.upgrade()` had given one), `revocation_unknown` (with
 * `onError: "allow"`: whether a session was revoked could not be asked, and it is let in). And what only a function is told: `no_cookie`,
 * `duplicate_cookie` (several cookies of the name: the first counts, whichever path or domain it is of), `rotated` (a key that is
 * rotated out opened the cookie: once there are none of these, the key may go).
 */
export type Reason =
  | "no_cookie" | "too_large" | "malformed" | "unknown_algorithm" | "bad_signature" | "decrypt_failed" | "undecodable"
  | "limit" | "not_a_map" | "expired" | "unknown_sid" | "bad_sid" | "retired_sid" | "revoked"
  | "late_write" | "touch_failed" | "index_failed" | "unanswered" | "revocation_unknown" | "duplicate_cookie" | "rotated" | "shadowed_cookie" | "foreign_cookie" | "dropped_elsewhere" | "put_after_drop" | "made_private" | "shared_page";

/** What `log` is told. Never a cookie, a sid, a key or a value. */
export interface LogEvent {
  reason: Reason;
  /** The cookie's name. */
  key: string;
  /** The store's name. */
  store: string;
}

/** `false`, a level of the console's (`"debug"` by default), or a function. */
export type Log = false | "debug" | "info" | "warn" | "error" | ((event: LogEvent) => void);

/** Plug's cookie options. */
export interface CookieAttributes {
  /** Which hosts get the cookie; by default this one alone. */
  domain?: string | null;
  /** `"/"` by default. */
  path?: string | null;
  /** Seconds after which browsers forget the cookie; by default when they close. */
  maxAge?: number | null;
  /** By default over https. */
  secure?: boolean | null;
  /** `true` by default. */
  httpOnly?: boolean | null;
  sameSite?: SameSite | null;
  /** Further attributes, as they are to stand in the header. */
  extra?: string | null;
  /** CHIPS: a cookie jar of its own for each top-level site. Needs `secure`. */
  partitioned?: boolean;
  priority?: "Low" | "Medium" | "High";
}

/** Any spelling is taken, as Plug takes it; browsers know these. */
export type SameSite = "Strict" | "Lax" | "None" | "strict" | "lax" | "none";

/** A cookie's name. With the prefix `__Host-` it goes without `domain`, with `path: "/"` and `secure`, and types say so. */
export interface CookieName {
  key: string;
}

/** A name that promises what the other attributes break: the browser would drop the cookie. */
export type BrokenPromise =
  | { key: `__Host-${string}`; domain: string }
  | { key: `__Host-${string}` | `__Secure-${string}` | `__Http-${string}`; secure: false }
  | { key: `__Host-Http-${string}` | `__Http-${string}`; httpOnly: false };

/** A class of the platform's, such as `Request`, whichever types describe it; any, where none do. */
export type Platform<Name extends string> =
  typeof globalThis extends { [_ in Name]: { prototype: infer Type } } ? Type : any;

/** Keys of the cookie store: what Phoenix calls them, in camelCase. */
export type KeyOptions = Keys & ({ encryptionKey: Uint8Array } | { signingKey: Uint8Array } | { signingSalt: Bytes });

interface Keys {
  /** At least 64 bytes. May instead come with each request, in {@link Conn}. */
  secretKeyBase?: Bytes;
  /** Plug needs it with encryption too. */
  signingSalt?: Bytes;
  /** Given, the session is encrypted; not given, only signed: anyone can read it, nobody can change it. */
  encryptionSalt?: Bytes | null;
  /** PBKDF2's rounds, 1000 by default. */
  keyIterations?: number;
  /** Bytes, 32 by default. With encryption 32; 16 and 24 only read cookies of old. */
  keyLength?: number;
  /** `"sha256"` by default. */
  keyDigest?: "sha" | "sha224" | "sha256" | "sha384" | "sha512";
  /** Derived beforehand, instead of a secret and a salt: an edge then need not hold the secret that guards all else. */
  signingKey?: Uint8Array;
  /** Derived beforehand, 32 bytes. */
  encryptionKey?: Uint8Array;
}

/**
 * How a session is written, in place of Erlang's terms. Values are its affair: what is put is kept as it is (a Date, a Set, undefined) until
 * `encode` has it, and `get` gives what `decode` gave.
 */
export interface Serializer {
  /** A session to its payload. The session is an object, or the Map that `decode` gave if it has other keys than strings. */
  encode(session: any): string | Uint8Array;
  /** A payload to a session, an object or a Map; throws if it can't. The payload is a Uint8Array that prints as its text. */
  decode(payload: Uint8Array): any;
}

/** `Plug.Session.COOKIE`. */
export type CookieStoreOptions = KeyOptions & CookieStoreSettings;

interface CookieStoreSettings {
  serializer?: "external_term_format" | "json" | Serializer;
  /**
   * Seconds without use after which a session is over; without it, never. With it or `maxLifetime` each session has its times under one key
   * of its own, `_waxseal_life`, which other apps leave alone. A request that only reads sends the cookie again once half of it has passed.
   */
  idleTimeout?: number;
  /** Seconds after which a session is over in any case; without it, never. Counted from the first cookie that has its times. */
  maxLifetime?: number;
  /** Older keys, tried in turn after the primary ones; what is written is written with those. */
  rotatingOptions?: readonly KeyOptions[] | null;
  /** Whose bytes are written: atoms differ. 26 (and later) by default; 25 for what is older. */
  otp?: 25 | 26;
  log?: Log;
}

/**
 * Cookie sessions that can be revoked, all of an owner's at once: when that was done last is one small record an owner in a key-value service. A
 * session that has an owner is looked up there; those of before that time are none (`revoked` in the log), whatever their cookie says.
 */
export interface Revocation {
  kv: KvAdapter;
  /**
   * Seconds, 60 by default, 0 to 86,400: an owner's record is read at most once in so many by these sessions, wherever they live on from
   * request to request. For so long who was revoked by another machine may be let in. Clocks that differ add their difference.
   */
  every?: number;
  /**
   * `"throw"` by default: while the service fails, `fetch` of a session with an owner rejects with its {@link StoreError}, as with sessions in
   * a key-value store. `"allow"` lets in whoever was not known to be revoked before (`revocation_unknown` in the log).
   */
  onError?: "throw" | "allow";
  /** As that of {@link KvStoreOptions}. */
  ownerSecret?: Bytes;
  /** As that of {@link KvStoreOptions}; made from the cookie's name by default. */
  prefix?: string;
  /** Milliseconds to wait for the service, 10,000 by default. */
  timeout?: number;
}

/** The store over a key-value service. */
export interface KvStoreOptions {
  /**
   * Seconds without use after which a session is over; a day by default. Use is noted from a twentieth of it on, and at most once a
   * minute (on Workers KV from half of it on): by so much less may a session be over early.
   */
  idleTimeout?: number;
  /**
   * Seconds after which a session is over in any case; thirty days by default. `renew()` keeps a session's age; a log-in that
   * clears it too (`session.clear().renew()`) begins a lifetime of its own.
   */
  maxLifetime?: number;
  /** At most 16 of `a-z 0-9 . _ -` before each key in the service; made from the cookie's name by default. */
  prefix?: string;
  /** Milliseconds to wait for the service, 10,000 by default. */
  timeout?: number;
  /**
   * At least 32 bytes: hides in the service whose sessions there are. Without it whoever has a copy of all that the service holds can find out,
   * by trying names, whether an owner is in it, and read when and with which note they logged in; sessions open for nobody either way. With
   * another one no owner's sessions of before are found.
   */
  ownerSecret?: Bytes;
  otp?: 25 | 26;
  log?: Log;
}

/** A key-value service, behind three functions. A client is handed in, never made. */
export interface KvAdapter {
  /** What the service can promise. */
  readonly capabilities: {
    /** It can write on the condition that nobody else has written since. */
    readonly atomic: boolean;
    /** `"strong"`: what was written is what is read next, anywhere. */
    readonly consistency: "strong" | "eventual";
    /** Seconds: the shortest time to live it takes. */
    readonly minTtl: number;
    /** Bytes: the largest value it takes. */
    readonly maxValue: number;
    /** Seconds for which a place may still read what was there before: a deleted session's mark stays so much longer. 0 if not given. */
    readonly delay?: number;
    /** Seconds: the longest time to live it takes, and is given. A session that says of itself that it lasts longer is over after so long without use. */
    readonly maxTtl?: number;
  };
  /** The record and, if the service is atomic, what tells this version of it from others. */
  get(key: string): MaybePromise<{ value: Uint8Array; version?: unknown } | null>;
  /**
   * Writes the record for `ttl` seconds, and says whether it did. `if` is null: only if there is none; a version: only if it
   * is still that one; not given: in any case. Only an atomic service is ever given `if`. An answer that the adapter does not
   * understand is to be thrown, never given as false. An error with `retryable: true` says that the same may work a moment
   * later: it is asked again, a little later each time, within the `timeout`; one with `retriable: false`, that it will not.
   */
  put(key: string, value: Uint8Array, options: { ttl: number; if?: unknown }): MaybePromise<boolean>;
  delete(key: string): MaybePromise<unknown>;
}

/** A value or a promise of it. */
export type MaybePromise<T> = T | Promise<T>;

/**
 * The contract, `Plug.Session.Store`: for stores of one's own. What a call throws is the cause of a {@link StoreError}; a
 * StoreError comes as it is.
 */
export interface SessionStore<Options = any> {
  /** Options that are not the cookie's, once, to whatever the other calls are to be given; of a promise that is what it gives. */
  init(options: any): Options | Promise<Options>;
  /** A cookie's value to a sid and a session. The sid is null if the cookie identifies nothing; the session is then empty. */
  get(conn: Conn, cookie: string, options: Options): MaybePromise<[sid: unknown, session: object]>;
  /** Stores the session and gives the cookie's value. With a null sid it makes a new one. */
  put(conn: Conn, sid: any, session: any, options: Options): MaybePromise<string>;
  /** Makes the sid identify nothing. */
  delete(conn: Conn, sid: any, options: Options): MaybePromise<unknown>;
}

/**
 * A fetched session. `console.log` shows its keys and what was done with it, never a value. What `get` gives is a copy: what is changed in it is
 * lost until it is `put`. In development (Node, Deno and Bun unless `NODE_ENV` is `"production"`; elsewhere if it is `"development"`)
 * the console is told of that once a key. A session itself can't be cloned: `structuredClone(session.toObject())`.
 */
// @ts-ignore: a session of some keys is to go where one of any keys is taken, though keys() tells more than that promises
export declare class Session<out Data extends SessionData = SessionData> {
  private constructor();
  /** The value under a key, or `fallback` if there is no such key (null is a value). */
  get<Key extends keyof Data & string>(key: Key): Data[Key] | undefined;
  get<Key extends keyof Data & string, Fallback>(key: Key, fallback: Fallback): Exclude<Data[Key], undefined> | Fallback;
  has(key: keyof Data & string): boolean;
  /** @throws {EncodeError} a value that is no term (undefined is none), by its path; {@link AlreadySentError} */
  put<Key extends keyof Data & string>(key: Key, value: Exclude<Data[Key], undefined>): this;
  delete(key: keyof Data & string): this;
  /** Empties the session. Its sid stays: to log out, `drop()`. */
  clear(): this;
  /** The keys that are strings. */
  keys(): (keyof Data & string)[];
  /**
   * All of it, a copy: an ordinary object; a `TermMap` of `waxseal/term` if Phoenix put keys into it that are no strings. This, and not the session, is what
   * `structuredClone`, React's props and Workers RPC take.
   */
  toObject(): Partial<Data>;
  /** The same with names for keys, as `JSON.stringify` needs it. */
  toJSON(): Partial<Data>;
  /**
   * `configure_session`: of several calls the last one counts; in one, `renew` before `drop` before `ignore`. And this session's own
   * lifetime, in the place of the store's: see {@link SessionLifetime}.
   * @throws {ConfigError} no whole number of seconds, or an `idleTimeout` over `maxAge`
   */
  configure(options: { renew?: boolean; drop?: boolean; ignore?: boolean } & SessionLifetime): this;
  /** A new sid at the commit: call it at every log-in. */
  renew(): this;
  /** Deletes the session and its cookie at the commit: log-out. */
  drop(): this;
  /** Writes nothing at the commit. */
  ignore(): this;
  /**
   * Notes at the commit that the session is in use, whether that is due or not, and sends the browser its cookie again; of no session nothing.
   * @throws {AlreadySentError}
   */
  touch(): this;
  /**
   * The record's public id, 32 hexadecimal digits: to log and to show. It opens nothing and says nothing of the sid; `renew()` gives another.
   * undefined where there is no record: in a cookie session, in a store of one's own, in one that is not stored yet.
   */
  readonly id: string | undefined;
  /** Whether the request came without a session. */
  readonly isNew: boolean;
  /**
   * When the session began; of one that is about to be stored, now; once it is, when that was done. undefined of none, and where nobody asked for its
   * times to be kept.
   */
  readonly createdAt: Date | undefined;
  /**
   * When the session is over if nobody uses it any more, as it is after this request's commit. undefined of none, without a limit, and where nobody
   * asked for its times to be kept.
   */
  readonly expiresAt: Date | undefined;
  /**
   * Whose it is, text of 1 to 255 bytes such as `"user:42"`: with it {@link Sessions.list} and {@link Sessions.revoke} find the session. Kept by
   * later writes and `renew()`; `clear().renew()`, a log-in, begins without it. null: nobody's.
   * @throws {ConfigError} what is no such text; {@link AlreadySentError}
   */
  get owner(): string | undefined;
  set owner(owner: string | null | undefined);
  /** What {@link Sessions.list} is to say of it, such as the browser's name: text of 1 to 255 bytes. Kept as the owner is; not in cookies. */
  get note(): string | undefined;
  set note(note: string | null | undefined);
}

/**
 * How long one session lasts ("remember me"), said at a log-in. Later writes and `renew()` keep it; `clear().renew()`, the next log-in, begins
 * without it. Where another request of the session says otherwise at the same time, the later one holds.
 */
export interface SessionLifetime {
  /**
   * Seconds from now, 1 to 2,147,483,647, after which the session is over, used or not; the browser keeps the cookie for as long (400 days
   * at most). In the place of the store's `maxLifetime` and, unless given too, of its `idleTimeout`. Each time it is said it counts anew.
   * null: the browser forgets the cookie when it closes, whatever the option `maxAge` says, and the store's limits hold.
   */
  maxAge?: number | null;
  /** Seconds without use, at most `maxAge`, after which the session is over. null: the store's holds again. */
  idleTimeout?: number | null;
}

/**
 * What the sessions of an app hold, for frameworks whose types can't infer it, such as `req.session` of `waxseal/node`: the app says so
 * once. Empty, they hold anything.
 *
 * @example
 * ```ts
 * declare module "waxseal" {
 *   interface AppData { userId?: number }
 * }
 * ```
 */
export interface AppData {}

/** The session of a request where the types of a framework name one: it holds {@link AppData}. */
export type AppSession = Session<[keyof AppData] extends [never] ? SessionData : AppData>;

/** What `createSessions` makes. `Mode` says whether there is something to await. */
export interface Sessions<Data extends SessionData = SessionData, Mode extends "sync" | "async" = "sync" | "async"> {
  /** The session of a request. A cookie that is wrong in any way is no session, never an error. */
  fetch(source: Source, conn?: Conn): Mode extends "sync" ? Session<Data> : Promise<Session<Data>>;
  /**
   * A session that is read when somebody asks for it: for a store that takes time, and handlers that often don't look. It goes where a session
   * goes ({@link Sessions.send}, `commit`, `headers`, `cookie`); of one that nobody loaded nothing is read, committed or set. What is
   * put once it was sent is not kept, as is what is put into any session that nobody sends: load it before.
   *
   * @example
   * ```js
   * const lazy = sessions.lazy(request);
   * const response = await answer(request, async () => (await lazy.load()).get("user"));
   * return sessions.send(lazy, response, ctx);
   * ```
   */
  lazy(source: Source, conn?: Conn): LazySession<Data, Mode>;
  /**
   * `before_send`: the Set-Cookie value, if there is one. Once.
   * @throws {AlreadySentError} the second time; {@link CookieOverflowError}, {@link EncodeError}, {@link StoreError},
   * {@link SessionInterruptedError}, {@link RandomnessError}: then no cookie is to be sent, and the session is as it was
   */
  commit(session: Session<Data> | LazySession<Data, Mode>, context?: Context): Mode extends "sync" ? string | undefined : Promise<string | undefined>;
  /**
   * Commits, and puts the headers onto a response, or onto a copy of one that can't be changed.
   *
   * A response that carries this very cookie already (same name, domain and path; RFC 6265, section 5.3) is the newer truth:
   * another layer, or the app behind, wrote the session in this request. If nothing was changed here it stays as it is; else what
   * was changed is put on it key by key, and one cookie goes out. A log-out on either side wins, a renewal on either side holds.
   * What no key opens stays (`foreign_cookie` in the log).
   *
   * A response with the session's cookie is made private where shared caches might store it, and varies by Cookie; so does one
   * whose session was looked at. `context` is a Worker's `ctx`: with it the commit goes on when the client goes away.
   */
  send<Sent extends Platform<"Response">>(session: Session<Data> | LazySession<Data, Mode>, response: Sent, context?: Context): Mode extends "sync" ? Sent : Promise<Sent>;
  /** Commits; gives all that {@link Sessions.send} would set, for frameworks that have no Response. */
  headers(session: Session<Data> | LazySession<Data, Mode>, context?: Context): Mode extends "sync" ? SessionHeaders : Promise<SessionHeaders>;
  /** Commits; gives the cookie by its parts, for frameworks that write cookies themselves; undefined if there is none to set. */
  cookie(session: Session<Data> | LazySession<Data, Mode>, context?: Context): Mode extends "sync" ? SetCookie | undefined : Promise<SetCookie | undefined>;
  /**
   * The request for an origin behind that has the same options, such as a Phoenix app: its Cookie header holds the session as
   * changed so far; other cookies stay. Nothing is committed: what the origin answers is given to {@link Sessions.send}. A session
   * that is over here (`idleTimeout`, `maxLifetime`, `revocation`) is not in it. Where the
   * cookie is only a sid (kv, a store of one's own) the changes are not in it: the origin sees the record as it was read;
   * nothing of one that is dropped, or emptied for this request alone (`clear().ignore()`).
   */
  forward<Sent extends Platform<"Request">>(session: Session<Data>, request: Sent): Sent;
  /** Of a session that nobody loaded the request goes on as it came. */
  forward<Sent extends Platform<"Request">>(session: LazySession<Data, Mode>, request: Sent): Mode extends "sync" ? Sent : Promise<Sent>;
  /**
   * The sessions of an owner that there are, the last seen first: where somebody is logged in. Of `store: "kv"` alone.
   *
   * @example
   * ```js
   * for (const { id, note, lastSeen, current } of await sessions.list("user:42", { current: session })) …
   * ```
   * @throws {ConfigError} what is no owner, another store; {@link StoreError}, also for an index that can't be read
   */
  list(owner: string, options?: { current?: Session<Data> }): Promise<ListedSession[]>;
  /**
   * Ends the sessions of an owner: all of them, all but one, or those with these ids. Gives how many. A request that read such a session before
   * gets a {@link SessionInterruptedError} at its write. Where the service compares nobody of them is let in any more once this is done, and
   * who logs in meanwhile is either among them or comes after it. What failed in between can be done again. A request that revokes the owner of
   * its own session and logs in anew excepts that session.
   *
   * Of `store: "kv"`; and of `store: "cookie"` with {@link Revocation}: there all that began before, or all but one, whose cookie is then
   * sent anew at its commit and whose lifetime begins anew. That gives undefined, and elsewhere holds within {@link Revocation.every} seconds.
   *
   * @example
   * ```js
   * await sessions.revoke("user:42", { except: session });
   * ```
   * @throws {ConfigError} what is no owner, another store; {@link StoreError}: then some of them may be there still
   */
  revoke(owner: string, options?: { except?: Session<Data>; ids?: readonly string[] }): Promise<number | undefined>;
  /**
   * A fetch handler with a session. A Response that is thrown is an answer, as are Next's `redirect()` and `notFound()`; of
   * anything else that is thrown nothing is committed. Of several handlers around one request the outermost sends. In Bun,
   * undefined is passed on: `server.upgrade()` has answered then. What a service stores is kept; a cookie goes with the handshake if it is given to it:
   * `const { setCookie } = await sessions.headers(session)`, and `server.upgrade(request, { headers: { "set-cookie": setCookie } })`.
   *
   * What it is called with beyond the request goes to the handler, whether that names it or not; a Worker's `ctx` is found among it.
   *
   * `skip` says for which requests no session is read or sent: static files, health checks. The handler is given undefined for those.
   */
  handle<Rest extends unknown[]>(
    handler: (request: Platform<"Request">, session: Session<Data> | undefined, ...rest: Rest) => MaybePromise<Platform<"Response">>,
    options: {
      conn?: Conn | ((request: Platform<"Request">, ...rest: Rest) => MaybePromise<Conn>);
      skip: (request: Platform<"Request">, ...rest: Rest) => MaybePromise<boolean>;
    },
  ): (request: Platform<"Request">, ...rest: [...Rest, ...any[]]) => Promise<Platform<"Response">>;
  handle<Rest extends unknown[]>(
    handler: (request: Platform<"Request">, session: Session<Data>, ...rest: Rest) => MaybePromise<Platform<"Response">>,
    options?: { conn?: Conn | ((request: Platform<"Request">, ...rest: Rest) => MaybePromise<Conn>) },
  ): (request: Platform<"Request">, ...rest: [...Rest, ...any[]]) => Promise<Platform<"Response">>;
}

/** One of an owner's sessions. */
export interface ListedSession {
  /** The session's public id. */
  id: string;
  createdAt: Date;
  /** When it was last used, give or take a twentieth of its idle limit; where the service does not compare, when it was last renewed. */
  lastSeen: Date;
  note: string | undefined;
  /** Whether it is the one that asked. */
  current: boolean;
}

/** A session that is read when somebody asks for it. */
export interface LazySession<Data extends SessionData = SessionData, Mode extends "sync" | "async" = "sync" | "async"> {
  /** Reads it, once. What failed is tried anew by the next call. @throws {StoreError} */
  load(): Mode extends "sync" ? Session<Data> : Promise<Session<Data>>;
  /** Whether somebody asked for it. */
  readonly isLoaded: boolean;
}

/** What keeps a handler's work alive when its client goes away: a Worker's `ctx`. */
export interface Context {
  waitUntil?(promise: Promise<unknown>): void;
  /** For {@link Sessions.headers}, `commit` and `cookie`: the status that the response will have. A flash (`waxseal/phoenix`) goes or stays by it. */
  status?: number;
}

/** What a response is to carry for its session: each a header's value, or undefined if that one is not to be set. */
export interface SessionHeaders {
  /** To be appended. */
  setCookie: string | undefined;
  /** To be set where the response says nothing of its own; what lets shared caches store it is to be taken away. */
  cacheControl: string | undefined;
  /** To be added. */
  vary: string | undefined;
}

/** A cookie by its parts. */
export interface SetCookie {
  name: string;
  value: string;
  attributes: {
    path?: string;
    domain?: string;
    expires?: Date;
    /** Seconds. */
    maxAge?: number;
    secure: boolean;
    httpOnly: boolean;
    sameSite?: "strict" | "lax" | "none";
    partitioned?: boolean;
    priority?: "low" | "medium" | "high";
  };
}

type Common = CookieAttributes & CookieName;

/** What `createSessions` takes, by its store. */
export type SessionsOptions = CookieSessionsOptions | RevocableSessionsOptions | KvSessionsOptions | MemorySessionsOptions | OwnSessionsOptions;
/** Sessions in the cookie itself. */
export type CookieSessionsOptions = Common & CookieStoreOptions & { store: "cookie" | typeof CookieStore };
/** Sessions in the cookie itself that can be revoked. */
export type RevocableSessionsOptions = CookieSessionsOptions & { revocation: Revocation };
/** Sessions in a key-value service. */
export type KvSessionsOptions = Common & KvStoreOptions & { store: "kv" | typeof KvStore; kv: KvAdapter };
/** Sessions in this process's memory. */
export type MemorySessionsOptions = Common & KvStoreOptions & { store: "memory" | "ets"; kv?: KvAdapter };
/** Sessions in a store of one's own, which is given what is none of the cookie's options. */
export type OwnSessionsOptions = Common & { store: SessionStore & { readonly [builtIn]?: never }; log?: Log; timeout?: number } & Record<string, unknown>;

/**
 * Refused: such a cookie is `secure` and, with `__Host-`, has no `domain`. What comes of it is not to be used. (Compilers take this for what is meant
 * wherever options fit nothing, and tell of it again at each use.)
 */
export declare function createSessions<Data extends SessionData = SessionData>(
  options: BrokenPromise & { store: string | SessionStore; [option: string]: any },
): "refused options: see the error at createSessions; with none there, __Host- wants no domain, and both prefixes want secure";
/**
 * Sessions in a store of one's own: options that are not the cookie's go to its `init`. `timeout`, in milliseconds, 10,000 if not
 * given, goes there too, and is the longest that any of its answers is waited for.
 * @throws {ConfigError}
 */
export declare function createSessions<Data extends SessionData = SessionData>(
  options: OwnSessionsOptions,
): Sessions<Data, "async">;
/** Sessions in a key-value service. @throws {ConfigError} */
export declare function createSessions<Data extends SessionData = SessionData>(
  options: KvSessionsOptions,
): Sessions<Data, "async">;
/** Sessions in this process's memory. @throws {ConfigError} */
export declare function createSessions<Data extends SessionData = SessionData>(
  options: MemorySessionsOptions,
): Sessions<Data, "async">;
/** Sessions in the cookie itself that can be revoked: that is awaited. @throws {ConfigError} */
export declare function createSessions<Data extends SessionData = SessionData>(
  options: RevocableSessionsOptions,
): Sessions<Data, "async">;
/** Sessions in the cookie itself. Nothing to await. @throws {ConfigError} */
export declare function createSessions<Data extends SessionData = SessionData>(
  options: CookieSessionsOptions,
): Sessions<Data, "sync">;
// Of overloads that don't fit, compilers tell of the last one: in this one they find the store that was meant, and the mistake.
/** Sessions in whichever store the options name. @throws {ConfigError} */
export declare function createSessions<Data extends SessionData = SessionData>(options: SessionsOptions | NoStore): Sessions<Data>;

declare const builtIn: unique symbol;

/** Nobody's: an option that all the others have, a store of one's own as unknown, would be looked at as that, and its mistake told elsewhere. */
interface NoStore {
  store: typeof builtIn;
}

/** `Plug.Session.COOKIE`. Its sid is `"term"`, or `"custom"` with a serializer, or null for a cookie that did not verify. */
export declare const CookieStore: {
  readonly [builtIn]: "cookie";
  /** @throws {ConfigError} */
  init(options: CookieStoreOptions): object;
  get(conn: Conn | undefined, cookie: string, options: object): [sid: "term" | "custom" | null, session: any];
  put(conn: Conn | undefined, sid: unknown, session: object, options: object): string;
  delete(conn?: Conn, sid?: unknown, options?: object): "ok";
};

/** The store over a key-value service, in the slot of `Plug.Session.ETS`. Its sid is the cookie's value. */
export declare const KvStore: {
  readonly [builtIn]: "kv";
  /** @throws {ConfigError} */
  init(options: KvStoreOptions & { kv: KvAdapter }): object;
  get(conn: Conn | undefined, cookie: string, options: object): Promise<[sid: string | null, session: any]>;
  put(conn: Conn | undefined, sid: string | null, session: object, options: object): Promise<string>;
  delete(conn: Conn | undefined, sid: string | null, options: object): Promise<"ok">;
};

/** `Plug.Session.Store`: names to stores. */
export declare const Store: {
  get(name: "cookie"): typeof CookieStore;
  get(name: "kv" | "memory" | "ets"): typeof KvStore;
  /** @throws {ConfigError} what is no store */
  get<Given extends SessionStore>(store: Given): Given;
};

/** All errors of this package. */
export declare class WaxsealError extends Error {
  /** Stable, for programs. */
  readonly code: string;
}
/** Wrong configuration or wrong use: names the option, what it got (never a secret) and what it takes. */
export declare class ConfigError extends WaxsealError {
  readonly code: "ERR_CONFIG";
}
/** A value that can't be written: names its path. */
export declare class EncodeError extends WaxsealError {
  readonly code: "ERR_ENCODE";
}
/** Bytes that are not a term (`waxseal/term` only). */
export declare class DecodeError extends WaxsealError {
  readonly code: "ERR_DECODE";
}
/** The session was committed before. */
export declare class AlreadySentError extends WaxsealError {
  readonly code: "ERR_ALREADY_SENT";
}
/** The whole Set-Cookie is over 4,096 bytes: says which keys weigh how much. */
export declare class CookieOverflowError extends WaxsealError {
  readonly code: "ERR_COOKIE_OVERFLOW";
}
/** The key-value service, or a store of the user's, failed: `cause` is its error. */
export declare class StoreError extends WaxsealError {
  readonly code: "ERR_STORE";
  readonly operation?: "get" | "put" | "delete";
  /** Whether the same request may succeed later. */
  readonly retriable: boolean;
  /**
   * At a commit that was to drop the session: the Set-Cookie that deletes the browser's cookie. The session may still be in the
   * service, so tell the user that the log-out did not reach it; with this header at least this browser forgets it.
   */
  readonly setCookie: string | undefined;
}
/** The session was dropped or renewed by another request, or came to its end, while this one ran: nothing was written. */
export declare class SessionInterruptedError extends WaxsealError {
  readonly code: "ERR_SESSION_INTERRUPTED";
}
/** The platform gave no randomness. */
export declare class RandomnessError extends WaxsealError {
  readonly code: "ERR_RANDOMNESS";
}
/** A fault of this package. */
export declare class InternalError extends WaxsealError {
  readonly code: "ERR_INTERNAL";
}
