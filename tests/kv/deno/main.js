// @ts-check
// Inside Deno: the suites on its own KV, in a file of its own. The counts go out as one line of JSON.

import { DatabaseSync } from "node:sqlite";
import { ConfigError, createSessions } from "waxseal";
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

const reopening = [{
  name: "a function: it is opened at the first use, and again when it was closed",
  async run() {
    /** @type {any[]} */
    const opened = [];
    const kv = denoKV(async () => {
      const next = await Deno.openKv(`${file}-again`);
      opened.push(next);
      return next;
    });
    if (opened.length !== 0) throw new Error("it was opened before it was used");
    await kv.put("a", new Uint8Array([1]), { ttl: 60 });
    opened[0].close();
    const all = await Promise.all([kv.get("a"), kv.get("a"), kv.put("b", new Uint8Array([2]), { ttl: 60, if: null })]);
    if (all[0]?.value[0] !== 1 || all[1]?.value[0] !== 1 || all[2] !== true) throw new Error("it was not opened again");
    if (opened.length !== 2) throw new Error(`it was opened ${opened.length} times`);
    opened[1].close();
    await kv.delete("a");
    if (await kv.get("a") !== null) throw new Error("it was not deleted");
    opened[2].close();
  },
}, {
  name: "what a function opens has to be a database",
  async run() {
    const error = await Promise.resolve(denoKV(() => /** @type {any} */ ({})).get("a")).then(() => undefined, (thrown) => thrown);
    if (!(error instanceof ConfigError)) throw new Error(`${error}`);
  },
}];

/** @type {Record<string, object>} */
const results = {};
for (const [group, tests] of Object.entries({
  adapter: [...adapterSuite(() => kv), expiration, ...reopening],
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
