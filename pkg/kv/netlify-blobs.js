// @ts-check
// Netlify Blobs: ETags tell one write from another. It forgets nothing by itself: a session that is over is refused by the times
// in its record, and the record stays until somebody deletes it. An ETag may be of the bytes alone, so each write begins with
// some of its own.

import { bytesFrom, written } from "../border/kv_bytes.js";
import { ConfigError } from "../border/errors.js";
import { checkClient, checkConsistency } from "../border/kv_client.js";
import { kindOf, readOptions } from "../border/options.js";

const UNIQUE = 16;

/**
 * @param {any} store what `getStore({ name, consistency: "strong" })` gives
 * @param {{ atomic?: boolean, consistency?: "strong" | "eventual" }} [options] `atomic: false` for Netlify's local server, which gives
 * no ETags; `consistency` as the store was opened
 * @returns {import("../index.d.ts").KvAdapter}
 */
export function netlifyBlobsKV(store, options = {}) {
  const { atomic = true, consistency = "eventual" } = readOptions("netlifyBlobsKV", options, ["atomic", "consistency"]);
  if (typeof atomic !== "boolean") throw new ConfigError(`netlifyBlobsKV: atomic: got ${kindOf(atomic)}, takes true or false`);
  checkConsistency("netlifyBlobsKV", consistency);
  checkClient("netlifyBlobsKV", store, ["getWithMetadata", "set", "delete"], {
    takes: 'a store of @netlify/blobs',
    fix: 'It is what getStore({ name: "sessions", consistency: "strong" }) gives.',
  });
  return {
    // https://docs.netlify.com/build/data-and-storage/netlify-blobs/#limitations
    capabilities: { atomic, consistency, minTtl: 0, maxValue: 5 * 1024 ** 3 - UNIQUE },

    async get(key) {
      const found = await store.getWithMetadata(key, { type: "arrayBuffer" });
      if (found === null) return null;
      const value = bytesFrom(found.data).slice(UNIQUE);
      if (!atomic) return { value };
      if (!found.etag) throw new Error("the store gave no ETag, as Netlify's local server doesn't: there, pass { atomic: false }");
      return { value, version: found.etag };
    },

    async put(key, value, { if: etag }) {
      const condition = etag === undefined ? {} : etag === null ? { onlyIfNew: true } : { onlyIfMatch: etag };
      const bytes = new Uint8Array(UNIQUE + value.length);
      crypto.getRandomValues(bytes.subarray(0, UNIQUE));
      bytes.set(value, UNIQUE);
      const answer = await store.set(key, bytes.buffer, condition);
      // To a condition the client says "modified" of whatever is not a 412, of a 503 too: only an ETag is the service's word.
      if (etag !== undefined && answer?.modified === true && !answer.etag) throw new Error("the store did not confirm the write: it gave no ETag");
      return written(answer?.modified, (modified) => modified === true, (modified) => modified === false && etag !== undefined);
    },

    delete: (key) => store.delete(key),
  };
}
