// @ts-check
// The walk through tests/package/frameworks/walk with a host's app, and what came of it as docs/frameworks.md has it.

import { readFile, writeFile } from "node:fs/promises";
import { equal, ok } from "../conformance/check.js";
import { STEPS } from "../package/frameworks/walk/steps.js";
import { walk } from "../package/frameworks/walk/walk.js";

const PAGE = new URL("../../docs/frameworks.md", import.meta.url);

/** @param {import("../package/frameworks/walk/spec.js").Driver} driver */
export async function walked(driver) {
  /** @type {string[]} */
  const wrong = [];
  const group = () => async (/** @type {string} */ name, /** @type {() => unknown} */ body) => {
    try {
      await body();
    } catch (error) {
      wrong.push(`${name}: ${/** @type {Error} */ (error).message}`);
    }
  };
  const cells = await walk(driver, group);
  equal(wrong.join("\n"), "", "the walk");

  const differs = Object.entries(driver.differs ?? {}).map(([step, { outcome, why }]) => `; ${step}, \`${outcome}\`: ${why}`);
  const same = STEPS.filter(({ name }) => cells[name] === "✓").length;
  const none = STEPS.filter(({ name }) => cells[name] === "–").map(({ name }) => name);
  const text = `${driver.name}: ${same} of ${STEPS.length} as in the table${differs.join("")}; not there: ${none.join(", ")}.`;
  const between = new RegExp(`(<!-- walked: ${driver.name} -->).*?(<!-- /walked -->)`);
  const page = await readFile(PAGE, "utf8");
  ok(between.test(page), `docs/frameworks.md has no place for ${driver.name}`);
  const wanted = page.replace(between, (_, start, end) => `${start}${text}${end}`);
  if (process.argv.includes("--write")) await writeFile(PAGE, wanted);
  else equal(page, wanted, "docs/frameworks.md (--write writes it)");
}
