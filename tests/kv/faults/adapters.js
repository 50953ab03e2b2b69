// @ts-check
// Adapters of one's own, and what goes wrong with such: each has to be caught, by name, and the suite has to end.

import { adapterSuite, run } from "waxseal/conformance";
import { memoryKV } from "waxseal/kv/memory";
import { unhurried } from "../clock.js";

/** @typedef {import("waxseal").KvAdapter} KvAdapter */

const kv = memoryKV();
const lies = (/** @type {any} */ answer) => ({ ...kv, put: async () => answer });

/** What is no adapter. @type {[string, () => any, object, RegExp][]} */
const NONE = [
  ["is nothing", () => undefined, {}, /^a key that was never.*: the adapter that was made: got undefined/],
  ["is a client by itself", () => new Map(), {}, /the adapter that was made has no put\(\)/],
  ["declares nothing", () => ({ ...kv, capabilities: undefined }), {}, /has no capabilities/],
];

/** What is wrong, the adapter or the suite's options, and the test and the error that catch it. @type {[string, () => KvAdapter, object, RegExp][]} */
const WRONG = [
  ["says false to every condition", () => ({ ...kv, put: (key, value, options) => ("if" in options ? false : kv.put(key, value, options)) }), {}, /increments at once.*none was let through for 15 s: put says false to the version that get gave/],
  ["loses what is deleted meanwhile", () => ({ ...kv, get: (key) => (/-\d+$/.test(key) ? null : kv.get(key)) }), {}, /increments at once.*the record is there/],
  ["keeps a view of what it is given", () => ({ ...memoryLike(), capabilities: { ...kv.capabilities, atomic: false } }), {}, /a value is copied.*other bytes/],
  ["takes an answer that it does not understand for no", () => kv, { broken: { "EVAL's 1 as text": () => lies(false) } }, /EVAL's 1 as text.*has to throw, and gave false/],
  ["finds nothing by a client that was closed", () => kv, { closed: () => ({ ...kv, get: async () => null, put: async () => Promise.reject(new Error("closed")), delete: async () => Promise.reject(new Error("closed")) }) }, /was closed.*get has to throw, and gave null/],
  ["takes one key for another that it begins with", () => ({ ...kv, get: (key) => kv.get(key.replace(/-$/, "")), put: (key, value, options) => kv.put(key.replace(/-$/, ""), value, options), delete: (key) => kv.delete(key.replace(/-$/, "")) }), {}, /begin alike.*is there/],
  ["takes a write that was not confirmed for yes", () => kv, { broken: { "a 503": () => lies(true) } }, /a 503.*has to throw, and gave true/],
];

/** A beginner's: it keeps what it is given, and gives that. @returns {Pick<KvAdapter, "get" | "put" | "delete">} */
function memoryLike() {
  /** @type {Map<string, Uint8Array>} */
  const records = new Map();
  return {
    get: (key) => (records.has(key) ? { value: /** @type {Uint8Array} */ (records.get(key)) } : null),
    put: (key, value) => (records.set(key, value.slice()), true),
    delete: (key) => records.delete(key),
  };
}

/** @returns {import("waxseal/conformance").Test[]} */
export function adaptersOfOnesOwn() {
  return [...WRONG, ...NONE].map(([name, make, options, as]) => ({
    name: `caught: an adapter that ${name}`,
    async run() {
      /** @type {string[]} */
      const failures = [];
      const told = (/** @type {{ name: string, error?: any }} */ { name, error }) => void (error !== undefined && failures.push(`${name}: ${error.message}`));
      await unhurried(() => run(adapterSuite(make, options), told));
      if (!failures.some((failure) => as.test(failure))) throw new Error(`caught by: ${failures.join("; ") || "nothing"}`);
    },
  }));
}
