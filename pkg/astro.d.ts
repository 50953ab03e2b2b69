import type { AppSession, Conn, MaybePromise, SessionData, Sessions } from "./index.d.ts";

declare global {
  namespace App {
    interface Locals {
      /** The request's session, by `waxseal/astro`; not in prerendered pages. Astro's own `context.session` is another one. */
      session: AppSession;
    }
  }
}

/**
 * Astro's `onRequest`, for `src/middleware.js`: then `context.locals.session`, in pages `Astro.locals.session`. Prerendered pages have none. A
 * rewrite has the session of the request that it came from; so have the pages for 404 and 500, as it was sent before.
 *
 * A Response is an answer, whatever its status: what was done before it is committed. Of what came before a throw nothing is; what the page
 * for 500 does to the session goes out with it, and so with a commit that failed.
 *
 * A page's head is sent before components that await are done: what these put comes too late. Write in the middleware, in an endpoint, an
 * action or a page's frontmatter.
 *
 * `skip` says for which requests no session is read or sent: `locals.session` is undefined for those.
 *
 * @throws {ConfigError} what is no sessions; when called by what is not Astro
 * @example
 * ```js
 * export const onRequest = session(sessions); // or sequence(session(sessions), yourOwn)
 * ```
 */
export declare function session<Data extends SessionData>(
  sessions: Sessions<Data>,
  options?: { conn?: Conn | ((context: any) => MaybePromise<Conn>); skip?: (context: any) => MaybePromise<boolean> },
): (context: any, next: any) => Promise<any>;
