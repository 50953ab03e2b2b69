import type { AppSession, Conn, MaybePromise, SessionData, Sessions } from "./index.d.ts";

// @ts-ignore: without Koa nobody has a context
declare module "koa" {
  interface ExtendableContext {
    /** The request's session, by `waxseal/koa`. */
    session: AppSession;
  }
}

/**
 * A middleware for Koa 2 and 3: `app.use(session(sessions))`, then `ctx.session`. The session is committed after `next()`, so that a commit
 * that fails is thrown to the middleware around it; what is written to `ctx.res` (`ctx.respond = false`), and what middleware
 * around it does after an error, is sent with the head. `secure` goes by `ctx.protocol` (`app.proxy`). Used twice on a request's path it
 * is one session, sent once.
 *
 * What `ctx.throw`, `ctx.assert` and `http-errors` make is an answer: what was done before it is committed. Of what came before any other
 * error nothing is. `isAnswer` says of others that they are answers.
 *
 * `skip` says for which requests no session is read or sent: `ctx.session` is undefined for those.
 *
 * @throws {ConfigError} what is no sessions; thrown to the middleware around it: a response that was sent already
 * @example
 * ```js
 * app.use(session(sessions));
 * app.use((ctx) => (ctx.body = ctx.session.get("user", "nobody")));
 * ```
 */
export declare function session<Data extends SessionData>(
  sessions: Sessions<Data>,
  options?: { conn?: Conn | ((context: any) => MaybePromise<Conn>); skip?: (context: any) => MaybePromise<boolean>; isAnswer?: (error: any) => boolean },
): (context: any, next: () => Promise<any>) => Promise<void>;
