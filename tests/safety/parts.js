// @ts-check
// The parts of `make safety`, in the order of SECURITY.md's table. A part is a command that is run at the repository's root, ends with 0 if what
// it tries holds, and prints `name: figure` as its last line. With FULL=1 in its environment it may take hours.

import { fileURLToPath } from "node:url";

/**
 * `one`: whether it takes one processor, and measures nothing that what runs beside it would change; `what`: its row in SECURITY.md.
 * @typedef {{ name: string, one?: boolean, what: string, command: string[] }} Part
 */

const node = (/** @type {string} */ file, /** @type {string[]} */ ...words) => [process.execPath, fileURLToPath(new URL(`../${file}`, import.meta.url)), ...words];

/** @type {Part[]} */
export const PARTS = [
  {
    name: "rows",
    one: true,
    what: "What went wrong elsewhere, and in the standards (`tests/safety.json`): each row has a test that passes, or says why it has none",
    command: node("safety/rows.js"),
  },
  {
    name: "properties",
    one: true,
    what: "Properties of the public API, with values, options, requests, responses, serializers, stores, adapters and logs that lie or fail",
    command: node("safety/properties/run.js", "10000"),
  },
  {
    name: "wycheproof",
    one: true,
    what: "Project Wycheproof's vectors of HMAC, PBKDF2, XChaCha20-Poly1305 and AES-GCM, natively and on the module in each runtime",
    command: node("wycheproof/run.js", "all"),
  },
  {
    name: "model",
    one: true,
    what: "Three requests of one session at once, log-outs everywhere and requests through an edge among them, their storage steps in random order, one in ten of which goes wrong, against what must hold",
    command: node("safety/model.js", "100000"),
  },
  {
    name: "load",
    what: "Traffic of 1,000 visitors over 32 connections, a tenth of it forged: on Node by cookie, SQLite and Redis, in workerd by cookie",
    command: node("safety/load/run.js", "load", process.env.FULL ? "1000000" : "20000", "Node", "workerd, cookie"),
  },
  {
    name: "objects",
    what: "The same traffic on Durable Objects in workerd",
    command: node("safety/load/run.js", "objects", process.env.FULL ? "1000000" : "20000", "workerd, Durable Object"),
  },
  {
    name: "kills",
    what: "Redis, PostgreSQL and processes that write to SQLite killed with SIGKILL while sessions are written, and started again",
    command: node("safety/kills/run.js", process.env.FULL ? "35" : "5"),
  },
  {
    name: "supply",
    one: true,
    what: "What the package is made of: crates, licences, registries, npm's dependencies; the SBOM; a release out of a tree with changes",
    command: node("safety/supply/run.js"),
  },
  {
    name: "walks",
    one: true,
    what: "A browser's walks through an edge to an app, log-ins and log-outs on both sides, against a model",
    command: node("walk/run.js", process.env.FULL ? "10000" : "2000"),
  },
  {
    name: "fuzz",
    what: "libFuzzer over what reads a request, a record, an option or a response (`fuzz/`)",
    command: node("safety/fuzz.js"),
  },
  {
    name: "constant",
    // With FULL=1 it measures time.
    one: !process.env.FULL,
    what: "Codes, tags, keys, session ids and CSRF tokens that are wrong at each byte, counted: instructions natively, an engine's fuel in the module",
    command: node("safety/constant.js"),
  },
  {
    name: "mutants",
    what: "The crate's code but for its border to JavaScript, changed one place at a time: a native test must see it (`tests/safety/mutants.md`)",
    command: node("safety/mutants/run.js"),
  },
  {
    name: "mutants-js",
    what: "The package's JavaScript, changed one place at a time by Stryker: a test must see it (`tests/safety/mutants-js.md`)",
    command: node("safety/mutants-js/run.js"),
  },
];
