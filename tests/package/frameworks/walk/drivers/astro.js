// @ts-check
// Astro, as it is built for Node.

import { execFile } from "node:child_process";
import { rmSync } from "node:fs";
import { cp, mkdtemp } from "node:fs/promises";
import { createServer } from "node:http";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { responseOf } from "./bodies.js";
import { listening } from "./parts.js";

const here = (/** @type {string} */ path) => fileURLToPath(new URL(path, import.meta.url));

/** @type {Promise<string> | undefined} */
let building;

/** The folder of the app, built once; or where it was built before. */
export const built = () => (building ??= process.env.ASTRO_BUILT ? Promise.resolve(process.env.ASTRO_BUILT) : build());

async function build() {
  // Where Astro is found.
  const folder = await mkdtemp(here("../../../tmp-astro-"));
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  await cp(here("../../astro"), folder, { recursive: true });
  const env = { ...process.env, ASTRO_TELEMETRY_DISABLED: "1" };
  await promisify(execFile)(process.execPath, [here("../../../node_modules/astro/bin/astro.mjs"), "build"], { cwd: folder, env });
  return folder;
}

/** @type {import("../spec.js").Driver} */
export const astro = {
  name: "Astro 7",
  async start(spec) {
    const folder = await built();
    const { handler } = await import(pathToFileURL(join(folder, "dist/server/entry.mjs")).href);
    /** @type {any} */ (globalThis).walked = { ...spec, responseOf };
    return listening(createServer((req, res) => handler(req, res)), { has: { proxies: true } });
  },
};
