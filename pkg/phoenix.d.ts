/**
 * What stands around a session in Phoenix: its tokens, its signed cookies, its protection from forgery, its flash, its log-in.
 * All of it is synchronous but {@link verifyCsrf}, which may have to read a body.
 *
 * @example
 * ```js
 * import { csrfToken, flash, rememberMe, userToken, verifyCsrf } from "waxseal/phoenix";
 * ```
 */

import type { WaxsealError } from "./index.d.ts";
import type { Bytes, Conn, CookieAttributes, MaybePromise, Platform, Session, Source } from "./index.d.ts";
import type { RouterSession } from "./react-router.d.ts";
import type { Term } from "./term.d.ts";

/** A session; React Router's (`waxseal/react-router`) is as good. */
type AnySession = Session<any> | RouterSession<any, any>;

/** A secret of at least 20 bytes, or several of them: the first one signs, all of them are tried. */
export type Secrets = Bytes | readonly Bytes[];

/** How a key is derived of a secret and a salt. It is derived once, and kept. */
export interface KeyDerivation {
  /** PBKDF2's rounds, 1000 by default. */
  keyIterations?: number;
  /** Bytes, 32 by default; to encrypt it is 32. */
  keyLength?: number;
  /** `"sha256"` by default. */
  keyDigest?: "sha" | "sha1" | "sha224" | "sha256" | "sha384" | "sha512";
}

/** What `sign` and `encrypt` take. */
export interface TokenOptions extends KeyDerivation {
  /** Seconds after which the token is over, 86400 by default; `Infinity`: never. Null is Plug's `nil`: only who gives an age reads it. */
  maxAge?: number | null;
  /** Seconds since 1970, kept to the millisecond; now by default. */
  signedAt?: number | null;
  /** Compressed where that makes it shorter; read by any version, written since `plug_crypto` 2.2. */
  compressed?: boolean;
  /** Whose bytes are written: 26 (and later) by default, 25 for what is older. */
  otp?: 25 | 26;
}

/** What `verify` and `decrypt` take. */
export interface VerifyOptions extends KeyDerivation {
  /** Seconds, in place of the token's own age; `Infinity` asks for no time at all. */
  maxAge?: number;
}

/**
 * A token's data and when it was signed, in seconds since 1970; or why there is none: it is over, it is none of these secrets and
 * this salt (or was signed in the future), or nothing was given.
 */
export type Opened<Data = any> =
  | { ok: true; data: Data; signedAt: number | null }
  | { ok: false; reason: "expired" | "invalid" | "missing" };

/** `Phoenix.Token`, which is `Plug.Crypto`'s `sign`, `encrypt`, `verify` and `decrypt`. */
export declare const Token: {
  /** @throws {import("./index.d.ts").ConfigError} options; {@link import("./index.d.ts").EncodeError} data that is no term */
  sign(secret: Secrets, salt: Bytes, data: Term, options?: TokenOptions): string;
  /** @throws as `sign`; {@link import("./index.d.ts").RandomnessError} */
  encrypt(secret: Secrets, salt: Bytes, data: Term, options?: TokenOptions): string;
  /** Never throws for a token. @throws {import("./index.d.ts").ConfigError} options */
  verify<Data = any>(secret: Secrets, salt: Bytes, token: unknown, options?: VerifyOptions): Opened<Data>;
  /** Never throws for a token. @throws {import("./index.d.ts").ConfigError} options */
  decrypt<Data = any>(secret: Secrets, salt: Bytes, token: unknown, options?: VerifyOptions): Opened<Data>;
};

/** The values of cookies that `put_resp_cookie(conn, name, value, sign: true)` wrote (or `encrypt: true`), and such values. */
export declare const SignedCookie: {
  /** `maxAge`: the cookie's, in seconds; a day for one that ends with the browser. */
  sign(secret: Secrets, name: string, value: Term, options?: { maxAge?: number | null }): string;
  encrypt(secret: Secrets, name: string, value: Term, options?: { maxAge?: number | null }): string;
  /** What was signed; null if the cookie is over, or none of this name. */
  verify(secret: Secrets, name: string, cookie: unknown): any;
  decrypt(secret: Secrets, name: string, cookie: unknown): any;
};

/** What {@link verifyCsrf} takes. */
export interface CsrfOptions {
  /** Where the state stands in the session, `"_csrf_token"` by default. */
  sessionKey?: string;
  /** Hosts whose tokens are taken beside those of the request's own: `"www.example.com"`, or `".example.com"` for all that end so. */
  allowHosts?: readonly string[];
  /**
   * What happens to a request without a token: a {@link CsrfError} (the default); its session is empty and not written; nothing; or what a
   * function does. A Response that it gives to {@link protectFromForgery} is the answer; else the handler is called.
   */
  with?: "exception" | "clear_session" | null | ((request: any, session: Session) => MaybePromise<unknown>);
  /** For tokens of a host, where the sessions have no `secretKeyBase` of their own. */
  secretKeyBase?: Secrets;
}

/** `Plug.CSRFProtection.get_csrf_token/0`: another text each time. Makes the session's state where there is none. */
export declare function csrfToken(session: AnySession, options?: { sessionKey?: string }): string;
/**
 * `get_csrf_token_for/1`: for the host of a URL alone; for a path, as {@link csrfToken}.
 * @throws {import("./index.d.ts").ConfigError} no secret
 */
