// @ts-check
// Plug.Session for a fetch handler, over the cookie store: all of it at once, nothing to await.

import { after } from "../border/after.js";
import { OTHER, call, core, headerBytes, readBytes, readHeader, readSession, readText, writeBytes, writeHeader } from "../border/core.js";
import { ConfigError } from "../border/errors.js";
import { tellOfLost } from "../session/development.js";
import { Session, alreadySent, stateOf } from "../session/session.js";
import { applied, hasTimes, isFound, isOver, mayHaveTimes, noticed, writeSession } from "../session/changes.js";
import { readConn, useSecret } from "../store/conn_secret.js";
import { decodePayload, serialized, setSerialized } from "../store/serializer.js";
import { readAnswer, setCookiesOf } from "./answer.js";
import { withoutOthers } from "./constant.js";
import { beforeSend, outlive, statusOf } from "./context.js";
import { cookieText } from "./cookie_source.js";
import { asItIs, withCookie } from "./forward.js";
import { handlerOf } from "./handle.js";
import { LazySession, isLazy, loadedOf } from "./lazy.js";
import { deletionOf } from "./log_out.js";
import { mergeAnswer } from "./merge_answer.js";
import { readSource, remember, sessionOfRequest } from "./requests.js";
import { PRIVATE, guard, mutable, withoutCarried } from "./response.js";
import { attributesOf } from "./set_cookie.js";
import { newState } from "./state.js";
import { withPending } from "./shown.js";
import { isTwice } from "./twins.js";

/** @typedef {import("../session/session.js").State} State */
/** @typedef {{ secretKeyBase?: string | Uint8Array, scheme?: "http" | "https" }} Conn */
/** @typedef {import("./context.js").Context} Context */

export class Sessions {
  /** @param {import("../store/site.js").Site} site the core's configuration @param {(reason: number | string) => void} log */
  constructor(site, log) {
    /** @protected @readonly */
    this.site = site;
    /** @readonly */
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

  /** Puts what the store has for a Cookie header into the state. @param {State} state @param {string} header @returns {void | Promise<void>} */
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
    this.#leave(session, state);
    return outlive(after(this.write(state), (setCookie) => (state.setCookie = setCookie)), context);
  }

  /** Now it is committed; what the app did to it and is not kept is told. @param {Session} session @param {State} state */
  #leave(session, state) {
    // The clock is a fiftieth of a request.
    if (mayHaveTimes(state)) state.at = Date.now();
    if (state.changes.isLost) this.log("put_after_drop");
    tellOfLost(session, state);
  }

  /** Does what `before_send` says. @param {State} state @returns {string | undefined | Promise<string | undefined>} */
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
    return this.sendNow(session, response, context);
  }

  /** At once, where there is nothing to wait for, whatever the store. @param {Session | LazySession} session @param {Response} response @param {Context} [context] @returns {Response | Promise<Response>} */
  sendNow(session, response, context) {
    if (isLazy(session)) return this.#withLoaded(session, response, (loaded) => this.sendNow(loaded, response, context));
    const state = this.own(session);
    const sendable = withoutOthers(mutable(response), state);
    if (state.sent && !state.answered) throw alreadySent();
    const carried = readAnswer(state, setCookiesOf(sendable.headers));
    const { ours, answer } = state.changes.isShownAside ? withoutCarried(sendable.headers, carried) : carried;
    // What a response carries is told by who reads it.
    if (!answer || state.changes.isDrop) beforeSend(state, sendable.status);
    // An inner layer sent it already: what it set is on this response, or would be lost.
    if (state.sent) return guard(this.log, state, sendable, ours, answer ? undefined : state.setCookie);
    this.#leave(session, state);
    const written = answer ? mergeAnswer(this, state, answer, sendable.status) : this.write(state);
    return outlive(after(written, (setCookie) => {
      state.answered = true;
      state.setCookie = setCookie;
      return guard(this.log, state, sendable, ours, setCookie);
    }), context);
  }

  /** @param {Session | LazySession} session @param {Context} [context] @returns {typeof NO_HEADERS | Promise<typeof NO_HEADERS>} */
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

  /** @param {Session | LazySession} session @param {Context} [context] */
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
    const value = this.value(state);
    const forwarded = withCookie(request, state.site.key, value);
    if (value !== undefined) state.changes.show();
    return forwarded;
  }

  /** The cookie's value of the session as it is now; null for none, undefined for the one that the request has. @protected @param {State} state @returns {string | null | undefined} */
  value(state) {
    if (state.changes.isDrop) return null;
    return withPending(state, () => {
      if (!state.changes.isNone) return this.sealed(state);
      // An app behind that knows of no such end would let in who is over.
      return isOver(state.bytes) ? null : undefined;
    });
  }

  /**
   * @param {(request: Request, session: Session, ...rest: any[]) => Response | Promise<Response>} handler
   * @param {Parameters<typeof handlerOf>[2]} [options]
   */
  handle(handler, options) {
    return handlerOf(this, handler, options);
  }
}

const NO_INDEX = 'this store knows no owners: store: "kv" knows them';
/** @type {Readonly<{ setCookie: string | undefined, cacheControl: string | undefined, vary: string | undefined }>} */
const NO_HEADERS = Object.freeze({ setCookie: undefined, cacheControl: undefined, vary: undefined });
