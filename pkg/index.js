// @ts-check
// The public API. Its documentation is in index.d.ts.

export { CookieStore } from "./store/cookie_store.js";
export { createSessions } from "./plug/create.js";
export {
  AlreadySentError, ConfigError, CookieOverflowError, DecodeError, EncodeError, InternalError, RandomnessError,
  SessionInterruptedError, StoreError, WaxsealError,
} from "./border/errors.js";
export { KvStore } from "./plug/kv_store.js";
export { Session } from "./session/session.js";
export { Store } from "./plug/named_store.js";
