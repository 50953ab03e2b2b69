// @ts-check
// Commands that carry cookies: curl's -b and -H as "Copy as cURL" has them (for bash and for cmd), wget, httpie, fetch, PowerShell.
import { fromHeader } from "./pasted-header.js";

/** @typedef {import("./pasted.js").Cookie} Cookie */

const OPTION = /(?:^|\s)(-b|--cookie|-H|--header)[\s=]*(?:\$?'([^']*)'|"((?:[^"\\]|\\.)*)"|([^\s"']+))/gs;
/** 'Cookie: a=b', and { "cookie": "a=b" }. */
const HEADER = /(["'])(set-)?cookie(?:\1\s*:\s*\1|\s*:)(.*?)\1/gis;
const POWERSHELL = /System\.Net\.Cookie\(\s*["']([^"']*)["']\s*,\s*["']([^"']*)["']/g;

/** @param {string} pasted @returns {Cookie[]} */
export function fromCommand(pasted) {
  // cmd's way to quote: ^" and ^%^.
  const text = pasted.includes('^"') ? pasted.replace(/\^(.)/gs, "$1") : pasted;
  return [...fromOptions(text), ...fromQuoted(text), ...Array.from(text.matchAll(POWERSHELL), ([, name, value]) => ({ name, value }))];
}

/** @param {string} text @returns {Cookie[]} */
function fromOptions(text) {
  return [...text.matchAll(OPTION)].flatMap(([, option, single, double, bare]) => {
    const value = single ?? double?.replace(/\\(.)/gs, "$1") ?? bare;
    if (!/^-H$|^--header$/.test(option)) return fromHeader(value.replace(/^cookie\s*:/i, ""), false);
    const [header, isSet] = /^(set-)?cookie\s*:/i.exec(value) ?? [];
    return header === undefined ? [] : fromHeader(value.slice(header.length), isSet !== undefined);
  });
}

/** @param {string} text @returns {Cookie[]} */
const fromQuoted = (text) => [...text.matchAll(HEADER)].flatMap(([, , isSet, value]) => fromHeader(value, isSet !== undefined));
