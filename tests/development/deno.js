// @ts-check
// The same in Deno, which is asked what it runs for where that is allowed, and nowhere else: it would ask whoever sits there.

import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { deno } from "../runtimes.js";
import { check } from "./modes.js";

const worker = fileURLToPath(new URL("worker.js", import.meta.url));

/** What Deno is allowed, NODE_ENV, and whether something is said. @type {[allowed: string[], mode: string, tells: boolean][]} */
const MODES = [[["--allow-env=NODE_ENV"], "", true], [["--allow-env=NODE_ENV"], "production", false], [[], "development", false]];

/** @param {(name: string, body: () => unknown) => Promise<void>} test */
export async function inDeno(test) {
  for (const [allowed, mode, tells] of MODES) {
    const { stdout } = await promisify(execFile)(deno, ["run", "--no-prompt", "--no-lock", ...allowed, worker], { env: { ...process.env, NODE_ENV: mode, DENO_NO_UPDATE_CHECK: "1" } });
    await check(test, `Deno, ${allowed.join() || "allowed nothing"}, NODE_ENV ${mode}`, JSON.parse(stdout), tells);
  }
}
