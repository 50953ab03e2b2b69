// @ts-check
// Inside Deno: the suites on its own KV, in a file of its own. The counts go out as one line of JSON.

import { DatabaseSync } from "node:sqlite";
import { createSessions } from "waxseal";
import { adapterSuite, run } from "waxseal/conformance";
import { denoKV } from "waxseal/kv/deno";
import { makeApp } from "../app.js";
import { local } from "../local.js";
import { wholeSuite } from "../whole.js";

const { Deno } = /** @type {any} */ (globalThis);
const [file] = Deno.args;
const database = await Deno.openKv(file);
const kv = denoKV(database);

async function dump() {
  /** @type {[string, Uint8Array][]} */
  const entries = [];
  for await (const { key, value } of database.list({ prefix: [] })) entries.push([key.join(" "), value]);
  return entries;
}

/** Deno's clock can't be put forward: what it will do is in its file. */
const expiration = {
  name: "the time to live is handed on",
  async run() {
    await kv.put("expires", new Uint8Array(1), { ttl: 3600 });
    const rows = new DatabaseSync(file, { readOnly: true }).prepare("SELECT k, expiration_ms FROM kv").all();
    const row = rows.find(({ k }) => new TextDecoder().decode(/** @type {Uint8Array} */ (k)).includes("expires"));
    const left = (Number(row?.expiration_ms) - Date.now()) / 1000;
    if (!(left > 3000 && left <= 3601)) throw new Error(`it is ${left} s`);
  },
};

/** @type {Record<string, object>} */
const results = {};
for (const [group, tests] of Object.entries({
  adapter: [...adapterSuite(() => kv), expiration],
  application: wholeSuite({ ...local(makeApp(createSessions, kv)), dump }),
})) {
  /** @type {{ name: string, error: string }[]} */
  const failures = [];
  const counts = await run(tests, ({ name, error }) => {
    if (error !== undefined) failures.push({ name, error: String(/** @type {Error} */ (error).stack ?? error) });
  });
  results[group] = { counts, failures };
}
console.log(JSON.stringify(results));
database.close();
