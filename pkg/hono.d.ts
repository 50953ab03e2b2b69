import type { Conn, MaybePromise, Session, SessionData, Sessions } from "./index.d.ts";

/** What the middleware adds to `c.get`: `new Hono<SessionEnv>()`. */
export interface SessionEnv<Data extends SessionData = SessionData> {
  Variables: { session: Session<Data> };
}

/**
 * A middleware for Hono: `app.use(session(sessions))`, then `c.get("session")`. If a handler throws, nothing is committed.
 *
 * @example
 * ```js
 * app.use(session(sessions, { conn: (c) => ({ secretKeyBase: c.env.SECRET_KEY_BASE }) }));
 * app.get("/", (c) => c.text(c.get("session").get("user", "nobody")));
 * ```
 */
export declare function session<Data extends SessionData>(
  sessions: Sessions<Data>,
  options?: { conn?: Conn | ((c: any) => MaybePromise<Conn>) },
): (c: any, next: () => Promise<void>) => Promise<void>;
