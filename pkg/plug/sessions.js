// @ts-check
// Plug.Session for a fetch handler, over the cookie store: all of it at once, nothing to await.

import { OTHER, call, core, headerBytes, readBytes, readHeader, readSession, readText, writeBytes, writeHeader } from "../border/core.js";
import { ConfigError } from "../border/errors.js";
import { checkNames, readObject, reading } from "../border/options.js";
import { tellOfLost } from "../session/development.js";
import { Session, alreadySent, stateOf } from "../session/session.js";
import { Changes, applied, hasTimes, isFound, noticed, writeSession } from "../session/changes.js";
import { readConn, useSecret } from "../store/conn_secret.js";
import { decodePayload, serialized, setSerialized } from "../store/serializer.js";
import { DELETE_BOTH, DELETION, FOREIGN, SESSION, STAY_DROPPED, STAY_FOREIGN, readAnswer, setCookiesOf } from "./answer.js";
import { answerOfThrown, takesUndefined } from "./thrown.js";
import { cookieText } from "./cookie_source.js";
import { asItIs, withCookie } from "./forward.js";
import { enter } from "./layer.js";
import { LazySession, isLazy, loadedOf } from "./lazy.js";
import { deletionOf } from "./log_out.js";
import { readConnOption } from "./conn_option.js";
import { readSource, remember, sessionOfRequest } from "./requests.js";
import { PRIVATE, isShared, keepPrivate, mutable, replaceCookie, varyByCookie } from "./response.js";
import { attributesOf } from "./set_cookie.js";
import { isTwice } from "./twins.js";

/** @typedef {import("../session/session.js").State} State */
/** @typedef {import("./answer.js").Answer} Answer */
/** @typedef {{ secretKeyBase?: string | Uint8Array, scheme?: "http" | "https" }} Conn */
/** @typedef {{ waitUntil?: (promise: Promise<unknown>) => void, status?: number }} Context */

export class Sessions {
  /** @param {import("../store/site.js").Site} site the core's configuration @param {(reason: number | string) => void} log */
  constructor(site, log) {
    /** @protected @readonly */
    this.site = site;
    /** @protected @readonly */
    this.log = log;
    /** The adapter or the store of the user's that is behind these sessions. @type {unknown} */
    this.owner = undefined;
  }

  /** @param {unknown} source @param {Conn} [conn] @returns {Session | Promise<Session>} */
  fetch(source, conn) {
    return this.#fetch(source, readSource(source), conn, this.readConn(conn));
  }

