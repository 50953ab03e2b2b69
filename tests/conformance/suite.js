// @ts-check
// The conformance suite: one function, for every runtime, with nothing of a runtime's own in it.

import { Differences } from "./differences.js";
import { api } from "./api.js";
import { cookieStore } from "./cookie-store.js";
import { cookiesParse } from "./cookies-parse.js";
import { externalTerm } from "./external-term.js";
import { hostile } from "./hostile.js";
import { keptBytes } from "./kept-bytes.js";
import { keyGenerator } from "./key-generator.js";
import { messageEncryptor } from "./message-encryptor.js";
import { messageVerifier } from "./message-verifier.js";
import { csrf } from "./phoenix-csrf.js";
import { flash } from "./phoenix-flash.js";
import { phxGenAuth } from "./phoenix-auth.js";
import { token } from "./phoenix-token.js";
import { ok, recorder } from "./check.js";
import { sessionFlow } from "./session-flow.js";
import { tamper } from "./tamper.js";

/** The groups of the vectors. @type {Record<string, (test: any, waxseal: any, cases: any[], differences: Differences) => Promise<void>>} */
const GROUPS = {
  key_generator: keyGenerator,
  message_verifier: messageVerifier,
  message_encryptor: messageEncryptor,
  external_term: externalTerm,
  cookie_store: cookieStore,
  session_flow: sessionFlow,
  cookies_parse: cookiesParse,
  token,
  csrf,
  flash,
  session_phx_gen_auth: phxGenAuth,
};

/**
 * The groups by their names, in order. Each can be run without the others, as `make mutants-js` does.
 * @param {any} waxseal everything that `waxseal` exports, with `waxseal/crypto` as `crypto`, `waxseal/phoenix` as `phoenix` and `waxseal/term` as `term`
 * @param {Record<string, any>} vectors the files of tests/vectors, parsed, by group @param {Differences} differences
 * @returns {Record<string, (test: any) => Promise<void>>}
 */
export function groups(waxseal, vectors, differences) {
  const { external_term, cookie_store } = vectors;
  const ofVectors = Object.entries(GROUPS).map(([name, run]) => [name, async (/** @type {any} */ test) => {
    const { cases, count } = vectors[name];
    await test("all of the file's cases are here", () => ok(cases.length === count && count > 0, `${cases.length} of ${count}`));
    await run(test, waxseal, cases, differences);
  }]);
  return {
    ...Object.fromEntries(ofVectors),
    "kept bytes": (test) => keptBytes(test, waxseal, external_term.cases, differences),
    tampering: (test) => tamper(test, waxseal, cookie_store.cases),
    "hostile input": (test) => hostile(test, waxseal, vectors),
    ...Object.fromEntries(Object.entries(api).map(([name, run]) => [`api: ${name}`, (/** @type {any} */ test) => run(test, waxseal)])),
  };
}

/**
 * @param {any} waxseal @param {Record<string, any>} vectors as those of `groups`
 * @param {(event: { group: string, name: string, error?: unknown }) => void} report is told of every test
 * @returns {Promise<Record<string, { passed: number, failed: number }>>} counts by group
 */
export async function suite(waxseal, vectors, report) {
  const names = new Set();
  const { counts, group } = recorder((event) => (names.add(event.name), report(event)));
  const differences = new Differences();
  for (const [name, run] of Object.entries(groups(waxseal, vectors, differences))) await run(group(name));
  await differences.check(group("differences"), ok, names);
  return counts;
}
