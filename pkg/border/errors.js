// @ts-check
// What can go wrong. A wrong cookie is not among it: that is no session, and an event for `log`.

/** All errors of this package. */
export class WaxsealError extends Error {
  /** Stable, for programs: `ERR_CONFIG` and so on. @type {string} */
  code = "ERR_WAXSEAL";
}

/**
 * What was thrown, if it can be asked what it is: of a Proxy that was revoked, or whose traps throw, nothing can, and an error stands for it.
 * @param {any} thrown @returns {any}
 */
export function readable(thrown) {
  try {
    void [thrown instanceof Error, thrown?.message, thrown?.digest, thrown?.headers, thrown?.retriable, thrown?.retryable];
    return thrown;
  } catch {
    return new WaxsealError("what was thrown can't be read");
  }
}

/** Wrong configuration or wrong use: names the option, what it got and what it takes. */
export class ConfigError extends WaxsealError {
  code = "ERR_CONFIG";
}

/** A value that can't be written into a session: names its path. */
export class EncodeError extends WaxsealError {
  code = "ERR_ENCODE";
}

/** Bytes that are not a term (`waxseal/term` only). */
export class DecodeError extends WaxsealError {
  code = "ERR_DECODE";
}

/** The session was committed before. */
export class AlreadySentError extends WaxsealError {
  code = "ERR_ALREADY_SENT";
}

/** The whole Set-Cookie is over 4,096 bytes: names the heaviest keys. */
export class CookieOverflowError extends WaxsealError {
  code = "ERR_COOKIE_OVERFLOW";
}

/** The key-value service failed: `cause` is its error. */
export class StoreError extends WaxsealError {
  code = "ERR_STORE";

  /** @param {string} message @param {{ cause?: unknown, operation?: "get" | "put" | "delete", retriable?: boolean }} [options] */
  constructor(message, options = {}) {
    super(message, options);
    /** What was asked of the service. */
    this.operation = options.operation;
    /** Whether the same request may succeed later. */
    this.retriable = options.retriable ?? true;
    /** At a log-out: the header that deletes the browser's cookie all the same. @type {string | undefined} */
    this.setCookie = undefined;
  }
}

/** The session was dropped or renewed by another request while this one ran: nothing was written. */
export class SessionInterruptedError extends WaxsealError {
  code = "ERR_SESSION_INTERRUPTED";
}

/** The platform gave no randomness. */
export class RandomnessError extends WaxsealError {
  code = "ERR_RANDOMNESS";
}

/** A fault of this package: please report it. The next request is served by a new instance. */
export class InternalError extends WaxsealError {
  code = "ERR_INTERNAL";
}

/** @type {Map<string, typeof WaxsealError>} */
const BY_CODE = new Map(Object.entries({
  ERR_CONFIG: ConfigError,
  ERR_ENCODE: EncodeError,
  ERR_DECODE: DecodeError,
  ERR_ALREADY_SENT: AlreadySentError,
  ERR_COOKIE_OVERFLOW: CookieOverflowError,
  ERR_SESSION_INTERRUPTED: SessionInterruptedError,
  ERR_RANDOMNESS: RandomnessError,
}));

// Said and not asked of the class: bundlers that make names short, as Next does, would have errors be called `f`.
nameErrors({
  WaxsealError, ConfigError, EncodeError, DecodeError, AlreadySentError, CookieOverflowError, StoreError, SessionInterruptedError, RandomnessError,
  InternalError,
});

/** Gives errors of these classes their names. @param {Record<string, Function>} classes */
export function nameErrors(classes) {
  for (const [name, { prototype }] of Object.entries(classes)) Object.defineProperty(prototype, "name", { value: name, configurable: true, writable: true });
}

/**
 * The error of a code, for the core.
 * @param {string} code @param {string} message
 */
export function errorOf(code, message) {
  return new (BY_CODE.get(code) ?? InternalError)(message);
}
