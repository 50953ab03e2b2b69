import type { AppSession, Conn, MaybePromise, SessionData, Sessions } from "./index.d.ts";

// @ts-ignore: without Node's types nobody has a request
declare module "http" {
  interface IncomingMessage {
    /** The request's session, by `waxseal/node`. */
    session: AppSession;
  }
}

// @ts-ignore: likewise
declare module "http2" {
  interface Http2ServerRequest {
    /** The request's session, by `waxseal/node`. */
    session: AppSession;
  }
}

/** A middleware `(request, response, next)`, or before an upgrade `(request, socket, next)`. */
export type NodeMiddleware = (request: any, response: any, next: (error?: any) => any) => any;

/**
 * A middleware for Express, Connect, Polka and bare servers of `http` and `http2`: `app.use(session(sessions))`, then `req.session`. The
 * session is committed before the head of the response goes, whoever sends it; where the store takes time, the head and all behind it
 * waits, in its order. Over https (`req.protocol` where the framework says which proxies it trusts; else the connection's own) the
 * cookie is `secure`. Used twice on a request's path it is one session, sent once.
 *
 * A commit that fails is given to `next`, after the handler has answered: nothing of that answer was sent, and what was said of its body
 * is taken back. So `next` may be called a second time, with an error: a promise made of the middleware would not hear of it. Of what came before an error that was not expected nothing is committed: see {@link sessionErrors}.
 *
 * `skip` says for which requests no session is read or sent, such as static files: `req.session` is undefined for those.
 *
 * @throws {ConfigError} what is no sessions; through `next`: a response that was sent already, a `req.session` of another library
 * @example
 * ```js
 * app.use(session(sessions));
 * app.get("/", (req, res) => res.send(req.session.get("user", "nobody")));
 * ```
 * @example Without a framework, and before an upgrade
 * ```js
 * const withSession = session(sessions);
 * const server = createServer((req, res) => withSession(req, res, (error) => {
 *   if (error) return res.writeHead(500).end();
 *   res.end(req.session.get("user", "nobody"));
 * }));
 * server.on("upgrade", (req, socket, head) => withSession(req, socket, (error) => {
 *   if (!error) webSockets.handleUpgrade(req, socket, head, (ws) => webSockets.emit("connection", ws, req));
 * }));
 * ```
 */
export declare function session<Data extends SessionData>(
  sessions: Sessions<Data>,
  options?: { conn?: Conn | ((request: any) => MaybePromise<Conn>); skip?: (request: any) => MaybePromise<boolean> },
): NodeMiddleware;

/**
 * A handler of errors, before the app's own: `app.use(sessionErrors())`. An error that is no answer makes the session forget what was
 * done to it; what a later handler of errors does goes out with its page. An answer is what `http-errors` makes (`createError(404)`, body
 * parsers, static files), or what `isAnswer` says. Without this handler nobody says which it was: then nothing goes out with a 500, and
 * every other answer commits.
 *
 * @example
 * ```js
 * app.use(sessionErrors());
 * app.use((error, req, res, next) => res.status(error.status ?? 500).send("Sorry"));
 * ```
 */
export declare function sessionErrors(options?: { isAnswer?: (error: any) => boolean }): (error: any, request: any, response: any, next: (error?: any) => any) => any;
