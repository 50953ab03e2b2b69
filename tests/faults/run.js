// @ts-check
// `node run.js node|workerd|chromium|firefox`

import { fileURLToPath } from "node:url";
import { browse } from "../browse.js";
import { print, printNames } from "../conformance/print.js";
import { test } from "../workerd.js";
import { all } from "./all.js";

const runtime = process.argv[2];
if (runtime === "workerd") {
  process.exitCode = (await test(fileURLToPath(new URL("worker.js", import.meta.url)))) ? 0 : 1;
} else {
  const { error, counts, failures, names = [] } = /** @type {any} */ (runtime === "node" ? await all() : await browse(runtime, "/tests/conformance/page.html?/tests/faults/all.js"));
  if (error) throw new Error(error);
  printNames(names);
  process.exitCode = print(counts, failures) ? 0 : 1;
}
