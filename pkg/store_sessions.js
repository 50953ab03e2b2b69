// @ts-check
// Sessions over a store of the user's: any object with init, get, put and delete (Plug.Session.Store), awaited or not.

import { call, readHeader, readSession, wasm, writeHeader, writeSession } from "./border.js";
import { ConfigError, StoreError } from "./errors.js";
import { Sessions, cookieText, newState } from "./sessions.js";

/** @typedef {import("./session.js").Session} Session */
/** @typedef {{ init: Function, get: Function, put: Function, delete: Function }} UserStore */

/** The numbers of `effect` in `src/wasm_session.rs`: Plug's table of before_send. */
const PUT = 1;
const PUT_NEW_THEN_DELETE = 2;
const PUT_NEW = 3;
const DELETE = 4;

export class StoreSessions extends Sessions {
  #store;
  #options;

  /** @param {import("./border.js").Site} site @param {(reason: number | string) => void} log @param {UserStore} store @param {unknown} options */
  constructor(site, log, store, options) {
    super(site, log);
    this.owner = store;
    this.#store = store;
    this.#options = options;
  }

  /** @override @param {unknown} source @param {import("./sessions.js").Conn} [conn] @returns {Promise<Session>} */
  async fetch(source, conn = {}) {
    const state = newState(this.site, this.owner, source, conn);
    const length = writeHeader(cookieText(source));
    const found = call(() => wasm.find_cookie(state.site.handle, length));
    /** @type {[unknown, unknown]} */
    let answer = [null, {}];
    if (found === undefined) this.log("no_cookie");
    else {
      const cookie = readHeader(found);
      answer = await this.#ask("get", () => this.#store.get(conn, cookie, this.#options));
      if (!Array.isArray(answer) || answer.length !== 2) throw new ConfigError("store.get: takes to give [sid, session]");
    }
    const [sid, session] = answer;
    state.sid = sid ?? null;
    return this.begin(state, call(() => wasm.begin(state.site.handle, session, state.sid !== null)));
  }

  /** @override @param {Session} session @returns {Promise<string | undefined>} */
  async commit(session) {
    const state = this.own(session);
    const unsent = state.bytes;
    writeSession(unsent);
    const effect = call(() => wasm.effect());
    const map = call(() => wasm.to_object());
    call(() => wasm.sent());
    state.bytes = readSession(unsent.length);
    try {
      const cookie = await this.#perform(effect, state, map);
      if (effect === 0) return undefined;
      const length = cookie === undefined ? undefined : writeHeader(cookie);
      return readHeader(call(() => wasm.set_cookie(state.site.handle, length, state.https)));
    } catch (error) {
      state.bytes = unsent;
      throw error;
    }
  }

  /** @param {number} effect @param {import("./session.js").State} state @param {unknown} map @returns {Promise<string | undefined>} */
  async #perform(effect, { conn, sid }, map) {
    /** @type {unknown} */
    let cookie;
    if (effect === PUT || effect === PUT_NEW || effect === PUT_NEW_THEN_DELETE) {
      const under = effect === PUT ? sid : null;
      cookie = await this.#ask("put", () => this.#store.put(conn, under, map, this.#options));
      if (typeof cookie !== "string") throw new ConfigError("store.put: takes to give the cookie's value, a string");
    }
    if (effect === DELETE || effect === PUT_NEW_THEN_DELETE) {
      await this.#ask("delete", () => this.#store.delete(conn, sid, this.#options));
    }
    return /** @type {string | undefined} */ (cookie);
  }

  /** @param {"get" | "put" | "delete"} operation @param {() => any} ask @returns {Promise<any>} */
  async #ask(operation, ask) {
    try {
      return await ask();
    } catch (cause) {
      throw new StoreError(`store.${operation}: the store failed`, { cause, operation });
    }
  }
}