  /**
   * @param {unknown} source @param {ReturnType<typeof readSource>} read what it says of itself
   * @param {Conn | undefined} conn @param {ReturnType<typeof readConn>} ours what is ours of it @returns {Session | Promise<Session>}
   */
  #fetch(source, { isRequest, url }, conn, ours) {
    const state = newState(this.site, this.owner, url, conn, ours);
    const known = isRequest ? sessionOfRequest(/** @type {object} */ (source), state) : undefined;
    if (known) return known;
    const header = cookieText(source);
    if (isTwice(header, this.site.key)) this.log("duplicate_cookie");
    const loading = this.load(state, header);
    const session = loading === undefined ? this.#begin(state) : loading.then(() => this.#begin(state));
    if (isRequest) remember(/** @type {object} */ (source), state, session);
    return session;
  }

  /** What these sessions take of a connection. @param {unknown} [conn] */
  readConn(conn) {
    return readConn(conn);
  }

  /** Puts what the store has for a Cookie header into the state. @protected @param {State} state @param {string} header @returns {void | Promise<void>} */
  load(state, header) {
    useSecret(state.site, state.secret);
    const found = call(core.fetch_session, state.site.handle, writeHeader(header), state.https);
    if (found < OTHER) state.bytes = readSession(found);
    else ({ bytes: state.bytes, values: state.values } = decodePayload(state.site, readBytes(found - OTHER)));
  }

  /** @param {State} state @returns {Session} */
  #begin(state) {
    const reason = noticed(state.bytes);
    if (reason) this.log(reason);
    return new Session(state);
  }

  /** @param {unknown} source @param {Conn} [conn] @returns {LazySession} */
  lazy(source, conn) {
    // What is wrong is told at once; a store of the user's is given the very object, as it may be of a class.
    const read = readSource(source);
    const ours = this.readConn(conn);
    const fetch = () => this.#fetch(source, read, conn, ours);
    return new LazySession(this.waits ? async () => fetch() : fetch);
  }

  /** Whether there is something to wait for. @protected @returns {boolean} */
  get waits() {
    return false;
  }

  /**
   * Goes on with the session that was read; with nothing if nobody looked at it.
   * @template T @param {LazySession} lazy @param {T} nothing @param {(session: Session) => T | Promise<T>} next @returns {T | Promise<T>}
   */
  #withLoaded(lazy, nothing, next) {
    const loaded = loadedOf(lazy);
    if (loaded !== undefined) return after(loaded, next);
    return this.waits ? Promise.resolve(nothing) : nothing;
  }

  /** @param {Session | LazySession} session @param {Context} [context] @returns {string | undefined | Promise<string | undefined>} */
  commit(session, context) {
    if (isLazy(session)) return this.#withLoaded(session, undefined, (loaded) => this.commit(loaded, context));
    const state = this.own(session);
    if (state.sent) throw alreadySent();
    if (state.beforeSend) beforeSend(state, statusOf(context));
    return this.#outlive(this.#write(session, state), context);
  }

  /** @param {Session} session @param {State} state @returns {string | undefined | Promise<string | undefined>} */
  #write(session, state) {
    this.#tellOfLost(session, state);
    const written = this.write(state);
    // The cookie store has nothing to wait for.
    if (typeof written !== "object") return (state.setCookie = written);
    return written.then((setCookie) => (state.setCookie = setCookie));
  }

  /** What the app did to the session, and is not kept. @param {Session} session @param {State} state */
  #tellOfLost(session, state) {
    if (state.changes.isLost) this.log("put_after_drop");
    tellOfLost(session, state);
  }

  /** Does what `before_send` says. @protected @param {State} state @returns {string | undefined | Promise<string | undefined>} */
  write(state) {
    const { changes, bytes } = state;
    const header = changes.isNone && !changes.isTouched && !hasTimes(bytes) ? undefined : this.#setCookie(state);
    state.sent = true;
    return header;
  }

  /** @param {State} state @returns {string | undefined} */
  #setCookie(state) {
    const { site, https } = state;
    if (site.serializer) return setSerialized(state);
    useSecret(site, state.secret);
    const { handle } = site;
    const [session, operations] = writeSession(state);
    const length = call(core.commit, handle, session, operations, https);
    return length === 0 ? undefined : readHeader(length);
  }

  /** @protected @param {Session} session @returns {State} */
  own(session) {
    const state = stateOf(session);
    // Sessions that were created anew from the same options are the same.
    if (state.owner === this.owner && state.site.handle === this.site.handle) return state;
    throw new ConfigError("session: was fetched by other sessions; commit it with those that fetched it");
  }

  /** @param {Session | LazySession} session @param {Response} response @param {Context} [context] @returns {Response | Promise<Response>} */
  send(session, response, context) {
    if (isLazy(session)) return this.#withLoaded(session, response, (loaded) => this.send(loaded, response, context));
    const state = this.own(session);
    const sendable = mutable(response);
    if (state.sent && !state.answered) throw alreadySent();
    beforeSend(state, sendable.status);
    const headers = setCookiesOf(sendable.headers);
    const { ours, answer } = readAnswer(state, headers);
    // An inner layer sent it already: what it set is on this response, or would be lost.
    if (state.sent) return this.#guard(state, sendable, ours, answer ? undefined : state.setCookie);
    const written = answer ? this.#merge(session, state, answer) : this.#write(session, state);
    return this.#outlive(after(written, (setCookie) => {
      state.answered = true;
      state.setCookie = setCookie;
      return this.#guard(state, sendable, ours, setCookie);
    }), context);
  }

  /**
   * Puts the changes on what the response carries for this cookie, by the table of `src/plug/answer.rs`.
   * @param {Session} session @param {State} state @param {Answer} answer @returns {string | undefined | Promise<string | undefined>}
   */
  #merge(session, state, answer) {
    this.#tellOfLost(session, state);
    const { actionOnFound: action } = state.changes;
    const { bytes, values, version, sid, record } = state;
    const base = { ...state, bytes: NONE, values: undefined, version: undefined, sid: null, record: undefined };
    const load = action === 0 || answer.isDeleted ? undefined : this.load(base, answer.header);
    return after(load, () => {
      const carried = answer.isDeleted ? DELETION : isFound(base.bytes) ? SESSION : FOREIGN;
      const what = core.merge(action, carried);
      if (what === STAY_DROPPED) this.log("dropped_elsewhere");
      if (what === STAY_FOREIGN) this.log("foreign_cookie");
      if (what <= STAY_FOREIGN) {
        state.sent = true;
        return undefined;
      }
      if (what === DELETE_BOTH) {
        if (carried !== SESSION) return this.write(state);
        // Its own last: should the first fail, the session is as it was, and can be sent again.
        return after(this.write(base), (header) => after(this.write(state), () => header));
      }
      Object.assign(state, { bytes: base.bytes, values: base.values, version: base.version, sid: base.sid, record: base.record });
      try {
        const written = this.write(state);
        return typeof written === "object" ? written.catch(undo) : written;
      } catch (error) {
        return undo(error);
      }
    });

    /** @param {unknown} error @returns {never} */
    function undo(error) {
      Object.assign(state, { bytes, values, version, sid, record });
      throw error;
    }
  }

  /** @param {State} state @param {Response} response @param {boolean[]} ours @param {string | undefined} setCookie */
  #guard({ used }, response, ours, setCookie) {
    const { headers } = response;
    if (setCookie !== undefined) replaceCookie(headers, ours, setCookie);
    const carries = setCookie !== undefined || ours.includes(true);
    if (carries && keepPrivate(headers)) this.log("made_private");
    if (!carries && used && isShared(headers)) this.log("shared_page");
    if (carries || used) varyByCookie(headers);
    return response;
  }

  /**
   * On Workers a client that goes away stops the handler where it stands: what is handed to `waitUntil` goes on.
   * @template T @param {T} written @param {Context} [context] @returns {T}
   */
  #outlive(written, context) {
    const promise = /** @type {any} */ (written);
    if (typeof promise?.then === "function" && typeof reading("context", () => context?.waitUntil) === "function") {
      // Whoever awaits the commit is told of its failure.
      context?.waitUntil?.(promise.then(nothing, nothing));
    }
    return written;
  }

  /** @param {Session} session @param {Context} [context] */
  headers(session, context) {
    if (isLazy(session)) return this.#withLoaded(session, NO_HEADERS, (loaded) => this.headers(loaded, context));
    const state = this.own(session);
    statusOf(context);
    return after(this.commit(session, context), (setCookie) => ({
      setCookie,
      cacheControl: setCookie === undefined ? undefined : PRIVATE,
      vary: setCookie !== undefined || state.used ? "Cookie" : undefined,
    }));
  }

  /** @param {Session} session @param {Context} [context] */
  cookie(session, context) {
    return after(this.commit(session, context), (setCookie) => (setCookie === undefined ? undefined : attributesOf(setCookie)));
  }

  /** Who has no index of owners. @param {string} _owner @param {any} [_options] @returns {Promise<any>} */
  async list(_owner, _options) {
    throw new ConfigError(`list: ${NO_INDEX}`);
  }

  /** @param {string} _owner @param {any} [_options] @returns {Promise<any>} */
  async revoke(_owner, _options) {
    throw new ConfigError(`revoke: ${NO_INDEX}; store: "cookie" with revocation: { kv } can revoke all of them at once`);
  }

  /** Whether a session was committed. @param {Session} session */
  isSent(session) {
    return this.own(session).sent;
  }

  /** The Set-Cookie header that deletes the cookie, whether there was one or not. @param {Session} session @returns {string} */
  deletion(session) {
    return deletionOf(this.own(session));
  }

  /** The cookie that the browser has, or is to have, once more; its deletion if there is no session. @param {Session} session @returns {string} */
  again(session) {
    const state = this.own(session);
    const { site, https, bytes, changes } = state;
    if (state.setCookie !== undefined) return state.setCookie;
    if (!isFound(bytes) || changes.isDrop) return deletionOf(state);
    const value = headerBytes(this.sealed(state));
    const now = applied(state);
    writeBytes(now, value);
    return readHeader(call(core.set_cookie, site.handle, now.length, value.length, https));
  }

  /** The cookie's value of a session that there is. @protected @param {State} state @returns {string} */
  sealed(state) {
    const { site, secret } = state;
    if (site.serializer) return serialized(state);
    useSecret(site, secret);
    return readText(call(core.put_session, site.handle, writeBytes(applied(state))));
  }

  /** @param {Session | LazySession} session @param {Request} request @returns {Request | Promise<Request>} */
  forward(session, request) {
    if (isLazy(session)) return this.#withLoaded(session, asItIs(request), (loaded) => this.forward(loaded, request));
    const state = this.own(session);
    return withCookie(request, state.site.key, this.value(state));
  }

  /** The cookie's value of the session as it is now; null for none, undefined for the one that the request has. @protected @param {State} state @returns {string | null | undefined} */
  value(state) {
    const { changes } = state;
    if (changes.isDrop) return null;
    return changes.isNone ? undefined : this.sealed(state);
  }

  /**
   * @param {(request: Request, session: Session, ...rest: any[]) => Response | Promise<Response>} handler
   * @param {{ conn?: Conn | ((request: Request, ...rest: any[]) => Conn | Promise<Conn>), skip?: (request: Request, ...rest: any[]) => boolean | Promise<boolean> }} [options]
   */
  handle(handler, options = {}) {
    const { conn, skip } = readConnOption("handle", options, this, ["skip"]);
    if (typeof handler !== "function") throw new ConfigError("handle: takes a function (request, session, …) => Response");
    return async (/** @type {Request} */ request, /** @type {any[]} */ ...rest) => {
      if (skip && (await skip(request, ...rest))) return answerOf(() => handler(request, /** @type {any} */ (undefined), ...rest));
      const layer = await enter(this, request, typeof conn === "function" ? await connOf(conn, request, rest) : conn);
      try {
        const response = await answerOf(() => handler(request, layer.session, ...rest));
        if (!layer.isOutermost) return response;
        // Bun's `server.upgrade()` has answered.
        if (response === undefined && takesUndefined()) return undefined;
        return await this.send(layer.session, response, rest.find((given) => typeof given?.waitUntil === "function"));
      } catch (error) {
        layer.forget();
        throw error;
      } finally {
        layer.leave();
      }
    };
  }
}

