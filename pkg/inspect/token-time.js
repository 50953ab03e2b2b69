// @ts-check
// A token's time: when it was signed, how old it is, when it is over.

const UNITS = /** @type {const} */ ([["day", 86400], ["hour", 3600], ["minute", 60], ["second", 1]]);

/** The two largest units of it. @param {number} seconds */
export function duration(seconds) {
  let rest = Math.max(0, Math.floor(seconds));
  const words = UNITS.flatMap(([unit, size]) => {
    const count = Math.floor(rest / size);
    rest -= count * size;
    return count === 0 ? [] : [`${count.toLocaleString("en")} ${unit}${count === 1 ? "" : "s"}`];
  });
  return words.slice(0, 2).join(" ") || "0 seconds";
}

/** @param {number} seconds since 1970 */
export function moment(seconds) {
  const date = new Date(seconds * 1000);
  return Number.isNaN(date.getTime()) ? `${seconds} s after 1970` : `${date.toISOString().slice(0, 19).replace("T", " ")} UTC`;
}

/** A max_age as the form takes it: seconds, or infinity. @param {string} text @returns {number | undefined | null} undefined if there is none; null if it can't be read */
export function maxAgeOf(text) {
  const word = text.trim().replace(/^:/, "").replaceAll("_", "");
  if (word === "") return undefined;
  if (/^infinity$/i.test(word)) return Infinity;
  return /^\d{1,15}$/.test(word) ? Number(word) : null;
}

/** @typedef {{ signedAt: number | null, maxAge: number | null }} Opened `maxAge` in seconds */

/** @param {Opened} opened @param {number} now in seconds */
export const isOver = ({ signedAt, maxAge }, now) => signedAt !== null && maxAge !== null && (maxAge <= 0 || signedAt + maxAge < now);

/** In words: how old, and until when. @param {Opened} opened @param {number} now in seconds */
export function times({ signedAt, maxAge }, now) {
  if (signedAt === null) return { age: "unknown: it has no time of signing", expiry: "never" };
  const age = signedAt > now ? `in the future, by ${duration(signedAt - now)}` : duration(now - signedAt);
  if (maxAge === null) return { age, expiry: "as the reader says: it has no max_age of its own" };
  if (maxAge === Infinity) return { age, expiry: "never" };
  const end = signedAt + maxAge;
  return { age, expiry: `${isOver({ signedAt, maxAge }, now) ? `since ${duration(now - end)}` : `in ${duration(end - now)}`}, ${moment(end)}` };
}
