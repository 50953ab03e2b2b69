// @ts-check
// tests/README.md lists every difference from Plug, and no other; every file of vectors is named there, and read by the suite.

import { readdir, readFile } from "node:fs/promises";
import { list } from "./differences.js";
import { vectors } from "./vectors.js";
import { collector, print } from "./print.js";
import { ok, recorder } from "./check.js";

const tests = new URL("../", import.meta.url);
const text = await readFile(new URL("README.md", tests), "utf8");
const section = text.split(/^## /m).find((part) => part.startsWith("Differences from Plug")) ?? "";
const rows = section.split("\n").flatMap((line) => /^\| `([a-z0-9-]+)` \|/.exec(line)?.[1] ?? []);

const { failures, report } = collector();
const { counts, group } = recorder(report);
const test = group("README.md");
for (const { id } of list)
  await test(`lists ${id}`, () => ok(rows.includes(id), `no row \`${id}\` under "Differences from Plug"`));
await test("lists nothing else", () => {
  const strangers = rows.filter((id) => !list.some((difference) => difference.id === id));
  ok(rows.length > 0 && strangers.length === 0, `not in differences.js: ${strangers}`);
});
await test("lists nothing twice", () => ok(new Set(rows).size === rows.length, rows.join()));
for (const file of await readdir(new URL("vectors/", tests))) {
  if (!file.endsWith(".json")) continue;
  await test(`names ${file}`, () => ok(text.includes(file), `${file} is not mentioned`));
  await test(`${file} is read`, () => ok(Object.hasOwn(vectors, file.slice(0, -5)), "vectors.js does not import it"));
}
process.exitCode = print(counts, failures) ? 0 : 1;
