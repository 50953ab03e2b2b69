// @ts-check
// The cookie store with a serializer of the user's: what it decodes and encodes is JavaScript's, what is around it the core's.

import { call, core, readBytes, readHeader, writeBytes, writeText } from "../border/core.js";
import { bytesOf, toBytes } from "../border/bytes.js";
import { DELETE, NOTHING } from "./effect.js";
import { Payload } from "../term/classes.js";
import { ConfigError, CookieOverflowError, EncodeError, readable } from "../border/errors.js";
import { useSecret } from "./conn_secret.js";
import { Changes, ROTATED, applied, writeSession } from "../session/changes.js";
import { lifeText } from "../session/life.js";
import { RESERVED } from "../session/own.js";
import { objectOf, valuesNow, valuesOf } from "../session/values.js";
import { encode } from "../term/encode.js";
import { isPromise, reading } from "../border/options.js";
import { isWellFormed } from "../border/well_formed.js";

/** @typedef {import("../session/session.js").State} State */

const TAKES = 'takes "external_term_format", "json" or an object with encode and decode';

/** @typedef {{ encode: (session: unknown) => unknown, decode: (payload: Uint8Array) => unknown }} Serializer */

/**
 * The option: the user's own, whose functions are read here and now, or the name of one of the core's.
 * @param {any} serializer @returns {{ own?: Serializer, named: { serializer?: string } }}
 */
export function serializerOf(serializer) {
  if (serializer === null || serializer === undefined) return { named: {} };
  if (typeof serializer === "string") return { named: { serializer } };
  if (typeof serializer !== "object") throw new ConfigError(`serializer: got ${typeof serializer}, ${TAKES}`);
  const { encode, decode } = reading("serializer", () => ({ encode: serializer.encode, decode: serializer.decode }));
  if (typeof encode === "function" && typeof decode === "function") {
    return { own: { encode: encode.bind(serializer), decode: decode.bind(serializer) }, named: {} };
  }
  throw new ConfigError(`serializer: ${TAKES}; it lacks one of the two functions`);
}

/** A session's flat value, with what is here alone: see `src/session/bytes.rs`. @param {number} sid @param {number} reason @param {Uint8Array} map @param {number} [flags] */
export function sessionOf(sid, reason, map, flags = 0) {
  const session = new Uint8Array(12 + map.length);
  session.set([0, sid, flags, reason]);
  session.set(map, 12);
  return session;
}

/** Kinds of sids, and reasons (`Reason` in `src/error.rs`). */
const NIL = 0;
const CUSTOM = 2;
const UNDECODABLE = 7;
const NOT_A_MAP = 9;

export const MAP = 116;
const decoder = new TextDecoder();
const NONE = new Uint8Array(0);
const EMPTY = new Uint8Array([131, MAP, 0, 0, 0, 0]);

/**
 * A payload's session. Plug's `:error` is an exception here. `life` is what stands under the reserved key.
 * @param {import("./site.js").Site} site @param {Uint8Array} opened the payload, behind a byte that is 1 if a rotated key opened it
 * @returns {Pick<State, "bytes" | "values"> & { life?: unknown }}
 */
export function decodePayload(site, opened) {
  let values;
  try {
    const decoded = /** @type {Serializer} */ (site.serializer).decode(new Payload(opened.subarray(1)));
    values = isRefused("decode", decoded) ? undefined : valuesOf(decoded);
  } catch {
    return { bytes: sessionOf(CUSTOM, UNDECODABLE, EMPTY), values: undefined };
  }
  if (!values) return { bytes: sessionOf(NIL, NOT_A_MAP, EMPTY), values };
  const life = values.get(RESERVED);
  values.delete(RESERVED);
  const bytes = living(site, life);
  if (opened[0] === 1) bytes[2] |= ROTATED;
  return { bytes, values: bytes[3] === 0 ? values : undefined, life };
}

/** A session with the times that a text says, so far without its values. @param {import("./site.js").Site} site @param {unknown} life */
function living({ handle }, life) {
  const length = life === undefined ? -1 : writeText(typeof life === "string" ? life : "");
  return readBytes(call(core.living, handle, length));
}

