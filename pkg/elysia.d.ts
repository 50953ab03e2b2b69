// @ts-ignore: without Elysia nobody calls this
import type { Elysia } from "elysia";
import type { Conn, MaybePromise, Session, SessionData, Sessions } from "./index.d.ts";

/** The plugin: an app that uses it has `session` in its handlers, hooks and `onError`. */
export type SessionPlugin<Data extends SessionData = SessionData, Given = Session<Data>> = (
  app: any,
) => Elysia<"", { decorator: { session: Given }; store: {}; derive: {}; resolve: {} }>;

/**
 * A plugin for Elysia 1.4, on Bun and with adapters: `new Elysia().use(session(sessions))`, then `({ session }) => …`. The session is put
 * on the Response that goes out, beside the cookies of the jar and of `set.headers`; a commit that fails is `onError`'s to answer. Used
 * twice on a request's path it is one session, sent once.
 *
 * `status(…)`, `redirect(…)`, a Response, Elysia's own refusals and what has a `toResponse` are answers, thrown or returned: what was done
 * before is committed. Of what came before any other throw nothing is, unless `isAnswer` says so; what `onError` does to the session goes
 * out with its answer.
 *
 * What a generator does after its first `yield` comes after the commit. A WebSocket's handshake passes it by: see docs/frameworks.md.
 *
 * @throws {ConfigError} what is no sessions; when called: without ahead-of-time compilation (`aot: false`)
 * @example
 * ```js
 * new Elysia()
 *   .use(session(sessions))
 *   .get("/", ({ session }) => session.get("user", "nobody"))
 *   .listen(3000);
 * ```
 */
export declare function session<Data extends SessionData>(
  sessions: Sessions<Data>,
  /** `skip`: for which requests no session is read or sent; `session` is undefined for those. */
  options: { conn?: Conn | ((context: any) => MaybePromise<Conn>); skip: (context: any) => MaybePromise<boolean>; isAnswer?: (error: any) => boolean },
): SessionPlugin<Data, Session<Data> | undefined>;
/** Without `skip` every request has one. */
export declare function session<Data extends SessionData>(
  sessions: Sessions<Data>,
  options?: { conn?: Conn | ((context: any) => MaybePromise<Conn>); isAnswer?: (error: any) => boolean },
): SessionPlugin<Data>;
