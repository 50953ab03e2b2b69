// @ts-check
// The public API. Its documentation is in index.d.ts.

export { CookieStore } from "./cookie_store.js";
export { createSessions } from "./create.js";
export {
  AlreadySentError, ConfigError, CookieOverflowError, DecodeError, EncodeError, InternalError, RandomnessError,
  SessionInterruptedError, StoreError, WaxsealError,
} from "./errors.js";
export { KvStore } from "./kv_store.js";
export { Session } from "./session.js";
export { Store } from "./store.js";
