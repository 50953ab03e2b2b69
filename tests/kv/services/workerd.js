// @ts-check
// Workers KV, D1 and Durable Objects, in workerd as miniflare runs it.

import { build } from "esbuild";
import { Miniflare, convertV4MiniflareOptions } from "miniflare";
import { mkdtemp, readFile, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { wholeSuite } from "../whole.js";

/** @param {import("./types.d.ts").Runner} runner */
export async function serve({ section, elsewhere }) {
  const folder = await mkdtemp(join(tmpdir(), "waxseal-workerd-"));
  /** @type {Miniflare | undefined} */
  let miniflare;
  try {
    miniflare = new Miniflare(convertV4MiniflareOptions({
      modules: await bundle(join(folder, "bundle")),
      compatibilityDate: "2026-01-01",
      kvNamespaces: ["KV"],
      d1Databases: ["D1"],
      r2Buckets: ["BUCKET"],
      serviceBindings: { SERVICE: () => /** @type {any} */ (new Response("another Worker")) },
      durableObjects: {
        SQLITE: { className: "SqliteObjects", useSQLite: true },
        PLAIN: { className: "PlainObjects" },
        FOREIGN: { className: "Foreign", useSQLite: true },
        EXTENDED: { className: "Extended", useSQLite: true },
        CALLABLE: { className: "Callable", useSQLite: true },
        RESETTING: { className: "Resetting", useSQLite: true },
      },
      resourcePersistencePath: join(folder, "state"),
    }));
    for (const [name, { kind, ...service }] of Object.entries(services(miniflare, folder))) {
      const ask = (/** @type {string} */ url, /** @type {string | undefined} */ cookie) =>
        /** @type {Miniflare} */ (miniflare).dispatchFetch(url.replace("app.example", `${kind}.example`), { headers: cookie ? { cookie } : {} });
      const answer = await ask("http://app.example/suite", undefined);
      if (!answer.ok) throw new Error(`${name} answered ${answer.status}: ${await answer.text()}`);
      elsewhere(`${name}: adapter`, /** @type {any} */ (await answer.json()));
      const request = /** @type {any} */ (ask);
      if (kind !== "bindings") await section(`${name}: application`, wholeSuite({ request, ...service }));
    }
  } finally {
    await miniflare?.dispose();
    await rm(folder, { recursive: true, force: true });
  }
}

/** @param {Miniflare} miniflare @param {string} folder */
function services(miniflare, folder) {
  return {
    "workerd, bindings": { kind: "bindings", atomic: false },
    "workerd, KV": {
      kind: "kv",
      atomic: false,
      async dump() {
        const namespace = await miniflare.getKVNamespace("KV");
        /** @type {[string, Uint8Array][]} */
        const entries = [];
        for (const { name } of (await namespace.list()).keys) {
          entries.push([name, new Uint8Array(/** @type {ArrayBuffer} */ (await namespace.get(name, "arrayBuffer")))]);
        }
        return entries;
      },
    },
    "workerd, D1": {
      kind: "d1",
      atomic: true,
      many: 100,
      async dump() {
        const { results } = await (await miniflare.getD1Database("D1")).prepare("SELECT * FROM waxseal").all();
        return results.map((row) => /** @type {[string, Uint8Array]} */ ([`${row.key} ${row.version}`, Uint8Array.from(/** @type {number[]} */ (row.value))]));
      },
    },
    // What they hold can't be had.
    "workerd, Durable Objects": { kind: "durable-object", atomic: true, many: 100 },
    // An object's name is nowhere, and an object that was only read has a file of its own: neither can be counted.
    "workerd, Durable Objects with SQLite": {
      kind: "durable-object-sqlite",
      atomic: true,
      countable: false,
      strangers: 1000, // each makes a file here, which takes a minute or two for ten thousand
      dump: () => files(join(folder, "state")),
    },
  };
}

/** What Durable Objects hold is only on disk: all of it, as it lies there. @param {string} folder */
async function files(folder) {
  /** @type {[string, Uint8Array][]} */
  const entries = [];
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    // Objects that are left alone are closed meanwhile, and their journals go.
    const bytes = entry.isFile() ? await readFile(path).catch(() => undefined) : undefined;
    if (bytes) entries.push([path, bytes]);
  }
  return entries;
}

/** As wrangler bundles. @param {string} folder */
async function bundle(folder) {
  await build({
    entryPoints: [fileURLToPath(new URL("../workerd/worker.js", import.meta.url))],
    outfile: join(folder, "worker.js"),
    bundle: true,
    format: "esm",
    target: "es2024",
    external: ["cloudflare:*"],
    conditions: ["workerd", "worker", "browser"],
    loader: { ".wasm": "copy" },
    assetNames: "[name]",
    logLevel: "error",
  });
  const [wasm] = (await readdir(folder)).filter((file) => file.endsWith(".wasm"));
  return [
    { type: /** @type {const} */ ("ESModule"), path: "worker.js", contents: await readFile(join(folder, "worker.js"), "utf8") },
    { type: /** @type {const} */ ("CompiledWasm"), path: wasm, contents: await readFile(join(folder, wasm)) },
  ];
}
