// @ts-check
// Sessions over a store of the user's: any object with init, get, put and delete (Plug.Session.Store), awaited or not.

import { promised } from "../border/after.js";
import { OTHER, call, core, headerBytes, readBytes, readHeader, writeBytes, writeHeader } from "../border/core.js";
import { DELETE, NOTHING, PUT, PUT_NEW, PUT_NEW_THEN_DELETE } from "../store/effect.js";
import { ConfigError, StoreError, WaxsealError, readable } from "../border/errors.js";
import { isPromise } from "../border/options.js";
import { readConn } from "../store/conn_secret.js";
import { ask, checkTimeout } from "../store/kv_ask.js";
import { sessionOf } from "../store/serializer.js";
import { applied, hasTimes, isHidden } from "../session/changes.js";
import { mapAt } from "../session/flat.js";
import { lifeText } from "../session/life.js";
import { RESERVED } from "../session/own.js";
import { Sessions } from "./sessions.js";
import { withDeletion } from "./log_out.js";
import { isAny, twinsOf } from "./twins.js";
import { mapOf } from "../store/contract.js";
import { decode } from "../term/decode.js";
import { find } from "../term/skip.js";

/** @typedef {import("../session/session.js").Session} Session */
/** @typedef {import("../session/session.js").State} State */
/** @typedef {{ init: Function, get: Function, put: Function, delete: Function }} UserStore */

/** Kinds of a sid that is a store's own: that of a session, and that of one whose time is over, which is only ever deleted. */
const ID = 3;
const UNKNOWN = 4;

/** The action of a session that is dropped (`src/session/header.rs`). */
const DROP = 2;

const NO_LIFE = Object.freeze({ isDue: false, text: "" });

export class StoreSessions extends Sessions {
  #store;
  #options;
  #timeout;

  /**
   * @param {import("../store/site.js").Site} site @param {(reason: number | string) => void} log @param {UserStore} store
   * @param {unknown} options what its `init` gave, or a promise of it @param {unknown} [timeout] milliseconds
   */
  constructor(site, log, store, options, timeout) {
    super(site, log);
    this.#timeout = checkTimeout(timeout);
    this.owner = store;
    this.#store = store;
    this.#options = options;
    // Each call that waits for it tells what became of it.
    if (isPromise(options)) Promise.resolve(options).catch(() => {});
  }

  /** @override */
  get waits() {
    return true;
  }

  /** @override @param {unknown} source @param {import("./sessions.js").Conn} [conn] @returns {Promise<Session>} */
  async fetch(source, conn) {
    return super.fetch(source, conn);
  }

  /** The rest of it is the store's. @override @param {unknown} [conn] */
  readConn(conn) {
    return readConn(conn, true);
  }

  /** @override @param {State} state @param {string} header @returns {Promise<void>} */
  async load(state, header) {
    const [sid, session] = await this.#look(state, header, this.log);
    if ((sid ?? null) === null) {
      const opens = async (/** @type {string} */ twin) => ((await this.#look(state, twin, untold))[0] ?? null) !== null;
      if (await isAny(twinsOf(header, state.site.key), opens)) this.log("shadowed_cookie");
    }
    state.sid = sid ?? null;
    state.bytes = this.#lifted(state, sessionOf(state.sid === null ? 0 : ID, 0, given(session)));
  }

  /** With its times out of its map, if there are any: a sid whose session is over is only ever deleted. @param {State} state @param {Uint8Array} session its flat value */
  #lifted({ site: { handle } }, session) {
    if (find(session, mapAt(session), RESERVED) < 0) return session;
    const lifted = readBytes(call(core.lifted, handle, writeBytes(session)));
    if (lifted[3] !== 0) lifted[1] = UNKNOWN;
    return lifted;
  }

  /** @param {State} state @param {string} header @param {(reason: string) => void} log @returns {Promise<[sid: unknown, session: unknown]>} */
  async #look({ conn, site }, header, log) {
    const found = call(core.find_cookie, site.handle, writeHeader(header));
    /** @type {[unknown, unknown]} */
    let answer = [null, {}];
    if (found >= OTHER) log("no_cookie");
    else {
      const cookie = readHeader(found);
      answer = await this.#ask("get", (options) => this.#store.get(conn, cookie, options));
      if (!Array.isArray(answer) || answer.length !== 2) throw new ConfigError("store.get: takes to give [sid, session]");
    }
    return answer;
  }

