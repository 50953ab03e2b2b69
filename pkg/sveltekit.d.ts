import type { Conn, MaybePromise, SessionData, Sessions } from "./index.d.ts";

/**
 * SvelteKit's `handle`, for `src/hooks.server.js`: then `event.locals.session` is the session. If a load function or an endpoint
 * throws an unexpected error, nothing is committed.
 *
 * @example
 * ```js
 * export const handle = sessionHandle(sessions);
 * ```
 */
export declare function sessionHandle<Data extends SessionData>(
  sessions: Sessions<Data>,
  options?: { conn?: Conn | ((event: any) => MaybePromise<Conn>) },
): (input: { event: any; resolve: (event: any, ...rest: any[]) => any }) => Promise<any>;
