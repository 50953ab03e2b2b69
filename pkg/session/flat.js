// @ts-check
// Where the parts of a session's flat value are, as `src/session/bytes.rs` lays them out: 12 bytes, the sid, the store's note, what the session says of
// itself and the keys that changed, the map.

const HEADER = 12;

/** The sid. @param {Uint8Array} session */
export function sidIn(session) {
  return session.subarray(HEADER, noteAt(session));
}

/** Where the store's note begins. @param {Uint8Array} session */
export function noteAt(session) {
  return HEADER + (session[4] | (session[5] << 8));
}

/** Where the note ends. @param {Uint8Array} session */
export function noteEnd(session) {
  return noteAt(session) + (session[6] | (session[7] << 8));
}

/** Where the map begins, after its version byte. @param {Uint8Array} session */
export function mapAt(session) {
  const long = (session[8] | (session[9] << 8) | (session[10] << 16) | (session[11] << 24)) >>> 0;
  return noteEnd(session) + long + 1;
}
