// @ts-check
// What a runner prints: every failure, then one line a group (name, passed, failed, between tabs). tests/run.js reads those.

/** @typedef {Record<string, { passed: number, failed: number }>} Counts */

/** Collects what the suite reports. */
export function collector() {
  /** @type {string[]} */
  const failures = [];
  /** @type {string[]} */
  const names = [];
  /** @param {{ group: string, name: string, error?: any }} event */
  const report = ({ group, name, error }) => {
    if (error === undefined) names.push(name);
    if (error !== undefined)
      failures.push(`${group} › ${name}\n    ${error?.stack?.split("\n").slice(0, 4).join("\n    ") ?? error}`);
  };
  return { failures, names, report };
}

/** What passed, by its name, if it is asked for: `tests/safety.json` names tests. @param {string[]} names */
export function printNames(names) {
  if (process.argv.includes("--names")) for (const name of new Set(names)) console.log(`ok\t${name}`);
}

/** @param {Counts} counts @param {string[]} failures @returns {boolean} whether all passed */
export function print(counts, failures) {
  for (const failure of failures) console.error(`FAILED ${failure}`);
  for (const [group, { passed, failed }] of Object.entries(counts)) console.log(`${group}\t${passed}\t${failed}`);
  return failures.length === 0 && Object.values(counts).some(({ passed }) => passed > 0);
}
