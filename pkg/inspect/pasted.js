// @ts-check
// What people paste: a value, a header, a line of curl's, rows of a browser's tools, an export, a map out of iex. Gives the cookies in it.
// Pure: no page, no state.
import { kindOfToken } from "./dissect.js";
import { fromCommand } from "./pasted-command.js";
import { fromElixir, fromJSON } from "./pasted-data.js";
import { fromHeaders, fromPairs } from "./pasted-header.js";
import { fromJar, fromRows } from "./pasted-table.js";
import { withoutEnd } from "./without-end.js";

/** @typedef {{ name?: string, value: string, encoded?: boolean }} Cookie `encoded`: it had percent signs, which are undone. */

/** Longer than this is no paste of cookies. */
const MOST = 1_000_000;
const MOST_COOKIES = 200;

/** In this order: the first one that finds a token has understood it. @type {[string, (text: string) => Cookie[]][]} */
const WAYS = [
  ["JSON", fromJSON],
  ["a command", fromCommand],
  ["Elixir", fromElixir],
  ["a cookie jar", fromJar],
  ["headers", fromHeaders],
  ["rows of a table", fromRows],
  ["name=value", fromPairs],
];

/**
 * The likely ones first; a name that is nowhere in it is undefined.
 * @param {string} pasted @returns {{ cookies: Cookie[], as: string }} at least one cookie
 */
export function cookiesIn(pasted) {
  const text = unquoted(pasted.slice(0, MOST).trim());
  return understood(text) ?? decodedWhole(text) ?? scanned(text) ?? named(text) ?? { cookies: [{ value: joined(text) }], as: "a value" };
}

const isLikely = (/** @type {Cookie} */ { value }) => kindOfToken(value) !== "unknown";

/** @param {string} text */
function understood(text) {
  if (isToken(joined(text))) return { cookies: [{ value: joined(text) }], as: "a value" };
  for (const [as, way] of WAYS) {
    const cookies = tidied(way(text));
    if (cookies.some(isLikely)) return { cookies, as };
  }
  return undefined;
}

/** Names without a token among them. @param {string} text */
function named(text) {
  const cookies = tidied(fromPairs(text));
  return cookies.length > 0 ? { cookies, as: "name=value" } : undefined;
}

/** A whole header that was percent-encoded, or a value. @param {string} text */
function decodedWhole(text) {
  const plain = decoded(text);
  const found = plain === undefined ? undefined : understood(plain);
  return found && { as: found.as, cookies: found.cookies.map((cookie) => ({ ...cookie, encoded: true })) };
}

/** Tokens wherever they stand: in a page's source, an address, a log. @param {string} text */
function scanned(text) {
  const tokens = text.matchAll(/(?<![\w.-])(?:SFM(?:yNTY|zODQ|1MTI)\.[\w-]+=*\.[\w-]+|XCP\.[\w-]+|QTEyOEdDTQ(?:\.[\w-]+){4})/g);
  const cookies = tidied(Array.from(tokens, ([value]) => ({ value })));
  return cookies.length > 0 ? { cookies, as: "a text with a token in it" } : undefined;
}

const isToken = (/** @type {string} */ value) => isLikely({ value }) && /^[\w.=-]+$/.test(value);

/** Each once, without quotes or percent signs, those that may be tokens first. @param {Cookie[]} cookies */
function tidied(cookies) {
  /** @type {Map<string, Cookie>} */
  const once = new Map();
  for (const { name, value } of cookies) {
    const cookie = { name: name?.trim() || undefined, ...plain(joined(value)) };
    once.set(JSON.stringify([cookie.name, cookie.value]), cookie);
  }
  return [...once.values()].sort((one, other) => Number(isLikely(other)) - Number(isLikely(one))).slice(0, MOST_COOKIES);
}

/** @param {string} value @returns {{ value: string, encoded?: boolean }} */
function plain(value) {
  const without = decoded(value);
  return without !== undefined && isLikely({ value: without }) ? { value: without, encoded: true } : { value };
}

/** @param {string} text @returns {string | undefined} undefined if it is none, or nothing in it was encoded */
function decoded(text) {
  if (!/%[\dA-F]{2}/i.test(text)) return undefined;
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

/** A terminal or a mail breaks long lines; no token has white space in it. @param {string} text */
const joined = (text) => withoutEnd(unquoted(text.trim()).replace(/\s+/g, ""), ";,");

/** @param {string} text */
function unquoted(text) {
  const [, , inside] = /^(["'`])(.*)\1[;,]?$/s.exec(text) ?? [];
  return inside === undefined || /["'`]/.test(inside) ? text : inside.trim();
}
