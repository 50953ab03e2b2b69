// @ts-check
// The suite inside workerd: `node run-workerd.js [compatibility flag …]`.

import { fileURLToPath } from "node:url";
import { test } from "../workerd.js";

const passed = await test(fileURLToPath(new URL("worker.js", import.meta.url)), { flags: process.argv.slice(2) });
process.exitCode = passed ? 0 : 1;
