// @ts-check
// The suite in a browser, `node run-browser.js chromium|firefox`: unbundled, through an import map. The page posts its counts.

import { browse } from "../browse.js";
import { print } from "./print.js";

const { error, counts, failures } = await browse(process.argv[2], "/tests/conformance/page.html");
if (error) throw new Error(error);
process.exitCode = print(counts, failures) ? 0 : 1;
