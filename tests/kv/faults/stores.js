// @ts-check
// Stores of one's own under the contract: one as a beginner writes it, which must pass, and what goes wrong with such.

import { run, storeSuite } from "waxseal/conformance";

/** @typedef {Map<string, object>} Table */

const good = {
  init: () => new Map(),
  get: (/** @type {any} */ _conn, /** @type {string} */ cookie, /** @type {Table} */ table) => {
    const session = table.get(cookie);
    return /** @type {[string | null, object]} */ (session ? [cookie, structuredClone(session)] : [null, {}]);
  },
  put: (/** @type {any} */ _conn, /** @type {string | null} */ sid, /** @type {object} */ session, /** @type {Table} */ table) => {
    const id = sid !== null && table.has(sid) ? sid : crypto.randomUUID();
    table.set(id, structuredClone(session));
    return id;
  },
  delete: (/** @type {any} */ _conn, /** @type {string} */ sid, /** @type {Table} */ table) => void table.delete(sid),
};

/** @type {[string, any, RegExp][]} */
const BAD = [
  ["adopts a sid that it did not make", { ...good, put: (/** @type {any} */ _conn, /** @type {any} */ sid, /** @type {any} */ session, /** @type {Table} */ table) => {
    const id = sid ?? crypto.randomUUID();
    table.set(id, session);
    return id;
  } }, /never taken/],
  ["takes any cookie for a sid", { ...good, get: (/** @type {any} */ _conn, /** @type {string} */ cookie, /** @type {Table} */ table) => [cookie, table.get(cookie) ?? {}] }, /identifies nothing/],
  ["deletes nothing", { ...good, delete: () => {} }, /^delete/],
  ["gives undefined for no sid", { ...good, get: (/** @type {any} */ _conn, /** @type {string} */ cookie, /** @type {Table} */ table) => [table.has(cookie) ? cookie : undefined, table.get(cookie) ?? {}] }, /identifies nothing/],
  ["counts its sids", { ...good, put: (/** @type {any} */ _conn, /** @type {any} */ _sid, /** @type {any} */ session, /** @type {Table} */ table) => (table.set("1", session), "1") }, /are two/],
  ["keeps text only", { ...good, put: (/** @type {any} */ _conn, /** @type {any} */ sid, /** @type {any} */ session, /** @type {Table} */ table) =>
    good.put(null, sid, Object.fromEntries(Object.entries(session).map(([key, value]) => [key, `${value}`])), table) }, /comes back|is read by it/],
];

/** @returns {import("waxseal/conformance").Test[]} */
export function storesOfOnesOwn() {
  return [
    ...storeSuite(() => ({ store: good })),
    ...BAD.map(([name, store, as]) => ({
      name: `caught: a store that ${name}`,
      async run() {
        /** @type {string[]} */
        const failures = [];
        await run(storeSuite(() => ({ store })), ({ name, error }) => void (error !== undefined && failures.push(name)));
        if (!failures.some((name) => as.test(name))) throw new Error(`caught by: ${failures.join("; ") || "nothing"}`);
      },
    })),
  ];
}
