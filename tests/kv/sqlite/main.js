// @ts-check
// Inside Deno or Bun: the suites over what the runtime brings. The counts go out as one line of JSON.

import { run } from "waxseal/conformance";
import { sqliteSuites } from "./suites.js";

const file = process.argv[2];
// By a variable: a bundler of the other runtime would look for it.
const bun = "bun:sqlite";
const database = process.versions.bun ? new (await import(bun)).Database(file) : new (await import("node:sqlite")).DatabaseSync(file);
/** @type {Record<string, unknown>} */
const results = {};
for (const [name, tests] of Object.entries(sqliteSuites(database))) {
  /** @type {{ name: string, error: string }[]} */
  const failures = [];
  const counts = await run(tests, ({ name, error }) => void (error !== undefined && failures.push({ name, error: String(/** @type {any} */ (error)?.stack ?? error) })));
  results[name] = { counts, failures };
}
console.log(JSON.stringify(results));
