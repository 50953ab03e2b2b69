// @ts-check
// The outcomes as docs/frameworks.md has them: a row a step, a column a framework; a cell that differs has a note that says why.

import { readFile, writeFile } from "node:fs/promises";
import { equal } from "../../../conformance/check.js";
import { STEPS } from "./steps.js";

const PAGE = new URL("../../../../docs/frameworks.md", import.meta.url);
const BETWEEN = /(<!-- outcomes -->\n).*(<!-- \/outcomes -->)/s;

/** What came of a driver's walk. @typedef {{ driver: import("./spec.js").Driver, cells: Record<string, string> }} Column */

/** @param {Column[]} columns */
function tableOf(columns) {
  /** @type {string[]} */
  const notes = [];
  const cellOf = (/** @type {Column} */ { driver: { differs = {} }, cells }, /** @type {string} */ step) => {
    const cell = cells[step] ?? "failed";
    const own = differs[step];
    if (!own || cell === "–") return cell;
    const note = `${step}, \`${cell}\`: ${own.why}`;
    if (!notes.includes(note)) notes.push(note);
    return `(${notes.indexOf(note) + 1})`;
  };
  const rows = STEPS.map((step) => [
    `${step.name}${step.store ? ` (${step.store})` : ""}`, `\`${step.outcome}\``, ...columns.map((column) => cellOf(column, step.name)),
  ]);
  const lines = [["step", "outcome", ...columns.map(({ driver }) => driver.name)], ["---", "---", ...columns.map(() => "---")], ...rows];
  const numbered = notes.map((note, at) => `${at + 1}. ${note}\n`).join("");
  return `${lines.map((cells) => `| ${cells.join(" | ")} |\n`).join("")}${numbered && `\n${numbered}`}`;
}

/** Compares it with the page, or writes it there. @param {Column[]} columns @param {any} test */
export async function table(columns, test) {
  const page = await readFile(PAGE, "utf8");
  const wanted = page.replace(BETWEEN, (_, start, end) => `${start}${tableOf(columns)}${end}`);
  if (process.argv.includes("--write")) await writeFile(PAGE, wanted);
  await test("docs/frameworks.md has the outcomes", () => equal(process.argv.includes("--write") ? wanted : page, wanted, "the page (--write writes it)"));
}
