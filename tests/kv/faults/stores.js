// @ts-check
// Stores of one's own under the contract: one as a beginner writes it, which must pass, and what goes wrong with such.

import { ConfigError } from "waxseal";
import { adapterSuite, run, storeSuite } from "waxseal/conformance";
import { memoryKV } from "waxseal/kv/memory";

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

/** What is no store, and what is said of it. @type {[string, any, RegExp][]} */
const NONE = [
  ["nothing", () => undefined, /storeSuite: got undefined/],
  ["a store by itself", () => good, /gave a store by itself, is to give \{ store \}/],
  ["a class of one", () => ({ store: class { init() {} } }), /the store that was made has no init\(\)/],
  ["a store without put", () => ({ store: { ...good, put: undefined } }), /has no put\(\)/],
];

/** @returns {import("waxseal/conformance").Test[]} */
export function storesOfOnesOwn() {
  return [
    ...storeSuite(() => ({ store: good })),
    ...storeSuite(async () => ({ store: { ...good, init: async () => good.init() } })).map(({ name, run }) => ({ name: `${name}; init promises`, run })),
    ...NONE.map(([name, make, as]) => ({
      name: `no store: ${name}`,
      async run() {
        const { passed } = await run(storeSuite(make), ({ error }) => {
          if (!as.test(String(error))) throw new Error(`said: ${error}`);
        });
        if (passed > 0) throw new Error(`${passed} tests passed`);
      },
    })),
    {
      name: "no function that makes stores or adapters is told when the suite is made",
      async run() {
        for (const [suite, wrong] of /** @type {[any, any][]} */ ([[storeSuite, { store: good }], [adapterSuite, memoryKV()], [adapterSuite, undefined]])) {
          let said;
          try {
            suite(wrong);
          } catch (error) {
            said = error;
          }
          if (!(said instanceof ConfigError)) throw new Error(`said: ${said}`);
        }
      },
    },
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
