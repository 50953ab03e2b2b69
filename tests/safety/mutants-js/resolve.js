// @ts-check
// Has the tests find the instrumented copy as "waxseal", in threads of theirs too.

import { appendFileSync } from "node:fs";
import { registerHooks } from "node:module";
import { isMainThread } from "node:worker_threads";

const copy = new URL("../../../target/mutants-js/pkg/package.json", import.meta.url).href;

registerHooks({
  resolve: (name, context, next) => (/^waxseal(\/|$)/.test(name) ? next(name, { ...context, parentURL: copy }) : next(name, context)),
});

const { COVER } = process.env;
if (COVER && !isMainThread) {
  const stryker = /** @type {any} */ (globalThis).__stryker__ ??= {};
  stryker.currentTestId = "all";
  // What a thread reached, for try.js.
  process.once("exit", () => appendFileSync(`${COVER}.threads`, `${JSON.stringify(stryker.mutantCoverage?.perTest.all ?? {})}\n`));
}
