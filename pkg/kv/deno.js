// @ts-check
// Deno KV, embedded or on Deno Deploy: versionstamps tell one write from another, `expireIn` collects what is over.

import { bytesFrom, written } from "../border/kv_bytes.js";
import { checkClient } from "../border/kv_client.js";
import { noOptions } from "../border/options.js";
import { ConfigError } from "../border/errors.js";

const METHODS = ["get", "delete", "atomic"];
const TOLD = { takes: "what Deno.openKv() gives, awaited, or a function that opens it", fix: "Is it on (deno run --unstable-kv)?" };

/** @param {any} kv what `Deno.openKv()` gives, or a function that opens it @param {undefined} [options] there are none @returns {import("../index.d.ts").KvAdapter} */
export function denoKV(kv, options) {
  noOptions("denoKV", options);
  const use = typeof kv === "function" && typeof kv.atomic !== "function" ? opening(kv) : (checkClient("denoKV", kv, METHODS, TOLD), (/** @type {Use} */ work) => work(kv));
  const path = (/** @type {string} */ key) => ["waxseal", key];
  return {
    // A value takes 64 KiB: https://docs.deno.com/deploy/kv/
    capabilities: { atomic: true, consistency: "strong", minTtl: 0, maxValue: 65_536 },

    async get(key) {
      const { value, versionstamp } = await use((kv) => kv.get(path(key)));
      return versionstamp === null ? null : { value: bytesFrom(value), version: versionstamp };
    },

    async put(key, value, { ttl, if: versionstamp }) {
      const answer = await use((kv) => {
        const write = kv.atomic();
        if (versionstamp !== undefined) write.check({ key: path(key), versionstamp });
        return write.set(path(key), new Uint8Array(value), { expireIn: ttl * 1000 }).commit();
      });
      return written(answer?.ok, (ok) => ok === true, (ok) => ok === false && versionstamp !== undefined);
    },

    delete: (key) => use((kv) => kv.delete(path(key))),
  };
}

/** @typedef {(kv: any) => Promise<any>} Use */

/** Opens it at the first use, and again when somebody has closed it. @param {() => any} open @returns {(work: Use) => Promise<any>} */
function opening(open) {
  /** @type {Promise<any> | undefined} */
  let opened;
  const current = () => (opened ??= (async () => {
    const kv = await open();
    checkClient("denoKV", kv, METHODS, TOLD);
    return kv;
  })().catch((error) => {
    opened = undefined;
    throw error;
  }));
  return async (work) => {
    const kv = current();
    try {
      return await work(await kv);
    } catch (error) {
      if (error instanceof ConfigError || !isClosed(error)) throw error;
      // Who comes after another one that noticed takes what that one opened.
      if (opened === kv) opened = undefined;
      return work(await current());
    }
  };
}

/** @param {any} error */
function isClosed(error) {
  return error?.name === "BadResource" || /closed|bad resource/i.test(String(error?.message));
}