export declare function csrfTokenFor(session: AnySession, url: string | Platform<"URL">, options?: { sessionKey?: string; secretKeyBase?: Secrets }): string;
/** `valid_state_and_csrf_token?/2`: whether a masked token fits a session's state. In constant time. */
export declare function validStateAndCsrfToken(state: unknown, token: unknown): boolean;
/** `dump_state_from_session/1`: what stands in a session, if it can be a state (24 bytes); else null. */
export declare function dumpStateFromSession(value: unknown): string | Uint8Array | null;
/** A request of a server on Node whose body was parsed before: Express's and Fastify's, and Koa's `ctx.request`. */
export interface ParsedRequest {
  method?: string;
  /** As Node has them, or like Headers. */
  headers: Record<string, string | string[] | undefined> | { get(name: string): string | null };
  /** As a parser gives it: an object, a Map, URLSearchParams or FormData. */
  body?: unknown;
}

/**
 * `Plug.CSRFProtection`: whether a request may change something. All methods but GET, HEAD and OPTIONS need a token, in the header
 * `x-csrf-token` or as the parameter `_csrf_token` of a form or of JSON. A Request can still be read afterwards.
 * @throws {CsrfError} unless told otherwise; {@link import("./index.d.ts").ConfigError}
 */
export declare function verifyCsrf(request: Platform<"Request"> | ParsedRequest, session: AnySession, options?: CsrfOptions): Promise<boolean>;
/**
 * Plug's guard of answers: JavaScript that a GET of no script of one's own asked for is refused, as any site may run it.
 * @throws {CsrfError}
 */
export declare function protectScript<Answer extends Platform<"Response">>(request: Platform<"Request">, response: Answer): Answer;
/** Both, around a handler: `sessions.handle(protectFromForgery(handler))`. What `skip` passes by has no session, and is only passed on. */
export declare function protectFromForgery<Rest extends unknown[], Given extends Session<any> | undefined = Session<any>>(
  handler: (request: Platform<"Request">, session: Given, ...rest: Rest) => MaybePromise<Platform<"Response">>,
  options?: CsrfOptions,
): (request: Platform<"Request">, session: Given, ...rest: Rest) => Promise<Platform<"Response">>;

/** A request has no token that fits; or a script of another site asks for JavaScript. */
export declare class CsrfError extends WaxsealError {
  readonly code: "ERR_CSRF";
  /** What Plug answers: 403. */
  readonly status: number;
}

/** Messages for the page that is shown next. */
export interface Flash {
  /** The message of a kind, or null. */
  get(kind: string): any;
  /** All of them: an object without prototype. */
  get(): Record<string, any>;
  /** @throws {import("./index.d.ts").EncodeError} a message that is no term */
  put(kind: string, message: Term): this;
  clear(): this;
  /** They stay for the next answer, too, whatever this one's status. */
  keep(): this;
}

/**
 * The session's flash (`fetch_flash`). `send` does the rest: it stays with an answer of 300 to 308 (a 304 among them) and goes with any
 * other. A visitor who has no session is given none for what they were shown at once.
 *
 * Where nobody says the status (`commit`, `cookie` and `headers` without one, server actions, React Router's `commitSession`) a message stays
 * until somebody looked at it.
 */
export declare function flash(session: AnySession): Flash;

/** The secret and the cookie of {@link rememberMe}. */
export interface RememberMeOptions extends CookieAttributes {
  secretKeyBase: Secrets;
  /** As `@remember_me_cookie` in the app's `UserAuth`: `"_my_app_web_user_remember_me"`. */
  name: string;
}

/** The remember-me cookie of phx.gen.auth. */
export interface RememberMe {
  /** The user's session token; null if there is no such cookie, or none that is good. */
  read(source: Source): Uint8Array | null;
  /** A Set-Cookie header's text. Over https it is `secure`, unless told otherwise. */
  write(token: Bytes, conn?: Pick<Conn, "scheme">): string;
  /** A Set-Cookie header's text. */
  delete(conn?: Pick<Conn, "scheme">): string;
}

/** phx.gen.auth's remember-me. By default 14 days and `SameSite=Lax`, as the template has them since Phoenix 1.8. @throws {import("./index.d.ts").ConfigError} */
export declare function rememberMe(options: RememberMeOptions): RememberMe;

/**
 * The session's `user_token`; else that of remember-me, which is then put into the session. The app looks it up in `users_tokens`.
 * @param options `live`: with a `live_socket_id`, for LiveView
 */
export declare function userToken(session: AnySession, source: Source, remember?: Pick<RememberMe, "read">, options?: { live?: boolean }): Uint8Array | null;
/**
 * Leaves the session as `UserAuth.log_in_user` does: renewed, cleared, with the token. Gives where to go: the session's
 * `user_return_to` if it is a path of this host, else `returnTo` (`"/"`).
 * @param options `live`: with a `live_socket_id`; `remember`: write {@link RememberMe}'s cookie, too; `sameUser`: who is logged in
 * already is the same user, whose session goes on as it is
 */
export declare function logIn(
  session: AnySession, token: Bytes, options?: { live?: boolean; returnTo?: string; remember?: boolean; sameUser?: boolean },
): string;
/** Leaves the session as `UserAuth.log_out_user` does: renewed and empty. Gives the token, for the app to delete. */
export declare function logOut(session: AnySession): Uint8Array | null;
