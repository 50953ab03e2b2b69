// @ts-check
// `node run.js`: what is said in development, and not in production.

import { recorder } from "../conformance/check.js";
import { collector, print, printNames } from "../conformance/print.js";
import { inDeno } from "./deno.js";
import { modes } from "./modes.js";

const { failures, names, report } = collector();
const { counts, group } = recorder(report);
await modes(group("development"));
await inDeno(group("development, in Deno"));
printNames(names);
process.exitCode = print(counts, failures) ? 0 : 1;
