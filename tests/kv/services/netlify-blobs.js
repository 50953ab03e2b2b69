// @ts-check
// Netlify Blobs' local server as it is, where nothing compares, and with the service's ETags.

import { createSessions } from "waxseal";
import { adapterSuite } from "waxseal/conformance";
import { netlifyBlobsKV } from "waxseal/kv/netlify-blobs";
import { makeApp } from "../app.js";
import { startBlobs } from "../blobs-server.js";
import { local } from "../local.js";
import { wholeSuite } from "../whole.js";

/** @param {import("./types.d.ts").Runner} runner */
export async function serve({ section }) {
  for (const [name, atomic] of /** @type {[string, boolean][]} */ ([["local server", false], ["with ETags", true]])) {
    const { store, stranger, stop } = await startBlobs(atomic);
    try {
      const kv = netlifyBlobsKV(store, { atomic, consistency: "strong" });
      const dump = async () => {
        /** @type {[string, Uint8Array][]} */
        const entries = [];
        for (const { key } of (await store.list()).blobs) entries.push([key, new Uint8Array(await store.get(key, { type: "arrayBuffer" }))]);
        return entries;
      };
      await section(`Netlify Blobs, ${name}: adapter`, adapterSuite(() => kv, { broken: { "the server answers 401": () => netlifyBlobsKV(stranger, { atomic }) } }));
      await section(`Netlify Blobs, ${name}: application`, wholeSuite({ ...local(makeApp(createSessions, kv)), dump, many: 100 }));
    } finally {
      await stop();
    }
  }
}