/** What wants to know the status before the commit, if there is one to be known: the flash goes or stays by it. @param {State} state @param {number} [status] */
function beforeSend({ sent, beforeSend = [] }, status) {
  if (!sent) for (const hook of [...beforeSend].reverse()) hook(status);
}

/** @type {import("../border/options.js").Known} */
const CONTEXT = { names: ["status", "waitUntil"], slips: ["status", "waitUntil"] };

/** The status that a response will have; the rest of a context is the platform's. @param {unknown} context @returns {number | undefined} */
function statusOf(context) {
  if (context === undefined || context === null) return undefined;
  const given = readObject("context", context, CONTEXT.names);
  checkNames(given, CONTEXT, "context.");
  return given.status;
}

/** An answer that was thrown is an answer. @param {() => any} handler @returns {Promise<any>} */
async function answerOf(handler) {
  try {
    return await handler();
  } catch (thrown) {
    const answer = answerOfThrown(thrown);
    if (answer) return answer;
    throw thrown;
  }
}

/** @param {Function} conn @param {Request} request @param {unknown[]} rest */
async function connOf(conn, request, rest) {
  try {
    return await conn(request, ...rest);
  } catch (cause) {
    if (rest.length > 0 || !(cause instanceof TypeError)) throw cause;
    // A WorkerEntrypoint's fetch is given the request alone.
    throw new ConfigError("handle: conn failed, and the handler was called with the request alone: in a WorkerEntrypoint write fetch(request) { return handler(request, this.env, this.ctx); }", { cause });
  }
}

