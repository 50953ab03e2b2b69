import type { Conn, MaybePromise, SessionData, Sessions } from "./index.d.ts";

/**
 * SvelteKit's `handle`, for `src/hooks.server.js`: then `event.locals.session` is the session. What was done before `redirect(…)` and
 * `error(…)` is committed; of what came before an unexpected error nothing is. Which of the two it was, SvelteKit tells its
 * `handleError` hook alone: see {@link sessionHandleError}. Without that hook nothing goes out with a 500, and a data request or a remote
 * function, which answer 200 whatever was thrown, commit.
 *
 * @example
 * ```js
 * export const handle = sessionHandle(sessions);
 * export const handleError = sessionHandleError();
 * ```
 * @example What TypeScript knows of it, in `src/app.d.ts`
 * ```ts
 * import type { Session } from "waxseal";
 * declare global { namespace App { interface Locals { session: Session<{ visits: number }> } } }
 * ```
 */
export declare function sessionHandle<Data extends SessionData>(
  sessions: Sessions<Data>,
  /** `skip`: for which requests no session is read or sent; `event.locals.session` is undefined for those. */
  options?: { conn?: Conn | ((event: any) => MaybePromise<Conn>); skip?: (event: any) => MaybePromise<boolean> },
): (input: { event: any; resolve: (event: any, ...rest: any[]) => any }) => Promise<any>;

/**
 * SvelteKit's `handleError`, beside {@link sessionHandle}: calls the app's own, if there is one. By this hook SvelteKit says that an error
 * was not expected: what was done to the session before it is forgotten, what is done afterwards goes out.
 *
 * @example
 * ```js
 * export const handleError = sessionHandleError(({ error }) => ({ message: "Sorry", id: report(error) }));
 * ```
 */
export declare function sessionHandleError<Handler extends ((input: any) => any) | undefined>(
  handleError?: Handler,
): (input: any) => Handler extends (input: any) => infer Result ? Result : void;
