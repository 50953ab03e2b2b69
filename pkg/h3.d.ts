import type { AppSession, Conn, MaybePromise, SessionData, Sessions } from "./index.d.ts";

// @ts-ignore: without h3 nobody has an event
declare module "h3" {
  interface H3EventContext {
    /** The request's session, by `waxseal/h3`. */
    session: AppSession;
  }
}

/**
 * A middleware for h3 2, and so for Nitro 3: `app.use(session(sessions))`, or in Nitro the default export of a file in `middleware/`; then
 * `event.context.session`. The session is committed when h3 has made its response, with what is in `event.res.headers` or
 * `event.res.errHeaders`; a commit that fails is the app's `onError` to answer. Used twice on a request's path it is one session, sent
 * once.
 *
 * An `HTTPError` is an answer, thrown or returned: what was done before it is committed. Of what came before any other error
 * (`error.unhandled`) nothing is; what the app's `onError` does to the session goes out with its answer.
 *
 * Use it outside of all that answers: a middleware around it is given a Response, and no error to catch. Don't take the session in a
 * cached handler.
 *
 * `skip` says for which requests no session is read or sent: `event.context.session` is undefined for those.
 *
 * @throws {ConfigError} what is no sessions; when called: by h3 1, or by what is no app of h3
 * @example
 * ```js
 * app.use(session(sessions));
 * app.get("/", (event) => event.context.session.get("user", "nobody"));
 * ```
 */
export declare function session<Data extends SessionData>(
  sessions: Sessions<Data>,
  options?: { conn?: Conn | ((event: any) => MaybePromise<Conn>); skip?: (event: any) => MaybePromise<boolean> },
): (event: any, next: () => any) => Promise<any>;
