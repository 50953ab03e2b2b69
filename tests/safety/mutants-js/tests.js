// @ts-check
// The tests that mutants are tried on, by group, each of which runs without the others and in seconds. What a group
// needs is loaded as it runs, so that what it reaches in loading is its own.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Differences } from "../../conformance/differences.js";
import { groups } from "../../conformance/suite.js";
import { VERSIONS, inVersion } from "../../package/frameworks/sveltekit.js";
import { vectors } from "../../conformance/vectors.js";

/** A group is told how to run a test. @typedef {(test: (name: string, body: () => unknown) => Promise<void>) => Promise<void>} Group */

/** @param {string[]} names @param {(name: string) => Group} of @returns {[string, Group][]} */
const each = (names, of) => names.map((name) => [name, of(name)]);

/** Of the conformance suite. */
const conformance = each(Object.keys(groups({}, vectors, new Differences())), (name) => async (test) => {
  const [waxseal, crypto, phoenix, term] = await Promise.all([import("waxseal"), import("waxseal/crypto"), import("waxseal/phoenix"), import("waxseal/term")]);
  await groups({ ...waxseal, crypto, phoenix, term }, vectors, new Differences())[name](test);
});

/** Of tests/kv. What is the adapter's own: applications are for memory. @param {string} name @param {(group: string, name: string) => boolean} takes @returns {Group} */
const service = (name, takes) => async (test) => {
  const { serve } = await import(`../../kv/services/${name}.js`);
  await serve({
    async section(/** @type {string} */ group, /** @type {import("waxseal/conformance").Test[]} */ tests) {
      for (const { name, run } of tests) if (takes(group, name)) await test(`${group}: ${name}`, run);
    },
    elsewhere() {},
  });
};
const stores = each(["memory", "clients", "errors", "faults", "owners", "epochs", "interleavings"], (name) => service(name, () => true));
/** Their services start in a second. Many at once take as long as all the rest, and see nothing more of an adapter. */
const services = each(["unstorage", "netlify-blobs", "redis", "redis-clients", "redis-cluster", "upstash", "postgres", "dynamodb"], (name) => service(name, (group, test) => !/: (application|restart|away)$/.test(group) && !test.includes("at once lose none")));

/** @type {Group} */
const sqlite = async (test) => {
  const [{ CLIENTS, closings, options, refused }, { sqliteSuites }] = await Promise.all([import("../../kv/services/sqlite.js"), import("../../kv/sqlite/suites.js")]);
  const folder = mkdtempSync(join(tmpdir(), "waxseal-sqlite-"));
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  const run = async (/** @type {string} */ suite, /** @type {import("waxseal/conformance").Test[]} */ tests) => {
    for (const { name, run } of tests) await test(`${suite}: ${name}`, run);
  };
  for (const [at, open] of Object.values(CLIENTS).entries()) {
    const [database, closed] = ["", "-closed"].map((name) => open(join(folder, `${at}${name}`)));
    closed.close();
    const { adapter, application } = sqliteSuites(database, closed);
    await run("adapter", adapter);
    if (at === 0) await run("application", application);
  }
  await run("clients' options", options(folder));
  await run("refused", refused(folder));
  await run("closed", closings(folder));
};

/** Of tests/package/frameworks, those that serve from this process, by file. @type {Record<string, string>} */
const FRAMEWORKS = { hono: "hono", node: "node", "like-node": "likeNode", fastify: "fastify", koa: "koa", h3: "h3", elysia: "elysia", csrf: "csrf", "react-router": "reactRouter", "tanstack-start": "tanStackStart", astro: "astro", texts: "texts", "kit-hooks": "kitHooks" };
/** Processes that find the package itself, and not the copy. */
const ELSEWHERE = ["astro dev", "Nitro 3, as it is built for Node"];
const frameworks = each(Object.keys(FRAMEWORKS), (file) => async (test) => {
  const own = (/** @type {string} */ name, /** @type {() => unknown} */ body) => (ELSEWHERE.includes(name) ? Promise.resolve() : test(name, body));
  await (await import(`../../package/frameworks/${file}.js`))[FRAMEWORKS[file]](own);
});

/** In apps that were built before (`built.js`). */
const kits = each(VERSIONS, (name) => async (test) => inVersion(test, name, JSON.parse(process.env.SVELTEKIT_BUILT ?? "{}")[name]));

/** Their walks, by a driver's file. @type {Record<string, string>} */
const DRIVERS = { hono: "hono", express: "express5", bare: "http", fastify: "fastify_5", koa: "koa3", h3: "h3", elysia: "elysia", astro: "astro" };
const walks = each(Object.keys(DRIVERS), (file) => async (test) => {
  const { [DRIVERS[file]]: driver } = await import(`../../package/frameworks/walk/drivers/${file}.js`);
  await (await import("../../package/frameworks/walk/walk.js")).walk(driver, () => test);
});

/** In threads of its own. @type {Group} */
const development = async (test) => (await import("../../development/modes.js")).modes(test);

/** Of tests/faults: traps, and the instance that comes after one. @type {Group} */
const traps = async (test) => {
  const [waxseal, crypto, term, { initSync }, { traps }] = await Promise.all([import("waxseal"), import("waxseal/crypto"), import("waxseal/term"), import("waxseal/wasm/waxseal"), import("../../faults/trap.js")]);
  await traps(test, { ...waxseal, crypto, term }, () => initSync().memory);
};

/** Properties, each tried a few times, and each time the same. @type {Group} */
const properties = async (test) => {
  const [{ default: fc }, ...parts] = await Promise.all([import("fast-check"), ...["crypto", "lies", "options", "requests", "values"].map((file) => import(`../properties/${file}.js`))]);
  // A promise of the generator's that rejects, and that nobody was given.
  const silent = () => {};
  process.on("unhandledRejection", silent);
  for (const [name, property] of parts.flatMap((part) => Object.values(part).find(Array.isArray))) {
    await test(name, async () => {
      const result = await fc.check(property(), { numRuns: 60, seed: 1, endOnFailure: true });
      if (result.failed) throw result.errorInstance;
    });
  }
  process.off("unhandledRejection", silent);
};

const named = (/** @type {string} */ kind, /** @type {[string, Group][]} */ groups) => groups.map(([name, group]) => [`${kind}: ${name}`, group]);

/** @type {Record<string, Group>} */
export const TESTS = Object.fromEntries([...named("conformance", conformance), ...named("stores", [...stores, ...services, ["sqlite", sqlite]]), ...named("frameworks", [...frameworks, ...kits]), ...named("walks", walks), ["development", development], ["traps", traps], ["properties", properties]]);
