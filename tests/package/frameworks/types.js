// @ts-check
// That our declarations fit the frameworks' is the compiler's to say. Ours name Hono's, h3's, Elysia's, Fastify's and Koa's, which stand in another folder
// here than the package.

import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { equal } from "../../conformance/check.js";

const here = (/** @type {string} */ path) => fileURLToPath(new URL(path, import.meta.url));

/** @param {any} test */
export async function types(test) {
  await test("tsc", () => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [here("../../../node_modules/typescript/bin/tsc"), "-p", here("tsconfig.json")], { encoding: "utf8" });
    equal(status === 0 ? "" : stdout + stderr, "", "what the compiler says");
  });
}