/**
 * The values of a session with its times, as they are to be written, and whether that is due though it was only read.
 * @param {State} state @returns {{ isDue: boolean, session: Map<unknown, unknown> | Record<string, unknown> }}
 */
function written(state) {
  const { isDue, text } = lifeText(state.site, ...writeSession(state));
  const values = valuesNow(state);
  if (text !== "") values.set(RESERVED, text);
  return { isDue, session: objectOf(values) };
}

const NO_PROMISES = "gave a promise, and a session waits for nothing: write a function that is not async";
let isTold = false;

/** Whether it is what sessions can't wait for. @param {"encode" | "decode"} name @param {any} given */
function isRefused(name, given) {
  if (!isPromise(given)) return false;
  // A rejection that nobody handles would end a Node process; what only looks like a promise throws when it is asked.
  (async () => given)().catch(() => {});
  // What a cookie says is no error; but this is none of the cookie's.
  if (name === "decode" && !isTold) console.error(`waxseal: serializer.decode ${NO_PROMISES}`);
  isTold ||= name === "decode";
  return true;
}

/**
 * The cookie's value of a session. The secret is handed over last: the user's code may have used these sessions with another.
 * @param {import("./site.js").Site} site @param {State["secret"]} secret conn's @param {unknown} session as `encode` takes it @returns {Uint8Array}
 */
function sealedBytes(site, secret, session) {
  const payload = encoded(site.serializer, session);
  useSecret(site, secret);
  const { handle } = site;
  return readBytes(call(core.seal, handle, writeBytes(payload)));
}

/** The cookie's value of a session as it is now. @param {State} state */
export function serialized(state) {
  return decoder.decode(sealedBytes(state.site, state.secret, written(state).session));
}

/** The same of values that are kept by hand, their times among them. @param {import("./site.js").Site} site @param {State["secret"]} secret @param {Map<unknown, unknown>} values */
export function serializedByHand(site, secret, values) {
  const life = values.get(RESERVED);
  values.delete(RESERVED);
  return serialized(/** @type {any} */ ({ site, secret, values, bytes: living(site, life), changes: new Changes() }));
}

/** @param {any} serializer @param {unknown} session @returns {Uint8Array} */
function encoded(serializer, session) {
  let payload;
  try {
    payload = serializer.encode(session);
  } catch (thrown) {
    const { message } = Object(readable(thrown));
    throw new EncodeError(`serializer.encode: it threw ${typeof message === "string" ? message : "something that is no Error"}`);
  }
  if (isRefused("encode", payload)) throw new EncodeError(`serializer.encode: it ${NO_PROMISES}`);
  if (typeof payload === "string" && !isWellFormed(payload)) throw new EncodeError("serializer.encode: it gave half of a surrogate pair");
  if (typeof payload === "string" || bytesOf(payload)) return toBytes("payload", payload);
  throw new EncodeError("serializer.encode: it gave neither a string nor a Uint8Array");
}

/** `before_send`. @param {State} state @returns {string | undefined} */
export function setSerialized(state) {
  const { site, secret, https, bytes, changes } = state;
  const effect = core.effect(changes.action, bytes[1]);
  if (effect === DELETE) return readHeader(call(core.set_cookie, site.handle, 0, -1, https));
  if (effect === NOTHING && changes.action !== 0) return undefined;
  const { isDue, session } = written(state);
  if (effect === NOTHING && !isDue) return undefined;
  const value = sealedBytes(site, secret, session);
  const flat = applied(state);
  try {
    return setCookie(site, flat, value, https);
  } catch (error) {
    if (!(error instanceof CookieOverflowError)) throw error;
    // Once more, for the error that says which keys weigh how much.
    return setCookie(site, weighable(session), value, https);
  }
}

/** @param {import("./site.js").Site} site @param {Uint8Array} session its flat value @param {Uint8Array} value @param {boolean} https */
function setCookie({ handle }, session, value, https) {
  writeBytes(session, value);
  return readHeader(call(core.set_cookie, handle, session.length, value.length, https));
}

/** The session's flat value, if its values can be terms. @param {unknown} session */
function weighable(session) {
  try {
    return sessionOf(CUSTOM, 0, encode(session, "serializer", "session"));
  } catch {
    return NONE;
  }
}
