import type { Conn, MaybePromise, Platform, Session, SessionData, Sessions } from "./index.d.ts";

/**
 * The `fetch` of TanStack Start's server entry, `src/server.js`: with the session in the request's context server functions, server routes and
 * middlewares have `context.session`. It goes out with the response that Start made, its helpers' headers and cookies with it. A Response
 * that is thrown, `redirect()` and `notFound()` are answers: what was done before is committed. Of what came before any other throw nothing is;
 * which of the two it was, Start tells its middlewares alone: see {@link sessionErrors}. Without these nothing goes out with a 500, and
 * every other status commits.
 *
 * A commit that fails is thrown. On Workers it is called with `(request, env, ctx)`, and goes on committing when its client has gone away.
 *
 * `skip` says for which requests no session is read or sent: the handler is given undefined for those.
 *
 * @throws {ConfigError} what is no sessions, or no function
 * @example
 * ```js
 * export default {
 *   fetch: session(sessions, (request, session) => handler.fetch(request, { context: { session } })),
 * };
 * ```
 */
export declare function session<Data extends SessionData, Rest extends unknown[]>(
  sessions: Sessions<Data>,
  handler: (request: Platform<"Request">, session: Session<Data> | undefined, ...rest: Rest) => MaybePromise<Platform<"Response">>,
  options: {
    conn?: Conn | ((request: Platform<"Request">, ...rest: Rest) => MaybePromise<Conn>);
    skip: (request: Platform<"Request">, ...rest: Rest) => MaybePromise<boolean>;
  },
): (request: Platform<"Request">, ...rest: [...Rest, ...any[]]) => Promise<Platform<"Response">>;
/** Without `skip` every request has one. */
export declare function session<Data extends SessionData, Rest extends unknown[]>(
  sessions: Sessions<Data>,
  handler: (request: Platform<"Request">, session: Session<Data>, ...rest: Rest) => MaybePromise<Platform<"Response">>,
  options?: { conn?: Conn | ((request: Platform<"Request">, ...rest: Rest) => MaybePromise<Conn>) },
): (request: Platform<"Request">, ...rest: [...Rest, ...any[]]) => Promise<Platform<"Response">>;

/**
 * What a middleware does with an error that is no answer: the session forgets what was done to it before. One for requests and one for server
 * functions, in `src/start.js`; what answers to errors itself goes before it. An answer is what Start answers by itself, or what
 * `isAnswer` says.
 *
 * @example
 * ```js
 * const requests = createMiddleware().server(sessionErrors());
 * const functions = createMiddleware({ type: "function" }).server(sessionErrors());
 *
 * export const startInstance = createStart(() => ({ requestMiddleware: [requests], functionMiddleware: [functions] }));
 * ```
 */
export declare function sessionErrors(options?: { isAnswer?: (error: any) => boolean }): (given: { next: () => any; context: any }) => any;
