// @ts-check
// An adapter under test that can't hold the suite up: what it doesn't answer is a failure that names the operation.

import { check, hasMethods } from "./check.js";

/** @typedef {import("../index.d.ts").KvAdapter} KvAdapter */

/** Milliseconds: for 200 operations at once on a service far away, and for two megabytes. */
const LONGEST = 60_000;

/** @param {KvAdapter} kv @returns {KvAdapter} */
export function bounded(kv) {
  hasMethods("the adapter that was made", kv, ["get", "put", "delete"]);
  check(kv.capabilities !== null && typeof kv.capabilities === "object", "the adapter that was made has no capabilities: { atomic, consistency, minTtl, maxValue }");
  return {
    capabilities: kv.capabilities,
    get: (key) => soon("get", () => kv.get(key)),
    put: (key, value, options) => soon("put", () => kv.put(key, value, options)),
    delete: (key) => soon("delete", () => kv.delete(key)),
  };
}

/** @template Answer @param {string} operation @param {() => Answer | Promise<Answer>} act @returns {Promise<Answer>} */
async function soon(operation, act) {
  /** @type {any} */
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${operation} did not answer within ${LONGEST / 1000} s`)), LONGEST);
  });
  try {
    return await Promise.race([act(), /** @type {Promise<never>} */ (late)]);
  } finally {
    clearTimeout(timer);
  }
}
