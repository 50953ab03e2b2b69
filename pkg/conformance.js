// @ts-check
// Contract suites for adapters and stores, one's own among them. Plain lists of named tests, for any test runner and runtime.

export { adapterSuite } from "./conformance/adapter.js";
export { storeSuite } from "./conformance/store.js";

/** @typedef {{ name: string, run: () => Promise<void> }} Test */

/**
 * Runs tests one after the other, for who has no test runner at hand.
 * @param {readonly Test[]} tests @param {(result: { name: string, error?: unknown }) => void} [report]
 * @returns {Promise<{ passed: number, failed: number }>}
 */
export async function run(tests, report = () => {}) {
  const counts = { passed: 0, failed: 0 };
  for (const { name, run: body } of tests) {
    try {
      await body();
      counts.passed += 1;
      report({ name });
    } catch (error) {
      counts.failed += 1;
      report({ name, error });
    }
  }
  return counts;
}
