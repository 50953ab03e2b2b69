// @ts-check
// The suite in Node, Deno and Bun, against the package as `import "waxseal"` finds it.

import * as waxseal from "waxseal";
import * as crypto from "waxseal/crypto";
import * as phoenix from "waxseal/phoenix";
import * as term from "waxseal/term";
import { collector, print, printNames } from "./print.js";
import { suite } from "./suite.js";
import { vectors } from "./vectors.js";

const { failures, names, report } = collector();
const counts = await suite({ ...waxseal, crypto, phoenix, term }, vectors, report);
printNames(names);
process.exitCode = print(counts, failures) ? 0 : 1;
