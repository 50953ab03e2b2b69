// @ts-check
// `node run.js [runs] [seed] [property]`: properties of the public API, each tried so often. What fails is shown as small as it was found to fail.

import fc from "fast-check";
import { CRYPTO } from "./crypto.js";
import { LIES } from "./lies.js";
import { OPTION_PROPERTIES } from "./options.js";
import { REQUESTS } from "./requests.js";
import { VALUES } from "./values.js";

const [runs, seed] = [Number(process.argv[2] ?? 10_000), Number(process.argv[3] ?? Date.now() % 1_000_000_007)];
const only = process.argv[4] ?? "";
const PROPERTIES = [...VALUES, ...OPTION_PROPERTIES, ...REQUESTS, ...LIES, ...CRYPTO].filter(([name]) => name.startsWith(only));

// What a log or a development's warning would say of all this.
for (const method of /** @type {const} */ (["debug", "warn", "error"])) console[method] = () => {};
// A promise of the generator's that rejects, and that nobody was given.
process.on("unhandledRejection", () => {});

let [passed, failed] = [0, 0];
for (const [name, property] of PROPERTIES) {
  const start = Date.now();
  const result = await fc.check(property(), { numRuns: runs, seed, endOnFailure: true });
  if (result.failed) {
    failed += 1;
    const { counterexample, errorInstance } = /** @type {any} */ (result);
    console.info(`FAILED ${name}, seed ${seed}\n    ${fc.stringify(counterexample).slice(0, 1500)}\n    ${String(errorInstance?.stack ?? errorInstance).slice(0, 1500)}`);
  } else passed += 1;
  if (runs >= 1000) console.log(`  ${((Date.now() - start) / 1000).toFixed(1)} s: ${name}`);
}
console.log(`properties\t${passed}\t${failed}`);
console.log(`properties: ${passed} of ${PROPERTIES.length} hold, each tried ${runs.toLocaleString("en")} times (seed ${seed})`);
process.exitCode = failed === 0 ? 0 : 1;
