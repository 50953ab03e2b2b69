// @ts-check
// A header's parts without what HTTP takes for whitespace, space and tab alone: `trim()` would take bytes of other cookies' values along
// (the last one of "à" is 0xA0), and take one name for another.

import { apart } from "./joined_cookies.js";

/** By hand: a regular expression for the end begins anew at each blank within, which is anybody's to send. @param {string} text */
export function trimmed(text) {
  let [start, end] = [0, text.length];
  while (start < end && isBlank(text, start)) start += 1;
  while (end > start && isBlank(text, end - 1)) end -= 1;
  return text.slice(start, end);
}

/** @param {string} text @param {number} at */
function isBlank(text, at) {
  return text[at] === " " || text[at] === "\t";
}

/** The pairs of a Cookie header. @param {string} header @returns {string[]} */
export function pairsOf(header) {
  return apart(header).split(";").map(trimmed).filter(Boolean);
}

/** A pair's name. @param {string} pair */
export function nameOf(pair) {
  return trimmed(pair.split("=", 1)[0]);
}
