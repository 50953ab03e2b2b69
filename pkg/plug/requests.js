// @ts-check
// One request, one session: who fetches a Request's session again, by the same sessions, is given the one that is there.

import { reading } from "../border/options.js";
import { isSameSecret } from "../store/conn_secret.js";

/** @typedef {import("../session/session.js").Session} Session */
/** @typedef {import("../session/session.js").State} State */
/** @typedef {{ state: State, session: Session | Promise<Session>, earlier: Fetched | undefined }} Fetched */

/** @type {WeakMap<object, Fetched>} */
const fetched = new WeakMap();

/** @type {(request: object) => Fetched | undefined} */
let fetchedOf;
/** @type {(request: object, entry: Fetched) => void} */
let keep;

/** A source of our own making has its sessions itself: a WeakMap costs as much as all else that is done with a request. */
export class Source {
  /** @type {Fetched | undefined} */
  #fetched;

  static {
    // Not by a property, which a Proxy would be asked for.
    fetchedOf = (request) => (#fetched in request ? request.#fetched : fetched.get(request));
    keep = (request, entry) => {
      if (#fetched in request) request.#fetched = entry;
      else fetched.set(request, entry);
    };
  }
}

/**
 * What a source says of itself. A request is what has headers: a header's text or Headers may be of many.
 * @param {any} source @returns {{ isRequest: boolean, url: string }}
 */
export function readSource(source) {
  if (typeof source === "string") return HEADER;
  return reading("fetch(source)", () => ({
    isRequest: typeof source === "object" && typeof source?.headers === "object",
    url: String(source?.url ?? ""),
  }));
}

const HEADER = Object.freeze({ isRequest: false, url: "" });

/**
 * The session of a request that was fetched by the same configuration and is not committed yet.
 * @param {object} request @param {State} state of the session that is asked for
 */
export function sessionOfRequest(request, state) {
  for (let found = fetchedOf(request); found; found = found.earlier) {
    const { sent, owner, site, scheme, secret } = found.state;
    if (sent || owner !== state.owner || site.handle !== state.site.handle) continue;
    // An inner layer need not know what the outer one was given of the connection.
    if (state.secret !== undefined && !isSameSecret(secret, state.secret)) continue;
    if (scheme !== undefined && state.scheme !== undefined && scheme !== state.scheme) continue;
    if (scheme === undefined && state.scheme !== undefined) Object.assign(found.state, { scheme: state.scheme, https: state.https });
    return found.session;
  }
  return undefined;
}

/** @param {object} request @param {State} state @param {Session | Promise<Session>} session */
export function remember(request, state, session) {
  const earlier = fetchedOf(request);
  // What was put on an answer since the first was fetched is this request's.
  if (earlier) state.began = earlier.state.began;
  keep(request, { state, session, earlier });
  // A fetch that failed is tried anew by whoever asks next.
  if (typeof (/** @type {any} */ (session).then) === "function") {
    /** @type {Promise<Session>} */ (session).then(undefined, () => (state.sent = true));
  }
}
