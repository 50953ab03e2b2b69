#!/usr/bin/env node
// @ts-check
// `npx waxseal`: which of the commands, and the code it ends with.
import process from "node:process";
import { createRequire } from "node:module";
import { WaxsealError } from "waxseal";
import { HELP } from "./help.js";
import { keys } from "./keys.js";
import { newSecret } from "./new_secret.js";
import { open } from "./open.js";
import { parsed, UsageError } from "./options.js";
import { complain, print } from "./print.js";

/** @type {Record<string, (words: string[], options: import("./options.js").Options) => number | Promise<number>>} */
const COMMANDS = { open, keys, secret: newSecret };

/** @param {string[]} args @returns {Promise<number>} 0: done; 1: it does not open; 2: asked wrongly */
async function run(args) {
  const { words: [name, ...words], options } = parsed(args);
  if (options.version) return print(createRequire(import.meta.url)("../package.json").version);
  if (name === undefined && !options.help) return complain(HELP.all, 2);
  if (name !== undefined && !Object.hasOwn(COMMANDS, name)) throw new UsageError("no such command: there are open, keys and secret (waxseal --help)");
  if (options.help) return print(HELP[/** @type {keyof typeof HELP} */ (name ?? "all")]);
  return COMMANDS[name](words, options);
}

// Who reads may have enough: `| head`.
for (const stream of [process.stdout, process.stderr]) stream.on("error", ({ code }) => process.exit(code === "EPIPE" ? 0 : 2));
try {
  process.exitCode = await run(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof UsageError || error instanceof WaxsealError)) throw error;
  process.exitCode = complain(`waxseal: ${error.message}`, 2);
}
