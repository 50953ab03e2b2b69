// @ts-check
// A response that already carries this very cookie is the newer truth: the session's changes are put on what it carries. The table
// of what wins over what is in `src/plug/answer.rs`.

import { call, core, headerBytes, headerText, readBytes, writeBytes } from "../border/core.js";

/** @typedef {import("../session/session.js").State} State */

/**
 * @typedef {object} Answer what the response's Set-Cookie headers say of the cookie
 * @property {boolean} isDeleted whether they delete it
 * @property {string} header what they set it to, as a Cookie header
 */

/** What a response carries: the numbers of `merge` in `src/wasm/session.rs`. */
export const DELETION = 0;
export const SESSION = 1;
export const FOREIGN = 2;

/** What is to be done, likewise; 0 for nothing, 3 to put the changes on it. */
export const STAY_DROPPED = 1;
export const STAY_FOREIGN = 2;
export const DELETE_BOTH = 4;

/** A response's Set-Cookie headers. Workers of before March 2023 have them under another name. @param {any} headers @returns {string[]} */
export function setCookiesOf(headers) {
  if (!headers.has("set-cookie")) return [];
  if (typeof headers.getSetCookie === "function") return headers.getSetCookie();
  return typeof headers.getAll === "function" ? headers.getAll("set-cookie") : [];
}

/** Takes some of a response's Set-Cookie headers off. @param {Headers} headers @param {(header: string, at: number) => boolean} isOff */
export function deleteCookies(headers, isOff) {
  const all = setCookiesOf(headers);
  headers.delete("set-cookie");
  all.forEach((header, at) => isOff(header, at) || headers.append("set-cookie", header));
}

/**
 * Which of the headers are about the session's cookie, and what the last of these says.
 * @param {State} state @param {string[]} headers @returns {{ ours: boolean[], answer: Answer | undefined }}
 */
export function readAnswer({ site, url }, headers) {
  if (headers.length === 0) return { ours: [], answer: undefined };
  const lines = headerBytes(`${headers.join("\n")}\n`);
  const from = headerBytes(pathOf(url));
  const { handle } = site;
  writeBytes(lines, from);
  const bytes = readBytes(call(core.answer, handle, lines.length, from.length));
  const ours = headers.map((_, at) => bytes[1 + at] === 1);
  if (bytes[0] === 0) return { ours, answer: undefined };
  const header = headerText(bytes.subarray(1 + headers.length));
  return { ours, answer: { isDeleted: bytes[0] === 2, header } };
}

/** The path of a URL, which may be one itself. @param {string} url */
function pathOf(url) {
  return url.replace(/^[a-z][a-z\d+.-]*:\/\/[^/?#]*/i, "").replace(/[?#].*$/s, "");
}
