// @ts-check
// The public API. Its documentation is in index.d.ts.

export { createSessions } from "./create.js";
export {
  AlreadySentError, ConfigError, CookieOverflowError, DecodeError, EncodeError, InternalError, RandomnessError,
  SessionInterruptedError, StoreError, WaxsealError,
} from "./errors.js";
export { Session } from "./session.js";
export { CookieStore, KvStore, Store } from "./store.js";
