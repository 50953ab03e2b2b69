import type { AppSession, Conn, MaybePromise, SessionData, Sessions } from "./index.d.ts";

// @ts-ignore: without Fastify nobody has a request
declare module "fastify" {
  interface FastifyRequest {
    /** The request's session, by `waxseal/fastify`. */
    session: AppSession;
  }
}

/**
 * A plugin for Fastify 4 and 5: `app.register(session(sessions))`, then `request.session`. The session is committed in `onSend`, so that a
 * commit that fails is the error handler's to answer; what is hijacked, written to `reply.raw` or upgraded by `@fastify/websocket` is sent
 * with the head, and such a commit that fails is logged and answered with a 500. `secure` goes by `request.protocol` (`trustProxy`).
 * Registered twice on a request's path it is one session, sent once.
 *
 * Of what came before an error that was not expected nothing is committed; what the error handler does to the session goes out. An error
 * that `http-errors` or `@fastify/sensible` made is an answer, as are Fastify's own refusals (a schema's), or what `isAnswer` says.
 *
 * Register it after `@fastify/cookie`, whose cookies it then sees.
 *
 * `skip` says for which requests no session is read or sent: `request.session` is null for those.
 *
 * @throws {ConfigError} what is no sessions; when registered: a `request.session` of another plugin
 * @example
 * ```js
 * app.register(session(sessions));
 * app.get("/", async (request) => request.session.get("user", "nobody"));
 * ```
 */
export declare function session<Data extends SessionData>(
  sessions: Sessions<Data>,
  options?: { conn?: Conn | ((request: any) => MaybePromise<Conn>); skip?: (request: any) => MaybePromise<boolean>; isAnswer?: (error: any) => boolean },
): (fastify: any) => Promise<void>;
