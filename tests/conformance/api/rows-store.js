// @ts-check
// A store of the user's that keeps its sessions, under sids of its own.

export function rowsStore() {
  /** @type {Map<string, object>} */
  const rows = new Map();
  return {
    init: () => ({}),
    get: (/** @type {any} */ _conn, /** @type {string} */ sid) => (rows.has(sid) ? [sid, { ...rows.get(sid) }] : [null, {}]),
    put(/** @type {any} */ _conn, /** @type {string | null} */ sid, /** @type {any} */ session) {
      const under = sid ?? `sid-${rows.size}-${Math.random()}`;
      rows.set(under, { ...session });
      return under;
    },
    delete: (/** @type {any} */ _conn, /** @type {string} */ sid) => (rows.delete(sid), "ok"),
  };
}
