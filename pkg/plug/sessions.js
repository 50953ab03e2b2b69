// @ts-check
// Plug.Session for a fetch handler, over the cookie store: all of it at once, nothing to await.

import { OTHER, call, core, readBytes, readHeader, readSession, writeHeader } from "../border/core.js";
import { secretOf, useSecret } from "../store/conn_secret.js";
import { ConfigError } from "../border/errors.js";
import { ownOptions, ownProperty } from "../border/own.js";
import { decodePayload, setSerialized } from "../store/serializer.js";
import { Session, alreadySent, stateOf } from "../session/session.js";
import { Changes, writeSession } from "../session/changes.js";
import { guard, mutable } from "./response.js";

/** @typedef {import("../session/session.js").State} State */
/** @typedef {{ secretKeyBase?: string | Uint8Array, scheme?: "http" | "https" }} Conn */

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
    const state = newState(this.site, this.owner, source, conn);
    useSecret(state.site, state.secret);
    const found = call(core.fetch_session, state.site.handle, writeHeader(cookieText(source)), state.https);
    if (found < OTHER) return this.begin(state, readSession(found));
    return this.begin(state, decodePayload(state.site.serializer, readBytes(found - OTHER)));
  }

  /** @protected @param {State} state @param {Uint8Array} bytes @returns {Session} */
  begin(state, bytes) {
    state.bytes = bytes;
    const reason = state.bytes[3];
    if (reason) this.log(reason);
    return new Session(state);
  }

  /** @param {Session} session @returns {string | undefined | Promise<string | undefined>} */
  commit(session) {
    const state = this.own(session);
    if (state.sent) throw alreadySent();
    const header = state.changes.isNone ? undefined : this.#setCookie(state);
    state.sent = true;
    return header;
  }

  /** @param {State} state @returns {string | undefined} */
  #setCookie(state) {
    const { site, https } = state;
    useSecret(site, state.secret);
    if (site.serializer) return setSerialized(state);
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

  /** @param {Session} session @param {Response} response @returns {Response | Promise<Response>} */
  send(session, response) {
    const { used } = this.own(session);
    const sendable = mutable(response);
    const header = this.commit(session);
    // A promise, whatever class stands in the global one's place by now.
    if (typeof header === "object") return header.then((value) => guard(sendable, value, used));
    return guard(sendable, header, used);
  }

  /**
   * @param {(request: Request, session: Session, ...rest: any[]) => Response | Promise<Response>} handler
   * @param {{ conn?: Conn | ((request: Request, ...rest: any[]) => Conn | Promise<Conn>) }} [options]
   */
  handle(handler, options = {}) {
    const { conn } = ownOptions("handle", options);
    if (typeof handler !== "function") throw new ConfigError("handle: takes a function (request, session, …) => Response");
    return async (/** @type {Request} */ request, /** @type {any[]} */ ...rest) => {
      const session = await this.fetch(request, typeof conn === "function" ? await conn(request, ...rest) : conn);
      return this.send(session, await handler(request, session, ...rest));
    };
  }
}

/** @param {import("../store/site.js").Site} site @param {unknown} owner @param {unknown} source @param {Conn} [conn] @returns {State} */
export function newState(site, owner, source, conn = NO_CONN) {
  if (conn === null || typeof conn !== "object") throw new ConfigError("conn: takes { secretKeyBase, scheme }");
  const scheme = ownProperty(conn, "scheme");
  if (scheme !== undefined && scheme !== "http" && scheme !== "https") {
    throw new ConfigError('conn.scheme: takes "http" or "https"');
  }
  return {
    bytes: NONE,
    changes: new Changes(),
    sent: false,
    site,
    owner,
    https: scheme ? scheme === "https" : String(/** @type {any} */ (source)?.url ?? "").startsWith("https:"),
    secret: secretOf(conn),
    conn,
    sid: null,
    version: undefined,
    used: false,
  };
}

const NONE = new Uint8Array(0);
const NO_CONN = Object.freeze({});

/**
 * The Cookie header's text. Of several headers the last counts, as in Plug, and in one of them the first cookie of a name:
 * read backwards that is one rule.
 * @param {unknown} source @returns {string}
 */
export function cookieText(source) {
  if (typeof source === "string") return source;
  if (Array.isArray(source) && source.every((header) => typeof header === "string")) return [...source].reverse().join(";");
  if (source === null || source === undefined) return "";
  // By their shape: a framework's Request and Headers, or another realm's, are as good.
  const headers = /** @type {any} */ (source).headers ?? source;
  const header = typeof headers.get === "function" ? (headers.get("cookie") ?? "") : undefined;
  if (typeof header === "string") return header;
  throw new ConfigError("fetch: takes a Request, Headers, or the Cookie header's text");
}
