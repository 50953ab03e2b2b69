// @ts-check
// One of several processes on one file: `writer.js FILE NAME COUNT`. A record of its own and a step of a counter that all of them share, again and
// again; each is said on a line of its own once it was acknowledged.

import { DatabaseSync } from "node:sqlite";
import { sqliteKV } from "waxseal/kv/sqlite";

const [, , file, name, count] = process.argv;
const kv = sqliteKV(new DatabaseSync(file));

/** Locked by another for a moment: the sessions' own loop tries again then. @template T @param {() => Promise<T>} ask @returns {Promise<T>} */
async function patiently(ask) {
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      if (/** @type {any} */ (error)?.retryable !== true) throw error;
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 10));
    }
  }
}

async function step() {
  for (;;) {
    const found = await patiently(() => kv.get("counter"));
    const next = new Uint8Array(new Uint32Array([1 + (found ? new Uint32Array(found.value.slice().buffer)[0] : 0)]).buffer);
    if (await patiently(() => kv.put("counter", next, { ttl: 3600, if: found ? found.version : null }))) return;
  }
}

for (let at = 0; at < Number(count); at += 1) {
  await patiently(() => kv.put(`${name}-${at}`, new TextEncoder().encode(`${name}-${at}`), { ttl: 3600, if: null }));
  await step();
  process.stdout.write(`${at}\n`);
}
