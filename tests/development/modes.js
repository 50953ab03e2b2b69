// @ts-check
// What is said in development alone: of what was changed in place and never put, and so is lost. In production nothing.

import { Worker } from "node:worker_threads";
import { equal } from "../conformance/check.js";

const ONCE = "(told once, and in development only)";
const lost = (/** @type {string} */ name) => `waxseal: what session.get(${name}) gave was changed, and is lost: session.put(${name}, value) keeps it ${ONCE}`;
const own = (/** @type {string} */ name, quoted = `"${name}"`) => `waxseal: session.${name} was set on the session itself, which keeps nothing: session.put(${quoted}, value) ${ONCE}`;

/** By the cases of `worker.js`; of the last one how often. @type {Record<string, string[]>} */
const SAID = {
  "nothing is changed": [],
  "a list is changed in place": [lost('"list"')],
  "within an object": [lost('"cart"')],
  "a name with quotes": [lost('"a \\"name\\""')],
  "what is no term any more": [lost('"list"')],
  "and put": [],
  "and deleted": [],
  "and then dropped": [],
  "and then ignored": [],
  "and then renewed": [lost('"list"')],
  "what was put, and read again": [lost('"new"')],
  "what was put after it was read": [],
  "set on the session": [own("user")],
  "set on the session, which is dropped": [],
  "set on an empty session": [own('"', '"\\""')],
  "a serializer's values, read alone": [lost('"list"')],
  "a serializer's values, with another written": [],
  "a serializer's value that is no term": [],
  "after a hundred texts": [lost('"list"')],
  "after a hundred texts of a serializer's": [lost('"list"')],
  "the same once more": [lost('"list"'), lost('"list"')],
};

/** What Node runs for, by NODE_ENV, and whether something is said. @type {[mode: string | undefined, tells: boolean][]} */
const MODES = [[undefined, true], ["development", true], ["test", true], ["", true], ["production", false]];

/** @param {(name: string, body: () => unknown) => Promise<void>} test */
export async function modes(test) {
  for (const [mode, tells] of MODES) {
    const { NODE_ENV, ...env } = process.env;
    /** @type {[name: string, said: string[]][]} */
    const all = await new Promise((resolve, reject) => {
      const worker = new Worker(new URL("worker.js", import.meta.url), { env: mode === undefined ? env : { ...env, NODE_ENV: mode } });
      worker.once("message", (told) => worker.once("exit", () => resolve(told)));
      worker.once("error", reject);
    });
    await check(test, `NODE_ENV ${mode}`, all, tells);
  }
}

/**
 * @param {(name: string, body: () => unknown) => Promise<void>} test @param {string} where
 * @param {[name: string, said: string[]][]} all what was said, by case @param {boolean} tells whether something is to be said
 */
export async function check(test, where, all, tells) {
  for (const [name, said] of all) {
    const expected = name in SAID ? SAID[name] : said;
    await test(`${where}: ${name}`, () => equal(said.join("\n"), tells ? expected.join("\n") : "", "what is said"));
  }
  await test(`${where}: how much is said at all`, () => equal(all.flatMap(([, said]) => said).length, tells ? 100 : 0, "warnings"));
}
