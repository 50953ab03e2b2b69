// @ts-check
// The name that was probably meant.

/** Longer names than this are compared by their beginning. */
const LONGEST = 40;

/**
 * The nearest of the names, if one is near: up to a third of the letters may be wrong, and three at most.
 * @param {string} name @param {readonly string[]} names @returns {string | undefined}
 */
export function nearest(name, names) {
  const given = letters(name);
  let best;
  let least = Math.min(3, Math.ceil(given.length / 3)) + 1;
  for (const candidate of names) {
    const far = distance(given, letters(candidate));
    if (far < least) [best, least] = [candidate, far];
  }
  return best;
}

/**
 * The name that is the same but for its spelling, or for one letter of a long one (two of a very long one): where other names may be
 * right, a short one that is near says nothing.
 * @param {string} name @param {readonly string[]} names @returns {string | undefined}
 */
export function misspelt(name, names) {
  const given = letters(name);
  return names.find((candidate) => {
    const meant = letters(candidate);
    return distance(given, meant) <= (meant.length < 5 ? 0 : meant.length < 8 ? 1 : 2);
  });
}

/** What is left of a name when spelling does not count. @param {string} name */
function letters(name) {
  return name.slice(0, LONGEST).replace(/[^a-z0-9]/gi, "").toLowerCase();
}

/** How many letters must be put in, left out, changed, or swapped with the next one. @param {string} one @param {string} other */
function distance(one, other) {
  let row = Array.from({ length: other.length + 1 }, (_, at) => at);
  let before = row;
  for (let down = 1; down <= one.length; down += 1) {
    const next = [down];
    for (let right = 1; right <= other.length; right += 1) {
      const changed = row[right - 1] + (one[down - 1] === other[right - 1] ? 0 : 1);
      const isSwapped = one[down - 1] === other[right - 2] && one[down - 2] === other[right - 1];
      const swapped = isSwapped ? before[right - 2] + 1 : Infinity;
      next.push(Math.min(changed, swapped, row[right] + 1, next[right - 1] + 1));
    }
    [before, row] = [row, next];
  }
  return row[other.length];
}
