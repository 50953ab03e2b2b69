// @ts-check
// Which options there are. What nobody knows is refused with what was probably meant: `encrytionSalt` would leave sessions readable.

import { ConfigError } from "../border/errors.js";

/** Plug's cookie options, and two of our own: every store has them. */
export const COOKIE_OPTIONS = ["key", "domain", "maxAge", "path", "secure", "httpOnly", "sameSite", "extra", "partitioned", "priority"];

const COMMON = ["store", "log", ...COOKIE_OPTIONS];
const COOKIE_STORE = [
  "secretKeyBase", "signingSalt", "encryptionSalt", "signingKey", "encryptionKey", "keyIterations", "keyLength", "keyDigest",
  "rotatingOptions", "serializer", "otp",
];
const KV_STORE = ["kv", "idleTimeout", "maxLifetime", "prefix", "timeout", "otp"];

/** @type {Record<"cookie" | "kv", string[]>} */
const KNOWN = { cookie: [...COMMON, ...COOKIE_STORE], kv: [...COMMON, ...KV_STORE] };

/** What other libraries call it. */
const ELSEWHERE = new Map(Object.entries({
  encrypt: "give an encryptionSalt to encrypt",
  password: "write secretKeyBase",
  secret: "write secretKeyBase",
  secrets: "write secretKeyBase, and rotatingOptions for older ones",
  keys: "write secretKeyBase, and rotatingOptions for older ones",
  cookie: "the cookie's options stand beside the others: domain, maxAge, path, secure, httpOnly, sameSite",
  cookieOptions: "the cookie's options stand beside the others: domain, maxAge, path, secure, httpOnly, sameSite",
  name: "write key",
  cookieName: "write key",
  expires: "write maxAge, in seconds",
  rolling: "there is nothing to be said for it: a kv store's session lives on as it is used, within idleTimeout",
  resave: "only what was changed is written",
  saveUninitialized: "a session that nobody wrote to is not written",
}));

/** @type {Record<"cookie" | "kv", Map<string, string>>} */
const OTHER_STORE = {
  cookie: new Map([
    ...KV_STORE.filter((name) => !COOKIE_STORE.includes(name)).map((name) => /** @type {[string, string]} */ ([name, 'it belongs to store: "kv"'])),
    ["ttl", 'write maxAge for how long browsers keep the cookie; limits that the server enforces are idleTimeout and maxLifetime of store: "kv"'],
  ]),
  kv: new Map([
    ...COOKIE_STORE.filter((name) => !KV_STORE.includes(name)).map((name) => /** @type {[string, string]} */ ([name, 'it belongs to store: "cookie"; records are sealed by a key that only the cookie has'])),
    ["ttl", "write idleTimeout and maxLifetime, in seconds"],
  ]),
};

/** What is given by name and is undefined was forgotten, and nothing would say so. */
const NEEDED = new Map(Object.entries({
  secretKeyBase: "is SECRET_KEY_BASE set? (.dev.vars, wrangler secret put; leave the option out if conn gives the secret)",
  signingSalt: "is it set where this runs? It takes a string or bytes",
  encryptionSalt: "is it set where this runs? Without it sessions are signed and anyone can read them; leave the option out if that is meant",
  signingKey: "is it set where this runs?",
  encryptionKey: "is it set where this runs?",
}));

/**
 * @param {Record<string, unknown>} options own properties alone @param {"cookie" | "kv"} store @param {string} [within] where they stand
 */
export function checkKnown(options, store, within = "") {
  const known = KNOWN[store];
  for (const [name, value] of Object.entries(options)) {
    if (!known.includes(name)) throw new ConfigError(`${within}${shown(name)}: there is no such option; ${meant(name, store)}`);
    if (value === undefined && NEEDED.has(name)) throw new ConfigError(`${within}${name}: got undefined: ${NEEDED.get(name)}`);
  }
}

/** @param {string} name @param {"cookie" | "kv"} store */
function meant(name, store) {
  const known = ELSEWHERE.get(name) ?? OTHER_STORE[store].get(name);
  if (known) return known;
  const near = nearest(name, KNOWN[store]);
  return near ? `did you mean ${near}?` : `the ${store} store takes ${KNOWN[store].join(", ")}`;
}

/** The name of an option may be a secret that stands in the wrong place. @param {string} name */
function shown(name) {
  return /^[\w-]{1,40}$/.test(name) ? name : `an option of ${name.length} characters`;
}

/** @param {string} name @param {readonly string[]} names @returns {string | undefined} */
export function nearest(name, names) {
  const given = letters(name);
  let best;
  let least = Math.min(3, Math.ceil(given.length / 3)) + 1;
  for (const candidate of names) {
    const far = distance(given, letters(candidate));
    if (far < least) [best, least] = [candidate, far];
  }
  return best;
}

/** @param {string} name */
function letters(name) {
  return name.slice(0, 40).replace(/[^a-z0-9]/gi, "").toLowerCase();
}

/** How many letters must be put in, left out or changed (Levenshtein). @param {string} one @param {string} other */
function distance(one, other) {
  let row = Array.from({ length: other.length + 1 }, (_, at) => at);
  for (let down = 1; down <= one.length; down += 1) {
    const next = [down];
    for (let right = 1; right <= other.length; right += 1) {
      const changed = row[right - 1] + (one[down - 1] === other[right - 1] ? 0 : 1);
      next.push(Math.min(changed, row[right] + 1, next[right - 1] + 1));
    }
    row = next;
  }
  return row[other.length];
}

/** 400 days in seconds: browsers keep no cookie for longer (RFC 6265bis, section 5.5). */
export const FARTHEST = 400 * 86_400;

/** What was warned of: once each. @type {Set<string>} */
const warned = new Set();

/** What is taken, as Plug takes it, and is seldom meant. @param {Record<string, unknown>} options */
export function warnOfOptions({ maxAge, signingSalt, encryptionSalt }) {
  if (Number(maxAge) > FARTHEST) warn("maxAge: browsers keep no cookie for longer than 400 days (RFC 6265bis, section 5.5)");
  if (signingSalt !== undefined && signingSalt === encryptionSalt) warn("signingSalt, encryptionSalt: are the same; each key wants a salt of its own");
  for (const [name, salt] of [["signingSalt", signingSalt], ["encryptionSalt", encryptionSalt]]) {
    if (salt === "") warn(`${name}: is empty`);
    // `put_resp_cookie(conn, name, value, sign: true)` derives its key with this salt.
    if (typeof salt === "string" && salt.endsWith("_cookie")) warn(`${name}: ends in _cookie, as the salt of a signed cookie does; a session would pass for one`);
  }
}

/** @param {string} message */
function warn(message) {
  if (warned.has(message)) return;
  warned.add(message);
  console.warn(`waxseal: ${message}`);
}
