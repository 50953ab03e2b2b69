// @ts-check
// Which crate functions come from, by their names.

/** @typedef {import("./functions.js").Weighed} Weighed */

/** Functions by crate, ours by module, the largest first. @param {Weighed[]} functions @returns {Weighed[]} */
export function byCrate(functions) {
  /** @type {Map<string, Weighed>} */
  const crates = new Map();
  for (const [name, raw, alone] of functions) {
    const crate = crateOf(name);
    const row = crates.get(crate) ?? [crate, 0, 0];
    row[1] += raw;
    row[2] += alone;
    crates.set(crate, row);
  }
  return [...crates.values()].sort((left, right) => right[1] - left[1]);
}

/** @param {string} name a function's, as rustc has it */
function crateOf(name) {
  // A module's name is followed by something that is in it.
  const ours = /waxseal(?:::[a-z_0-9]+(?=::)){1,2}/.exec(name);
  if (ours) return ours[0];
  if (!name.includes("::")) return "the border's exports";
  return /^[<&[(]*(?:dyn |mut )?(\w+)/.exec(name)?.[1] ?? name;
}
