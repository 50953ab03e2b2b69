// @ts-check
// A header's parts without what HTTP takes for whitespace, space and tab alone: `trim()` would take bytes of other cookies' values along
// (the last one of "à" is 0xA0), and take one name for another.

/** @param {string} text */
export function trimmed(text) {
  return text.replace(/^[ \t]+|[ \t]+$/g, "");
}

/** The pairs of a Cookie header. @param {string} header @returns {string[]} */
export function pairsOf(header) {
  return header.split(";").map(trimmed).filter(Boolean);
}

/** A pair's name. @param {string} pair */
export function nameOf(pair) {
  return trimmed(pair.split("=", 1)[0]);
}
