// @ts-check
// A Phoenix.Token, or a cookie of put_resp_cookie(sign: true), all the way down: every check until one fails.
// Pure: no page, no network.
import { MessageEncryptor, MessageVerifier } from "waxseal/crypto";
import { decode } from "waxseal/term";
import { Token } from "waxseal/phoenix";
import { ALPHABET, checkAll, failed, passed, roundsOf, SHAPE, tooMuchWork } from "./checks.js";
import { dissect } from "./dissect.js";
import { tokenOf } from "./claimed.js";
import { derive, DEFAULTS } from "./open-token.js";
import { saltsToTry } from "./token-salts.js";
import { maxAgeOf, times } from "./token-time.js";

/** Of all salts together, for one set of keys: with many iterations only the likeliest are tried. */
const MOST_ROUNDS = 300_000;
/** Of what Plug.Crypto takes without one: a day. */
const DAY = 86400;

/**
 * @param {{ name?: string, value: string }} cookie @param {any[]} keysets
 * @param {{ key: string, salt: string, maxAge: string, now: number }} given the form's: the session's name, a salt, a max_age, and the time in seconds
 */
export function inspectToken(cookie, keysets, given) {
  return checkAll({ as: "token", cookie, token: dissect(cookie.value), keysets, given }, CHECKS);
}

/** @type {[string, (report: any) => { ok: boolean, detail: string }][]} */
const CHECKS = [
  ["A token", ({ cookie }) => (cookie.value.length > 1 << 20 ? failed("longer than a MiB: that is none") : passed(`${cookie.value.length} characters`))],
  SHAPE,
  ALPHABET,

  ["Your secret", ({ keysets, given }) => {
    for (const { label, secretKeyBase } of keysets) {
      const bytes = new TextEncoder().encode(secretKeyBase).length;
      if (bytes < 20) return failed(`${label}: ${bytes === 0 ? "secret_key_base is missing" : `secret_key_base has ${bytes} bytes, Phoenix.Token wants at least 20`}`);
    }
    const tooMuch = tooMuchWork(keysets);
    if (tooMuch) return failed(tooMuch);
    if (maxAgeOf(given.maxAge) === null) return failed("max_age takes a number of seconds, or infinity");
    return passed(keysets.length === 1 ? "one secret" : `${keysets.length} secrets, tried in order`);
  }],

  ["The seal", (report) => {
    const salts = saltsToTry({ given: report.given.salt, name: report.cookie.name, key: report.given.key, keysets: report.keysets });
    for (const keys of report.keysets) {
      for (const derivation of derivations(keys)) {
        for (const salt of salts.slice(0, Math.max(1, Math.floor(MOST_ROUNDS / roundsOf(derivation))))) {
          if (!opens(report, keys, salt, derivation)) continue;
          const other = report.given.salt && ![report.opened.salt, report.opened.name].includes(report.given.salt) ? `, not with your “${report.given.salt}”` : "";
          return passed(`${report.token.kind === "signed" ? "verifies" : "decrypts"} with the ${keys.label} and the salt “${salt.salt}”${other}`);
        }
      }
    }
    report.salts = salts;
    return failed(`it opens with none of ${salts.length} salts: ${report.given.salt ? `yours, “${report.given.salt}”, and those that are usual` : "give the one that the app has in Phoenix.Token.sign, or the cookie's name"}`);
  }],

  ["Its time", ({ opened, given }) => {
    const { age, expiry } = times(opened, given.now);
    if (opened.reason === "expired") return failed(`expired ${expiry}`);
    if (opened.reason === "invalid") {
      return failed(opened.maxAge === null ? "it has no max_age: only who gives one reads it" : `signed ${age}: does one of the clocks go wrong?`);
    }
    return passed(`signed ${age} ago; expires ${expiry}`);
  }],
];

/** @typedef {{ keyIterations: number, keyLength: number, keyDigest: any }} Derivation */

/** As the form has it, and as Phoenix has it by itself. @param {Derivation} keys @returns {Derivation[]} */
function derivations({ keyIterations, keyLength, keyDigest }) {
  const isDefault = keyIterations === DEFAULTS.keyIterations && keyLength === DEFAULTS.keyLength && keyDigest === DEFAULTS.keyDigest;
  return isDefault ? [DEFAULTS] : [{ keyIterations, keyLength, keyDigest }, DEFAULTS];
}

/**
 * Once without asking for the time, to see what is in it; then as an app asks.
 * @param {any} report @param {any} keys @param {{ salt: string, name?: string }} salt @param {Derivation} derivation
 */
function opens(report, keys, { salt, name }, derivation) {
  const isEncrypted = report.token.kind !== "signed";
  const open = isEncrypted ? Token.decrypt : Token.verify;
  const [secret, value] = [keys.secretKeyBase, report.cookie.value];
  // Encrypting takes keys of 32 bytes alone.
  if (isEncrypted && derivation.keyLength !== 32) return false;
  const inside = open(secret, salt, value, { ...derivation, maxAge: Infinity });
  if (!inside.ok) return false;
  // A cookie's age is its own affair, as in fetch_cookies.
  const asked = name === undefined ? maxAgeOf(report.given.maxAge) : undefined;
  const answer = open(secret, salt, value, { ...derivation, ...(asked === undefined ? {} : { maxAge: Number(asked) }) });
  report.match = keys;
  report.payload = payloadOf(value, isEncrypted, derive({ secretKeyBase: secret, ...derivation }, salt));
  report.session = inside.data;
  const own = tokenOf(decode(report.payload))?.maxAge;
  report.opened = {
    salt, name, isEncrypted, asked, derivation,
    reason: answer.ok ? undefined : answer.reason,
    signedAt: inside.signedAt,
    own: ageOf(own),
    maxAge: asked ?? ageOf(own),
  };
  return true;
}

/** @param {string} value @param {boolean} isEncrypted @param {Uint8Array} key */
const payloadOf = (value, isEncrypted, key) => (isEncrypted ? MessageEncryptor.decrypt(value, key, "") : MessageVerifier.verify(value, key));

/** Seconds; null where it says nil. Before plug_crypto 1.2 the reader's was a day. @param {any} own */
function ageOf(own) {
  if (own === undefined) return DAY;
  if (own === null) return null;
  if (own.name === "infinity") return Infinity;
  const seconds = Number(own);
  return Number.isNaN(seconds) ? null : seconds;
}
