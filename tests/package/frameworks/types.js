// @ts-check
// Our declarations name no framework's types, so that they need none to compile: that they fit is the compiler's to say here.

import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { equal } from "../../conformance/check.js";

const here = (/** @type {string} */ path) => fileURLToPath(new URL(path, import.meta.url));

/** @param {any} test */
export async function types(test) {
  await test("tsc", () => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [here("../../../node_modules/typescript/bin/tsc"), "--noEmit", "--strict",
      "--target", "es2022", "--module", "nodenext", "--lib", "es2022,dom,dom.iterable", "--skipLibCheck", "--types", "", here("types.ts")], { encoding: "utf8" });
    equal(status === 0 ? "" : stdout + stderr, "", "what the compiler says");
  });
}
