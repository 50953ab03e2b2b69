import type { Conn, MaybePromise, Platform, Session, SessionData, Sessions } from "./index.d.ts";

/** Next's `cookies()`, of next/headers. */
export type NextCookies = () => MaybePromise<{
  get(name: string): { value: string } | undefined;
  set(name: string, value: string, attributes?: any): unknown;
}>;

/** Next's `headers()`, of next/headers. */
export type NextHeaders = () => MaybePromise<{ get(name: string): string | null }>;

/** Sessions where Next's code runs. `Given` is what a route handler and the proxy are given: with `skip` undefined, too. */
export interface NextSessions<Data extends SessionData = SessionData, Given = Session<Data>> {
  /**
   * The session of the request that is being answered, in a page, a layout or anything that these call: to be read. After an action of the same
   * request it is as that left it. Next lets no page set a cookie: what is put there is lost.
   */
  session(): Promise<Session<Data>>;
  /**
   * A server action with a session, which comes before its arguments. Commits when the handler is done, and sets the cookie. `redirect()`,
   * `notFound()` and the like are answers: what was done before is committed. After any other throw nothing is. Of an action that calls
   * another the outer one commits.
   */
  action<Given extends unknown[], Result>(
    handler: (session: Session<Data>, ...given: Given) => MaybePromise<Result>,
  ): (...given: Given) => Promise<Result>;
  /** A route handler with a session: {@link Sessions.handle}. What it calls is given the same by `session()`. */
  handle<Asked extends Platform<"Request"> = Platform<"Request">, Rest extends unknown[] = []>(
    handler: (request: Asked, session: Given, ...rest: Rest) => MaybePromise<Platform<"Response">>,
  ): (request: Asked, ...rest: Rest) => Promise<Platform<"Response">>;
  /**
   * The function `proxy` of proxy.ts (before Next 16 `middleware`). What comes after it in the same request finds the session as it left it.
   * @throws {ConfigError} when called: the session was changed, and the handler returned no response to put the cookie on
   */
  proxy<Asked extends Platform<"Request"> = Platform<"Request">, Rest extends unknown[] = []>(
    handler: (request: Asked, session: Given, ...rest: Rest) => MaybePromise<Platform<"Response"> | null | undefined | void>,
  ): (request: Asked, ...rest: Rest) => Promise<Platform<"Response"> | null | undefined | void>;
}

/**
 * Sessions for Next 15 and 16: one line, in a file that pages, actions, route handlers and the proxy import from. `secure` goes by the
 * X-Forwarded-Proto header, which Next sets where nobody before it has. A function `conn` is called with what a route handler or the
 * proxy is called with, else with nothing.
 *
 * `skip` says for which requests a route handler or the proxy reads and sends no session: it is given undefined for those.
 *
 * @throws {ConfigError} what is no sessions; `cookies` or `headers` that are none
 * @example
 * ```js
 * import { cookies, headers } from "next/headers";
 *
 * export const { session, action, handle, proxy } = nextSessions(sessions, { cookies, headers });
 * ```
 */
export declare function nextSessions<Data extends SessionData>(
  sessions: Sessions<Data>,
  options: {
    cookies: NextCookies; headers: NextHeaders; conn?: Conn | ((...about: any[]) => MaybePromise<Conn>);
    skip: (request: any, ...rest: any[]) => MaybePromise<boolean>;
  },
): NextSessions<Data, Session<Data> | undefined>;
/** Without `skip` every request has one. */
export declare function nextSessions<Data extends SessionData>(
  sessions: Sessions<Data>,
  options: { cookies: NextCookies; headers: NextHeaders; conn?: Conn | ((...about: any[]) => MaybePromise<Conn>) },
): NextSessions<Data>;
