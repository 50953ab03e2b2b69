// What people paste: a value, pairs, a header, a line of curl's, rows of a browser's tools, a map out of iex. Gives the cookies in it.
// Pure: no page, no state.
import { kindOfToken } from "./dissect.js";

// Longer than this is no paste of cookies: every browser's are 180 times 4 KB at most.
export const MOST = 1_000_000;

// `[{ name, value }]`, the likely ones first; a name that is nowhere in it is undefined.
export function cookiesIn(pasted) {
  const text = unquoted(pasted.slice(0, MOST).trim());
  const ways = [fromMap, fromCommand, fromRows, fromSetCookie, fromPairs];
  const found = ways.map((way) => way(text)).find((cookies) => cookies.length > 0) ?? [{ name: undefined, value: joined(text) }];
  return found.sort((one, other) => isLikely(other) - isLikely(one));
}

const isLikely = ({ value }) => (kindOfToken(value) === "unknown" ? 0 : 1);

// A terminal or a mail breaks long lines; no token has white space in it.
const joined = (text) => unquoted(text.trim()).replace(/\s+/g, "");

function unquoted(text) {
  const [, , inside] = /^(["'`])(.*)\1[;,]?$/s.exec(text) ?? [];
  return inside === undefined || /["'`]/.test(inside) ? text : inside.trim();
}

// iex's %{"_my_app_key" => "SFM…"}, and JSON's {"_my_app_key": "SFM…"}.
function fromMap(text) {
  if (!/^%?\{/.test(text)) return [];
  return [...text.matchAll(/"([^"]+)"\s*(?:=>|:)\s*"([^"]*)"/g)].map(([, name, value]) => ({ name, value: joined(value) }));
}

// curl's -b and --cookie, and -H "cookie: …", as "Copy as cURL" has them.
function fromCommand(text) {
  const words = text.matchAll(/(?:^|\s)(?:-b|--cookie|-H|--header)[\s=]*(?:\$?'([^']*)'|"((?:[^"\\]|\\.)*)"|(\S+))/gs);
  const headers = [...words].map(([option, single, double, bare]) => ({ isHeader: /-H|--header/.test(option), text: single ?? double?.replace(/\\(.)/gs, "$1") ?? bare }));
  return headers.filter(({ isHeader, text }) => !isHeader || /^(?:set-)?cookie\s*:/i.test(text)).flatMap(({ text }) => fromPairs(text));
}

// Rows of DevTools' table: name, value, domain, path and so on, a tab between them.
function fromRows(text) {
  const rows = text.split("\n").map((row) => row.split("\t")).filter((cells) => cells.length >= 3);
  return rows.map(([name, value]) => ({ name: name.trim(), value: joined(value) })).filter(({ name, value }) => name !== "" && value !== "");
}

// Attributes are no cookies.
function fromSetCookie(text) {
  const lines = text.split(/\r?\n(?=set-cookie:)/i).filter((line) => /^set-cookie\s*:/i.test(line));
  return lines.flatMap((line) => fromPairs(line.split(";")[0]));
}

// name=value; name=value, with or without the header's name before it.
function fromPairs(text) {
  const pairs = text.trim().replace(/^(?:set-)?cookie\s*:\s*/i, "").split(";");
  return pairs.flatMap((pair) => {
    const [, name, value] = /^\s*([^=\s.;"']+)\s*=(.*)$/s.exec(pair) ?? [];
    return name === undefined || isAttribute(name, pairs) ? [] : [{ name, value: joined(value) }];
  });
}

const isAttribute = (name, pairs) => pairs.length > 1 && /^(?:path|domain|expires|max-age|samesite|priority)$/i.test(name);
