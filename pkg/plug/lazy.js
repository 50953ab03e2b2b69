// @ts-check
// A session that is read when it is first looked at: for a store that takes time, and handlers that often don't look.

import { LAZY } from "../session/session.js";

/** @typedef {import("../session/session.js").Session} Session */

/** Not by instanceof, which asks a Proxy. @type {(session: any) => session is LazySession} */
export let isLazy;

/** What was read, or is being read; undefined if nobody asked. @type {(lazy: LazySession) => Session | Promise<Session> | undefined} */
export let loadedOf;

export class LazySession {
  #fetch;
  /** @type {Session | Promise<Session> | undefined} */
  #loaded;

  static {
    isLazy = /** @type {any} */ ((/** @type {any} */ session) => typeof session === "object" && session !== null && #loaded in session);
    loadedOf = (lazy) => lazy.#loaded;
  }

  /** @param {() => Session | Promise<Session>} fetch */
  constructor(fetch) {
    this.#fetch = fetch;
  }

  /** Reads the session, once. @returns {Session | Promise<Session>} */
  load() {
    if (this.#loaded !== undefined) return this.#loaded;
    const loaded = this.#fetch();
    this.#loaded = loaded;
    // What failed is tried anew by whoever asks next.
    if ("then" in loaded) loaded.then(undefined, () => (this.#loaded = undefined));
    return loaded;
  }

  get [LAZY]() {
    return true;
  }

  /** Whether somebody asked for it. */
  get isLoaded() {
    return this.#loaded !== undefined;
  }
}
