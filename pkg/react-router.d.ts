import type { Conn, MaybePromise, SessionData, Sessions, Source } from "./index.d.ts";

/** React Router's session. A flash is there until it is read once. */
export interface RouterSession<Data extends SessionData = SessionData, FlashData = Data> {
  /** Empty: a session's id is nothing that a program needs. */
  readonly id: string;
  readonly data: any;
  has(name: (keyof Data | keyof FlashData) & string): boolean;
  get<Key extends (keyof Data | keyof FlashData) & string>(
    name: Key,
  ): (Key extends keyof Data ? Data[Key] : undefined) | (Key extends keyof FlashData ? FlashData[Key] : undefined) | undefined;
  set<Key extends keyof Data & string>(name: Key, value: Data[Key]): void;
  flash<Key extends keyof FlashData & string>(name: Key, value: FlashData[Key]): void;
  /** Also a flash of this name. */
  unset(name: (keyof Data | keyof FlashData) & string): void;
}

/** A session of React Router's own `createSession`. */
export interface RouterOwnSession {
  readonly data: any;
  get(name: string): any;
}

/**
 * How long this log-in lasts, whatever `createSessions` was told: a `maxAge` is the session's own from then on, which later commits and renewals keep
 * (`session.configure`); `expires`, a `maxAge` of 0 or less, and a commit after the first one are of this one cookie alone. Undefined is not given: `maxAge: remember ? 604_800 : undefined`.
 */
export interface CommitOptions {
  /** Seconds. */
  maxAge?: number | undefined;
  expires?: Date | undefined;
}

/** React Router's `SessionStorage`. */
export interface RouterSessionStorage<Data extends SessionData = SessionData, FlashData = Data> {
  /** Takes the Cookie header, or the request itself. Options of a parser are taken and not used: values are read as they are. */
  getSession(source?: Source, options?: object): Promise<RouterSession<Data, FlashData>>;
  /**
   * For Set-Cookie. Of a session that was only read it is the cookie that the browser has, or its deletion where there is no session: a
   * visitor who was given nothing is given no session. Once more for the same session it is the same header. A session of React
   * Router's `createSession` is written as a new one.
   */
  commitSession(session: RouterSession<Data, FlashData> | RouterOwnSession, options?: CommitOptions): Promise<string>;
  /** For Set-Cookie: the cookie's deletion, whatever was there. */
  destroySession(session: RouterSession<Data, FlashData> | RouterOwnSession): Promise<string>;
}

/**
 * A `SessionStorage` for React Router's loaders and actions. A Cookie header alone does not tell http from https: give
 * `secure: true` to `createSessions`.
 *
 * @example
 * ```js
 * export const { getSession, commitSession, destroySession } = sessionStorage(sessions);
 * ```
 */
export declare function sessionStorage<Data extends SessionData = SessionData, FlashData = Data>(
  sessions: Sessions<Data>,
  options?: { conn?: Conn | ((source: Source) => MaybePromise<Conn>) },
): RouterSessionStorage<Data, FlashData>;
