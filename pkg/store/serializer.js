// @ts-check
// The cookie store with a serializer of the user's: what it decodes and encodes is JavaScript's, what is around it the core's.

import { call, core, readBytes, readHeader, readText, writeBytes } from "../border/core.js";
import { bytesOf, toBytes } from "../border/bytes.js";
import { DELETE, NOTHING } from "./effect.js";
import { Payload } from "../term/classes.js";
import { ConfigError, EncodeError } from "../border/errors.js";
import { applied, mapAt } from "../session/changes.js";
import { decode } from "../term/decode.js";
import { encode } from "../term/encode.js";
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
  const { encode, decode } = serializer;
  if (typeof encode === "function" && typeof decode === "function") {
    return { own: { encode: encode.bind(serializer), decode: decode.bind(serializer) }, named: {} };
  }
  throw new ConfigError(`serializer: ${TAKES}; it lacks one of the two functions`);
}

/** A session's flat value, with what is here alone: see `src/session/bytes.rs`. @param {number} sid @param {number} reason @param {Uint8Array} map */
export function sessionOf(sid, reason, map) {
  const session = new Uint8Array(12 + map.length);
  session.set([0, sid, 0, reason]);
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
const EMPTY = new Uint8Array([131, MAP, 0, 0, 0, 0]);

/** A payload's session. Plug's `:error` is an exception here. @param {any} serializer @param {Uint8Array} payload */
export function decodePayload(serializer, payload) {
  let map;
  try {
    map = encode(serializer.decode(new Payload(payload)), "serializer.decode", "session");
  } catch {
    return sessionOf(CUSTOM, UNDECODABLE, EMPTY);
  }
  return map[1] === MAP ? sessionOf(CUSTOM, 0, map) : sessionOf(NIL, NOT_A_MAP, EMPTY);
}

/** The cookie's value for a session map. @param {import("./site.js").Site} site @param {Uint8Array} map with its version byte */
export function sealed(site, map) {
  const payload = encoded(site.serializer, decode(map, 1));
  const { handle } = site;
  return readBytes(call(core.seal, handle, writeBytes(payload)));
}

/** The same as text, whatever writes the payload. @param {import("./site.js").Site} site @param {Uint8Array} map with its version byte */
export function valueOf(site, map) {
  if (site.serializer) return decoder.decode(sealed(site, map));
  return readText(call(core.store_put, site.handle, writeBytes(map)));
}

/** @param {any} serializer @param {unknown} session @returns {Uint8Array} */
function encoded(serializer, session) {
  let payload;
  try {
    payload = serializer.encode(session);
  } catch (/** @type {any} */ thrown) {
    const { message } = Object(thrown);
    throw new EncodeError(`serializer.encode: it threw ${typeof message === "string" ? message : "something that is no Error"}`);
  }
  if (typeof payload === "string" && !isWellFormed(payload)) throw new EncodeError("serializer.encode: it gave half of a surrogate pair");
  if (typeof payload === "string" || bytesOf(payload)) return toBytes("payload", payload);
  throw new EncodeError("serializer.encode: it gave neither a string nor a Uint8Array");
}

/** `before_send`. @param {State} state @returns {string | undefined} */
export function setSerialized(state) {
  const { site, https } = state;
  const session = applied(state);
  const effect = core.effect(session[0], session[1]);
  if (effect === NOTHING) return undefined;
  const { handle } = site;
  if (effect === DELETE) return readHeader(call(core.set_cookie, handle, 0, -1, https));
  const value = sealed(site, session.subarray(mapAt(session) - 1));
  writeBytes(session, value);
  return readHeader(call(core.set_cookie, handle, session.length, value.length, https));
}
