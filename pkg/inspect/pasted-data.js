// @ts-check
// Cookies in data: JSON as browsers, their extensions and test tools export it, and what iex prints.
import { kindOfToken } from "./dissect.js";
import { fromHeader } from "./pasted-header.js";

/** @typedef {import("./pasted.js").Cookie} Cookie */

const DEEPEST = 20;

/** [{"name", "value"}], {"name": "value"}, {"cookies": […]}, a HAR. @param {string} text @returns {Cookie[]} */
export function fromJSON(text) {
  let data;
  try {
    data = JSON.parse(text);
  } catch {
    return [];
  }
  return data === null || typeof data !== "object" ? [] : tokensIf([...walk(data, "", 0)]);
}

/** @param {any} node @param {string} key @param {number} depth @returns {Generator<Cookie>} */
function* walk(node, key, depth) {
  if (typeof node === "string") yield* pair(key, node);
  if (node === null || typeof node !== "object" || depth > DEEPEST) return;
  if (typeof node.value === "string") {
    yield* pair(typeof node.name === "string" ? node.name : key, node.value);
    return;
  }
  for (const [name, value] of Object.entries(node)) yield* walk(value, Array.isArray(node) ? key : name, depth + 1);
}

/** @param {string} name @param {string} value @returns {Cookie[]} */
function pair(name, value) {
  const [, isSet] = /^(set-)?cookie$/i.exec(name) ?? [, null];
  return isSet === null ? [{ name, value }] : fromHeader(value, isSet !== undefined);
}

/** %{"name" => "value"}, {"cookie", "name=value"}, and how a conn and Python write them. @param {string} text @returns {Cookie[]} */
export function fromElixir(text) {
  if (!text.includes("{")) return [];
  const pairs = [
    ...text.matchAll(/(["'])([^"'\n]+)\1\s*(?:=>|:)\s*\1([^"']*)\1/g),
    ...text.matchAll(/(")([^"\n]+)"\s*=>\s*%\{[^{}]*?\bvalue:\s*"([^"]*)"/g),
    ...text.matchAll(/\{(")((?:set-)?cookie)",\s*"([^"]*)"\}/gi),
  ];
  return tokensIf(pairs.flatMap(([, , name, value]) => pair(name, value)));
}

/** Data holds more than cookies: the tokens alone, where there are any. @param {Cookie[]} cookies */
function tokensIf(cookies) {
  const tokens = cookies.filter(({ value }) => kindOfToken(value.trim()) !== "unknown" || value.includes("%2E"));
  return tokens.length > 0 ? tokens : cookies;
}
