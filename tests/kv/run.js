// @ts-check
// The key-value store on the real services: `node tests/kv/run.js [name …]`. Each is started and stopped here; one that is
// missing is a failure.

import { run } from "waxseal/conformance";
import { printNames } from "../conformance/print.js";

const SERVICES = ["memory", "clients", "errors", "faults", "interleavings", "owners", "epochs", "mistakes", "sqlite", "postgres", "redis-cluster", "redis-clients", "redis", "upstash", "deno", "workerd", "netlify-blobs", "unstorage", "indexeddb"];

/** These take half a minute each: by `make test-dynamodb` and `make test-owners`, and as parts of `make test-hosts`. */
const NAMED = ["dynamodb", "owners-many"];

let [passed, failed] = [0, 0];
const fail = (/** @type {string} */ what, /** @type {any} */ error) => {
  console.error(`FAILED ${what}\n    ${String(error?.stack ?? error).split("\n").slice(0, 6).join("\n    ")}`);
};

/** @param {string} group @param {{ passed: number, failed: number }} counts */
export function count(group, counts) {
  passed += counts.passed;
  failed += counts.failed;
  console.log(`${group}\t${counts.passed}\t${counts.failed}`);
}

/** @param {string} group @param {import("waxseal/conformance").Test[]} tests */
async function section(group, tests) {
  if (tests.length === 0) throw new Error(`${group} has no tests`);
  let start = performance.now();
  count(group, await run(tests, ({ name, error }) => {
    if (error !== undefined) fail(`${group}: ${name}`, error);
    else printNames([name]);
    const seconds = (performance.now() - start) / 1000;
    if (seconds > 5) console.log(`  ${seconds.toFixed(1)} s: ${name}`);
    start = performance.now();
  }));
}

/** What ran in another runtime. @param {string} group @param {{ counts: { passed: number, failed: number }, failures: { name: string, error: string }[] }} result */
function elsewhere(group, { counts, failures }) {
  if (counts.passed + counts.failed === 0) throw new Error(`${group} ran no tests`);
  for (const { name, error } of failures) fail(`${group}: ${name}`, error);
  count(group, counts);
}

/** All, those that are named, or a part: much of it is waiting, and `1/3`, `2/3` and `3/3` can be run side by side. */
const asked = process.argv.slice(2).filter((word) => word !== "--names");
const [, part, parts] = /^(\d)\/(\d)$/.exec(asked[0] ?? "") ?? [];
const isAsked = (/** @type {string} */ name, /** @type {number} */ at) =>
  part ? at % Number(parts) === Number(part) - 1 : asked.length === 0 || asked.includes(name);
for (const name of [...SERVICES.filter(isAsked), ...NAMED.filter((name) => asked.includes(name))]) {
  const start = performance.now();
  try {
    const { serve } = await import(`./services/${name}.js`);
    await serve({ section, elsewhere });
  } catch (error) {
    fail(name, error);
    count(name, { passed: 0, failed: 1 });
  }
  console.log(`  ${name}: ${((performance.now() - start) / 1000).toFixed(1)} s`);
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
