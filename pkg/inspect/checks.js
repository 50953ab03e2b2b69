// @ts-check
// A list of checks, made one after another until one fails. Pure.
import { KINDS } from "./dissect.js";
import { DEFAULTS } from "./open-token.js";
import { withoutEnd } from "./without-end.js";

/** @typedef {{ ok: boolean, detail: string }} Outcome @typedef {[string, (report: any) => Outcome]} Check */

/** @param {string} detail @returns {Outcome} */
export const passed = (detail) => ({ ok: true, detail });
/** @param {string} detail @returns {Outcome} */
export const failed = (detail) => ({ ok: false, detail });

/** What they found is in the report, each with its outcome. @param {any} report @param {Check[]} checks */
export function checkAll(report, checks) {
  report.checks = [];
  report.ok = checks.every(([title, check]) => {
    const { ok, detail } = check(report);
    report.checks.push({ title, state: ok ? "passed" : "failed", detail });
    return ok;
  });
  for (const [title] of checks.slice(report.checks.length)) report.checks.push({ title, state: "waiting", detail: "not reached" });
  return report;
}

/** @type {Check} */
export const SHAPE = ["Its shape", ({ token }) =>
  (token.kind === "unknown" ? failed(shapeless(token.value)) : passed(KINDS[/** @type {keyof typeof KINDS} */ (token.kind)].title.toLowerCase() + `, ${token.value.split(".").length} parts`))];

/** @type {Check} */
export const ALPHABET = ["Its alphabet", ({ token }) => {
  const odd = /[^A-Za-z0-9_.=-]/.exec(token.value);
  if (odd) return failed(`character ${odd.index + 1} is ${JSON.stringify(odd[0])}, which base64url does not have`);
  const cut = token.value.split(".").findIndex((/** @type {string} */ part) => withoutEnd(part, "=").length % 4 === 1);
  return cut < 0 ? passed("base64url throughout") : failed(`part ${cut + 1} stops in the middle of a byte: was all of it copied?`);
}];

/** @param {string} value */
function shapeless(value) {
  const dots = value.split(".").length;
  if (value.includes("%")) return "it has percent signs: Plug's cookies have none, so something encoded it";
  if (value.startsWith("eyJ")) return "it begins with eyJ, as a JSON Web Token does";
  return `${dots} ${dots === 1 ? "part" : "parts"}; Plug's begin with SFMyNTY. (signed), XCP. or QTEyOEdDTQ. (encrypted)`;
}

/** A second or so. */
const MOST_ROUNDS = 1_000_000;
const BLOCK = { sha: 20, sha224: 28, sha256: 32, sha384: 48, sha512: 64 };

/** PBKDF2's rounds for one key. @param {{ keyIterations: number, keyLength: number, keyDigest: string }} keys */
export const roundsOf = ({ keyIterations, keyLength, keyDigest }) => keyIterations * Math.ceil(keyLength / BLOCK[/** @type {keyof typeof BLOCK} */ (keyDigest)]);

/** How the keys are derived: no slip of the finger may take minutes. @param {any[]} keysets @returns {string | undefined} what is wrong */
export function tooMuchWork(keysets) {
  for (const { label, ...keys } of keysets) {
    for (const [name, most] of /** @type {const} */ ([["keyIterations", MOST_ROUNDS], ["keyLength", 1024]])) {
      const given = keys[name];
      if (Number.isInteger(given) && given >= 1 && given <= most) continue;
      return `${label}: ${name === "keyLength" ? "key_length" : "key_iterations"} takes a whole number from 1 to ${most.toLocaleString("en")} here; Plug's own is ${DEFAULTS[name].toLocaleString("en")}`;
    }
  }
  const rounds = keysets.reduce((sum, keys) => sum + roundsOf(keys) * (keys.encryptionSalt ? 2 : 1), 0);
  return rounds <= MOST_ROUNDS ? undefined
    : `these keys take ${rounds.toLocaleString("en")} rounds to derive, and at most ${MOST_ROUNDS.toLocaleString("en")} are done here: remove older keys, or lower the iterations or the length`;
}
