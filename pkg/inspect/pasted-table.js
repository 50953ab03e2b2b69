// @ts-check
// Cookies in rows: a browser's table, and the jar that curl and wget write.

/** @typedef {import("./pasted.js").Cookie} Cookie */

/** Rows of DevTools' table: name, value, domain, path and so on, a tab between them (or what is left of one). @param {string} text @returns {Cookie[]} */
export function fromRows(text) {
  const rows = text.split(/\r?\n/).map((row) => row.trim().split(/\t| {2,}/)).filter((cells) => cells.length >= 2);
  return rows.map(([name, value]) => ({ name, value })).filter(({ name, value }) => name !== "" && value !== "" && !(name === "Name" && value === "Value"));
}

/** domain, subdomains, path, secure, expiry, name, value. */
const JAR = /^(?:#HttpOnly_)?\S+\s+(?:TRUE|FALSE)\s+\/\S*\s+(?:TRUE|FALSE)\s+-?\d+\s+(\S+)\s+(\S+)/;

/** Netscape's cookie jar. @param {string} text @returns {Cookie[]} */
export function fromJar(text) {
  return text.split(/\r?\n/).flatMap((line) => {
    const [, name, value] = JAR.exec(line.trim()) ?? [];
    return name === undefined ? [] : [{ name, value }];
  });
}
