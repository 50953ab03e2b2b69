// @ts-check
// A vector's `config` as the options of createSessions, and what Plug takes from the connection.

import { fromBase64, textOrBytes } from "./bytes.js";

/** Cookie options: Plug's name, ours. @type {[string, string][]} */
const COOKIE = [
  ["domain", "domain"],
  ["path", "path"],
  ["max_age", "maxAge"],
  ["secure", "secure"],
  ["http_only", "httpOnly"],
  ["same_site", "sameSite"],
  ["extra", "extra"],
];

/** Options of the store that are taken as they are. @type {[string, string][]} */
const STORE = [
  ["key_iterations", "keyIterations"],
  ["key_length", "keyLength"],
  ["key_digest", "keyDigest"],
  ["serializer", "serializer"],
];

/** Secrets and salts may be text or bytes; the suite hands in both. @param {any} form "text" | "bytes" @param {string} base64 */
const secret = (form, base64) => (form === "text" ? textOrBytes(fromBase64(base64)) : fromBase64(base64));

/** What goes to the store's init. @param {any} config @param {"text" | "bytes"} form */
export function storeOptions(config, form) {
  /** @type {Record<string, any>} */
  const options = {};
  if (config.secret_key_base_in_opts) options.secretKeyBase = secret(form, config.secret_key_base_b64);
  if (config.signing_salt_b64 !== undefined) options.signingSalt = secret(form, config.signing_salt_b64);
  if (config.encryption_salt_b64 !== undefined) options.encryptionSalt = secret(form, config.encryption_salt_b64);
  for (const [theirs, ours] of STORE) if (theirs in config) options[ours] = config[theirs];
  options.log = false; // `log` changes no outcome but Plug's own crash with false; it is tested in api/log.js
  if (config.rotating_options) {
    options.rotatingOptions = config.rotating_options.map((/** @type {any} */ entry) => {
      const { log, ...rest } = storeOptions({ ...entry, secret_key_base_in_opts: entry.secret_key_base_b64 != null }, form);
      return rest;
    });
  }
  return options;
}

/** The options of createSessions. @param {any} config @param {"text" | "bytes"} form */
export function sessionOptions(config, form) {
  const options = { store: config.store ?? "cookie", key: config.key, ...storeOptions(config, form) };
  for (const [theirs, ours] of COOKIE) if (theirs in (config.cookie_opts ?? {})) options[ours] = config.cookie_opts[theirs];
  return options;
}

/** @param {any} config @param {"text" | "bytes"} form @param {string} [scheme] */
export function connOf(config, form, scheme = "http") {
  const base64 = "conn_secret_key_base_b64" in config ? config.conn_secret_key_base_b64 : config.secret_key_base_b64;
  return base64 == null ? { scheme } : { scheme, secretKeyBase: secret(form, base64) };
}

/** What is given of it: a vector's option that is not there is not given. @template {Record<string, any>} Given @param {Given} options @returns {any} */
export function given(options) {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}
