// @ts-check
// Clients that give something else than bytes: an older node-redis, a driver that keeps text. Taken for an empty record that would be
// a silent log-out of everybody; it has to be the service's error.

import { StoreError, createSessions } from "waxseal";
import { cloudflareKV } from "waxseal/kv/cloudflare";
import { d1KV } from "waxseal/kv/d1";
import { denoKV } from "waxseal/kv/deno";
import { netlifyBlobsKV } from "waxseal/kv/netlify-blobs";
import { redisKV } from "waxseal/kv/redis";
import { unstorageKV } from "waxseal/kv/unstorage";
import { upstashKV } from "waxseal/kv/upstash";

/** What a client gives for a record in place of its bytes. */
const REPLIES = { text: "\u0001 a record that was decoded as UTF-8", "a number": 5, "a plain object": { 0: 1, length: 1 }, true: true };

/** @type {Record<string, (reply: any) => import("waxseal").KvAdapter>} */
const ADAPTERS = {
  "redis, node-redis": (reply) => redisKV({ sendCommand: async () => reply }),
  "redis, node-redis, cluster": (reply) => redisKV({ slots: [], sendCommand: async () => reply }),
  "redis, ioredis": (reply) => redisKV({ callBuffer: async () => reply }),
  upstash: (reply) => upstashKV({ get: async () => reply, set: async () => "OK", eval: async () => 1, del: async () => 1 }),
  cloudflare: (reply) => cloudflareKV({ get: async () => reply, put: async () => {}, delete: async () => {} }),
  d1: (reply) => d1KV({ prepare: () => ({ bind() { return this; }, first: async () => ({ value: reply, version: "v" }), run: async () => ({ meta: { changes: 1 } }) }) }),
  deno: (reply) => denoKV({ get: async () => ({ value: reply, versionstamp: "v" }), delete: async () => {}, atomic: () => ({}) }),
  "netlify-blobs": (reply) => netlifyBlobsKV({ getWithMetadata: async () => ({ data: reply, etag: "e" }), set: async () => ({ modified: true }), delete: async () => {} }),
  unstorage: (reply) => unstorageKV({ getItemRaw: async () => reply, setItemRaw: async () => {}, removeItem: async () => {} }),
};

/** @param {import("./types.d.ts").Runner} runner */
export async function serve({ section }) {
  const tests = Object.entries(ADAPTERS).flatMap(([adapter, make]) =>
    Object.entries(REPLIES).map(([what, reply]) => ({
      name: `${adapter}: ${what}`,
      async run() {
        const sessions = createSessions({ store: "kv", key: "sid", kv: make(reply), log: false });
        const outcome = await sessions.fetch(`sid=${"A".repeat(43)}`).catch((error) => error);
        if (!(outcome instanceof StoreError)) throw new Error(`taken for a record: ${JSON.stringify(outcome)}`);
      },
    })),
  );
  await section("clients", tests);
}