  /** @override @param {Session | import("./lazy.js").LazySession} session @param {import("./sessions.js").Context} [context] @returns {Promise<string | undefined>} */
  async commit(session, context) {
    return super.commit(session, context);
  }

  /** The sid. @override @param {State} state @returns {string} */
  sealed({ sid }) {
    return String(sid);
  }

  /** A sid says nothing of what was changed. @override @param {State} state */
  value(state) {
    return isHidden(state) ? null : undefined;
  }

  /** A promise in any case. @override @param {Session | import("./lazy.js").LazySession} session @param {Response} response @param {import("./sessions.js").Context} [context] @returns {Promise<Response>} */
  send(session, response, context) {
    return promised(super.send(session, response, context));
  }

  /** Of a session that was only read there is nothing to wait for. @override @param {State} state @returns {string | undefined | Promise<string | undefined>} */
  write(state) {
    const bytes = applied(state);
    const isKnown = bytes[1] !== UNKNOWN || bytes[0] === DROP;
    const known = core.effect(bytes[0], isKnown ? bytes[1] : 0);
    const { isDue, text } = bytes[2] !== 0 || hasTimes(bytes) ? lifeText(state.site, writeBytes(bytes), 0) : NO_LIFE;
    const effect = bytes[0] === 0 && isDue ? PUT : known;
    // Sent from here on, so that nothing is written to it meanwhile.
    state.sent = true;
    return effect === NOTHING ? undefined : this.#write(state, bytes, effect, text, isKnown);
  }

  /** @param {State} state @param {Uint8Array} bytes @param {number} effect @param {string} text its times @param {boolean} isKnown @returns {Promise<string | undefined>} */
  async #write(state, bytes, effect, text, isKnown) {
    const { handle } = state.site;
    try {
      const session = decode(bytes, mapAt(bytes));
      if (text !== "" && session instanceof Map) session.set(RESERVED, text);
      else if (text !== "") session[RESERVED] = text;
      const cookie = await this.#perform(effect, state, session, isKnown);
      const value = cookie === undefined ? undefined : headerBytes(cookie);
      writeBytes(bytes, value);
      return readHeader(call(core.set_cookie, handle, bytes.length, value ? value.length : -1, state.https));
    } catch (error) {
      state.sent = false;
      throw withDeletion(error, state);
    }
  }

  /** @param {number} effect @param {import("../session/session.js").State} state @param {unknown} map @param {boolean} isKnown whether there is a session under the sid @returns {Promise<string | undefined>} */
  async #perform(effect, { conn, sid }, map, isKnown) {
    /** @type {unknown} */
    let cookie;
    if (effect === PUT || effect === PUT_NEW || effect === PUT_NEW_THEN_DELETE) {
      const under = effect === PUT && isKnown ? sid : null;
      cookie = await this.#ask("put", (options) => this.#store.put(conn, under, map, options));
      if (typeof cookie !== "string") throw new ConfigError("store.put: takes to give the cookie's value, a string");
      if (!comesBack(cookie)) throw new ConfigError("store.put: gave a cookie's value that no browser brings back as it is, takes to give letters, digits and the like, with no blank at its ends");
    }
    if (effect === DELETE || effect === PUT_NEW_THEN_DELETE) {
      await this.#ask("delete", (options) => this.#store.delete(conn, sid, options));
    }
    return /** @type {string | undefined} */ (cookie);
  }

  /** @param {"get" | "put" | "delete"} operation @param {(options: unknown) => any} question @returns {Promise<any>} */
  #ask(operation, question) {
    const options = this.#options;
    return ask(operation, this.#timeout, isPromise(options) ? async () => question(await options) : () => question(options), { of: "store" });
  }
}

/** The map that a store gave: what a getter of it throws is the store's failure. @param {unknown} session */
function given(session) {
  try {
    return mapOf("store.get", session);
  } catch (thrown) {
    const cause = readable(thrown);
    throw cause instanceof WaxsealError ? cause : new StoreError("store.get: the session that it gave can't be read", { cause, operation: "get" });
  }
}

/** What becomes of a later cookie is none of the request's. */
function untold() {}

/** A header's characters are bytes, and blanks around a value are no part of it (RFC 6265, section 5.2). @param {string} value */
function comesBack(value) {
  return !/^[ \t]|[ \t]$|[^\0-\xff]/.test(value);
}
