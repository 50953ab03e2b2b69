// @ts-ignore: without Hono nobody calls this
import type { MiddlewareHandler } from "hono";
import type { Conn, MaybePromise, Session, SessionData, Sessions } from "./index.d.ts";

/** What the middleware adds to `c.get`. A chain infers it (`new Hono().use(session(sessions)).get(…)`); else `new Hono<SessionEnv>()`. */
export interface SessionEnv<Data extends SessionData = SessionData> {
  Variables: { session: Session<Data> };
}

/**
 * A middleware for Hono: `app.use(session(sessions))`, then `c.get("session")`. An
 * `HTTPException` is an answer: what was done before it is committed. Of what came before any other throw nothing is; what `onError`
 * does to the session afterwards goes out with its answer. Used twice on a request's path it is one session, sent once.
 *
 * Use it outside of `etag()` (a 304 would drop the cookie) and inside of `cache()`.
 *
 * @example
 * ```js
 * app.use(session(sessions, { conn: (c) => ({ secretKeyBase: c.env.SECRET_KEY_BASE }) }));
 * app.get("/", (c) => c.text(c.get("session").get("user", "nobody")));
 * ```
 */
export declare function session<Data extends SessionData>(
  sessions: Sessions<Data>,
  /** `skip`: for which requests no session is read or sent; `c.get("session")` is undefined for those. */
  options: { conn?: Conn | ((c: any) => MaybePromise<Conn>); skip: (c: any) => MaybePromise<boolean> },
): MiddlewareHandler<{ Variables: { session: Session<Data> | undefined } }>;
/** Without `skip` every request has one. */
export declare function session<Data extends SessionData>(
  sessions: Sessions<Data>,
  options?: { conn?: Conn | ((c: any) => MaybePromise<Conn>) },
): MiddlewareHandler<SessionEnv<Data>>;
