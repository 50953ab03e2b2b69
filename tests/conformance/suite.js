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
 * @param {any} waxseal everything that `waxseal` exports, with `waxseal/crypto` as `crypto`, `waxseal/phoenix` as `phoenix` and `waxseal/term` as `term`
 * @param {Record<string, any>} vectors the files of tests/vectors, parsed, by group
 * @param {(event: { group: string, name: string, error?: unknown }) => void} report is told of every test
 * @returns {Promise<Record<string, { passed: number, failed: number }>>} counts by group
 */
export async function suite(waxseal, vectors, report) {
  const names = new Set();
  const { counts, group } = recorder((event) => (names.add(event.name), report(event)));
  const differences = new Differences();
  const { external_term, cookie_store } = vectors;

  for (const [name, run] of Object.entries(GROUPS)) {
    const { cases, count } = vectors[name];
    await group(name)("all of the file's cases are here", () =>
      ok(cases.length === count && count > 0, `${cases.length} of ${count}`),
    );
    await run(group(name), waxseal, cases, differences);
  }
  await keptBytes(group("kept bytes"), waxseal, external_term.cases, differences);
  await tamper(group("tampering"), waxseal, cookie_store.cases);
  await hostile(group("hostile input"), waxseal, vectors);
  for (const [name, run] of Object.entries(api)) await run(group(`api: ${name}`), waxseal);
  await differences.check(group("differences"), ok, names);
  return counts;
}
