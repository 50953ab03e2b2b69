// @ts-check
// The tests that mutants are tried on, by group, each of which runs without the others, without a service and in seconds. What a group
// needs is loaded as it runs, so that what it reaches in loading is its own.

import { Differences } from "../../conformance/differences.js";
import { groups } from "../../conformance/suite.js";
import { vectors } from "../../conformance/vectors.js";

/** A group is told how to run a test. @typedef {(test: (name: string, body: () => unknown) => Promise<void>) => Promise<void>} Group */

/** @param {string[]} names @param {(name: string) => Group} of @returns {[string, Group][]} */
const each = (names, of) => names.map((name) => [name, of(name)]);

/** Of the conformance suite. */
const conformance = each(Object.keys(groups({}, vectors, new Differences())), (name) => async (test) => {
  const [waxseal, crypto, phoenix, term] = await Promise.all([import("waxseal"), import("waxseal/crypto"), import("waxseal/phoenix"), import("waxseal/term")]);
  await groups({ ...waxseal, crypto, phoenix, term }, vectors, new Differences())[name](test);
});

/** Of tests/kv, in this process's memory. */
const stores = each(["memory", "clients", "faults", "owners", "epochs", "interleavings"], (name) => async (test) => {
  const { serve } = await import(`../../kv/services/${name}.js`);
  await serve({
    async section(/** @type {string} */ group, /** @type {import("waxseal/conformance").Test[]} */ tests) {
      for (const { name, run } of tests) await test(`${group}: ${name}`, run);
    },
  });
});

/** @type {Group} */
const sqlite = async (test) => {
  const [{ sqliteSuites }, { DatabaseSync }] = await Promise.all([import("../../kv/sqlite/suites.js"), import("node:sqlite")]);
  const closed = new DatabaseSync(":memory:");
  closed.close();
  for (const [suite, tests] of Object.entries(sqliteSuites(new DatabaseSync(":memory:"), closed))) for (const { name, run } of tests) await test(`${suite}: ${name}`, run);
};

/** Of tests/package/frameworks, those that serve from this process, by file. @type {Record<string, string>} */
const FRAMEWORKS = { hono: "hono", node: "node", "like-node": "likeNode", fastify: "fastify", koa: "koa", h3: "h3", elysia: "elysia", csrf: "csrf", "react-router": "reactRouter" };
const frameworks = each(Object.keys(FRAMEWORKS), (file) => async (test) => (await import(`../../package/frameworks/${file}.js`))[FRAMEWORKS[file]](test));

/** Their walks, by a driver's file. @type {Record<string, string>} */
const DRIVERS = { hono: "hono", express: "express5", bare: "http", fastify: "fastify_5", koa: "koa3", h3: "h3", elysia: "elysia" };
const walks = each(Object.keys(DRIVERS), (file) => async (test) => {
  const { [DRIVERS[file]]: driver } = await import(`../../package/frameworks/walk/drivers/${file}.js`);
  await (await import("../../package/frameworks/walk/walk.js")).walk(driver, () => test);
});

const named = (/** @type {string} */ kind, /** @type {[string, Group][]} */ groups) => groups.map(([name, group]) => [`${kind}: ${name}`, group]);

/** @type {Record<string, Group>} */
export const TESTS = Object.fromEntries([...named("conformance", conformance), ...named("stores", [...stores, ["sqlite", sqlite]]), ...named("frameworks", frameworks), ...named("walks", walks)]);
