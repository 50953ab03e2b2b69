// @ts-check
// Has the tests find the instrumented copy as "waxseal".

import { registerHooks } from "node:module";

const copy = new URL("../../../target/mutants-js/pkg/package.json", import.meta.url).href;

registerHooks({
  resolve: (name, context, next) => (/^waxseal(\/|$)/.test(name) ? next(name, { ...context, parentURL: copy }) : next(name, context)),
});
