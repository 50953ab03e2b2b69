// @ts-check
// What lives and is known to, each with its reason: the rows of a page, a mutant a row.

import { readFileSync } from "node:fs";

/** @param {string} page of tests/safety @returns {string[]} the file and the mutant of each row */
export function listed(page) {
  const rows = readFileSync(new URL(`../${page}`, import.meta.url), "utf8").matchAll(/^\| `((?:src|pkg)\/\S+)` \| `(.*?)` \| .+ \|$/gm);
  return [...rows].map(([, file, mutant]) => `${file} ${mutant.replaceAll("\\|", "|")}`);
}

/** What `left` has more of than `right`. @param {string[]} left @param {string[]} right */
export function beyond(left, right) {
  const rest = [...right];
  return left.filter((one) => {
    const at = rest.indexOf(one);
    if (at >= 0) rest.splice(at, 1);
    return at < 0;
  });
}
