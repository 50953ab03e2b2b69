// @ts-check
// Whether SECURITY.md's table is the one that the figures give: nobody typed it. `table.js write` makes it, as after a merge.

import { figures, pages, writePage } from "./figures.js";

if (process.argv[2] === "write") await writePage();

const { page, made } = await pages();
const broken = (await figures()).filter(({ holds }) => !holds);
for (const { name, figure } of broken) console.error(`FAILED ${name}: ${figure}`);
if (page !== made) console.error("FAILED SECURITY.md: its table is not the one of tests/safety/figures; `make safety` writes it");
const failed = broken.length + (page === made ? 0 : 1);
console.log(`the table of SECURITY.md\t${(await figures()).length + 1 - failed}\t${failed}`);
process.exitCode = failed === 0 ? 0 : 1;
