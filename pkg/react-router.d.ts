import type { Conn, SessionData, Sessions, Source } from "./index.d.ts";

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
  unset(name: keyof Data & string): void;
}

/** React Router's `SessionStorage`. */
export interface RouterSessionStorage<Data extends SessionData = SessionData, FlashData = Data> {
  /** Takes the Cookie header, or the request itself. */
  getSession(source?: Source): Promise<RouterSession<Data, FlashData>>;
  /** For Set-Cookie; empty, which browsers pass over, if there is nothing to write. Takes none of React Router's options. */
  commitSession(session: RouterSession<Data, FlashData>): Promise<string>;
  /** The same for a session that is over. */
  destroySession(session: RouterSession<Data, FlashData>): Promise<string>;
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
  options?: { conn?: Conn },
): RouterSessionStorage<Data, FlashData>;
