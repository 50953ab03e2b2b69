// @ts-check
// Headers as they stand in a request, a log or a browser's tools, and the pairs in them.

/** @typedef {import("./pasted.js").Cookie} Cookie */

/** A header's name at a line's beginning; curl -v has < and > before it. */
const HEADER = /^[<>*\s]*:?[\w-]+\s*:(?:\s|$)/;
const OURS = /^[<>*\s]*(set-)?cookie\s*:/i;

/** Lines of headers, among others. A line that was broken goes on until the next header. @param {string} text @returns {Cookie[]} */
export function fromHeaders(text) {
  const lines = text.split(/\r?\n/);
  return lines.flatMap((line, at) => {
    // DevTools may have a name on a line of its own, and its value on the next.
    const [, alone] = /^ *((?:set-)?cookie) *$/i.exec(line) ?? [];
    if (alone) return fromHeader(lines[at + 1] ?? "", /set/i.test(alone));
    const [name, isSet] = OURS.exec(line) ?? [];
    return name === undefined ? [] : fromHeader(line.slice(name.length) + broken(lines, at + 1), isSet !== undefined);
  });
}

/** What belongs to the line before. @param {string[]} lines @param {number} from */
function broken(lines, from) {
  let end = from;
  while (end < lines.length && !/^[<>*\s]*$/.test(lines[end]) && !HEADER.test(lines[end])) end += 1;
  return lines.slice(from, end).join("");
}

/** A header's value; the attributes of a Set-Cookie are no cookies. @param {string} value @param {boolean} isSet */
export const fromHeader = (value, isSet) => fromPairs(isSet ? value.split(";")[0] : value);

/** name=value; name=value. @param {string} text @returns {Cookie[]} */
export function fromPairs(text) {
  const pairs = text.trim().replace(/^document\.cookie\s*=\s*["'`]?/, "").split(";");
  return pairs.flatMap((pair) => {
    const [, name, value] = /^\s*([^=\s.;"'{}<>]+)\s*=(.*)$/s.exec(pair) ?? [];
    return name === undefined || isAttribute(name, pairs) ? [] : [{ name, value }];
  });
}

/** @param {string} name @param {string[]} pairs */
const isAttribute = (name, pairs) => pairs.length > 1 && /^(?:path|domain|expires|max-age|samesite|priority)$/i.test(name);
