// @ts-check
// What the parts came to: `figures/NAME.json`, and the table of SECURITY.md that is made of them.

import { mkdir, readFile, readdir, writeFile } from "node:fs/promises";
import { PARTS } from "./parts.js";

/** @typedef {{ name: string, figure: string, holds: boolean, seconds: number, full: boolean, on: string }} Figure */

const FOLDER = new URL("figures/", import.meta.url);
const PAGE = new URL("../../SECURITY.md", import.meta.url);
const [BEGIN, END] = ["<!-- made by `make safety` -->", "<!-- end -->"];

/** @param {Figure} figure */
export async function keep(figure) {
  await mkdir(FOLDER, { recursive: true });
  await writeFile(new URL(`${figure.name}.json`, FOLDER), `${JSON.stringify(figure, null, 2)}\n`);
}

/** @returns {Promise<Figure[]>} in the order of the parts */
export async function figures() {
  const names = (await readdir(FOLDER)).filter((file) => file.endsWith(".json")).map((file) => file.slice(0, -".json".length));
  const known = PARTS.map(({ name }) => name);
  const stranger = names.find((name) => !known.includes(name));
  if (stranger) throw new Error(`tests/safety/figures/${stranger}.json is of no part of make safety`);
  return Promise.all(known.filter((name) => names.includes(name)).map(async (name) => JSON.parse(await readFile(new URL(`${name}.json`, FOLDER), "utf8"))));
}

/** SECURITY.md, and the same with the table that the figures give. */
export async function pages() {
  const page = await readFile(PAGE, "utf8");
  const [before, rest] = page.split(BEGIN);
  const after = rest?.split(END)[1];
  if (after === undefined) throw new Error(`SECURITY.md lacks ${BEGIN} … ${END}`);
  const rows = (await figures()).map(({ name, figure, holds, seconds, full, on }) => {
    const what = PARTS.find((part) => part.name === name)?.what;
    return `| ${what} | ${holds ? "" : "**does not hold:** "}${figure} | \`make safety PARTS=${name}${full ? " FULL=1" : ""}\`, ${seconds} s, ${on} |`;
  });
  const table = ["| what was tried | what came of it | by |", "|---|---|---|", ...rows].join("\n");
  return { page, made: `${before}${BEGIN}\n${table}\n${END}${after}` };
}

export async function writePage() {
  await writeFile(PAGE, (await pages()).made);
}
