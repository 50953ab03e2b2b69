// @ts-check
// Apps of frameworks that have to be built, once for all mutants: `waxseal` is no part of them, so that each process loads the copy.

import { rmSync } from "node:fs";
import { built } from "../../package/frameworks/walk/drivers/astro.js";
import { VERSIONS, build } from "../../package/frameworks/sveltekit.js";

/** Where they are, for the tests' environment. @returns {Promise<Record<string, string>>} */
export async function apps() {
  /** @type {Record<string, string>} */
  const kits = {};
  process.once("exit", () => Object.values(kits).forEach((folder) => rmSync(folder, { recursive: true, force: true })));
  for (const name of VERSIONS) kits[name] = await build(name, ["waxseal", "waxseal/sveltekit"]);
  return { ASTRO_BUILT: await built(), SVELTEKIT_BUILT: JSON.stringify(kits) };
}
