// @ts-check
// Deno's embedded KV, in Deno.

import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const deno = fileURLToPath(new URL("../../../node_modules/.bin/deno", import.meta.url));
const main = fileURLToPath(new URL("../deno/main.js", import.meta.url));

/** @param {import("./types.d.ts").Runner} runner */
export async function serve({ elsewhere }) {
  const folder = await mkdtemp(join(tmpdir(), "waxseal-deno-"));
  try {
    const words = ["run", "--no-lock", "--no-remote", "--node-modules-dir=manual", "--unstable-kv", "--allow-read", "--allow-write", "--allow-env", main, join(folder, "kv")];
    const { stdout } = await promisify(execFile)(deno, words, { env: { ...process.env, DENO_NO_UPDATE_CHECK: "1", NO_COLOR: "1" } });
    for (const [group, result] of Object.entries(JSON.parse(stdout))) elsewhere(`Deno KV: ${group}`, result);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