/** Goes on with a value now, or with a promise's when it is there. @template T, R @param {T | Promise<T>} value @param {(value: T) => R} next @returns {R | Promise<R>} */
function after(value, next) {
  // A promise, whatever class stands in the global one's place by now.
  return typeof (/** @type {any} */ (value)?.then) === "function" ? /** @type {any} */ (value).then(next) : next(/** @type {T} */ (value));
}

function nothing() {}

/**
 * @param {import("../store/site.js").Site} site @param {unknown} owner @param {string} url the request's, if it is known
 * @param {unknown} conn as it was given, for a store of the user's @param {ReturnType<typeof readConn>} read what is ours of it @returns {State}
 */
function newState(site, owner, url, conn = {}, { secret, scheme }) {
  return {
    bytes: NONE,
    values: undefined,
    changes: new Changes(),
    sent: false,
    site,
    owner,
    https: scheme ? scheme === "https" : url.startsWith("https:"),
    secret,
    conn,
    sid: null,
    version: undefined,
    record: undefined,
    used: false,
    url,
    layers: 0,
    answered: false,
    setCookie: undefined,
    beforeSend: undefined,
  };
}

const NONE = new Uint8Array(0);
const NO_INDEX = 'this store knows no owners: store: "kv" knows them';
const NO_HEADERS = Object.freeze({ setCookie: undefined, cacheControl: undefined, vary: undefined });
const NO_CONN = Object.freeze({});
