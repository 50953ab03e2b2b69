// @ts-check
// Which options there are. What nobody knows is refused with what was probably meant: `encrytionSalt` would leave sessions readable.

import { ConfigError } from "../border/errors.js";
import { checkNames, isArray, itemsOf, kindOf, readObject, reading } from "../border/options.js";
import { own } from "../border/own.js";

/** @typedef {import("../border/options.js").Known} Known */

/** Plug's cookie options, and two of our own: every store has them. */
export const COOKIE_OPTIONS = ["key", "domain", "maxAge", "path", "secure", "httpOnly", "sameSite", "extra", "partitioned", "priority"];

const COMMON = ["store", "log", ...COOKIE_OPTIONS];
const KEYS = ["secretKeyBase", "signingSalt", "encryptionSalt", "signingKey", "encryptionKey", "keyIterations", "keyLength", "keyDigest"];
const COOKIE_STORE = [...KEYS, "rotatingOptions", "serializer", "idleTimeout", "maxLifetime", "revocation", "otp"];
const KV_STORE = ["kv", "idleTimeout", "maxLifetime", "prefix", "timeout", "ownerSecret", "otp"];

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
  rolling: "there is nothing to be said for it: a session lives on as it is used, within idleTimeout",
  resave: "only what was changed is written",
  saveUninitialized: "a session that nobody wrote to is not written",
}));

/** @param {string[]} names of another store @param {string[]} own @param {string} belongs @param {string} ttl what to say of `ttl` @returns {(name: string) => string | undefined} */
function elsewhere(names, own, belongs, ttl) {
  const others = names.filter((name) => !own.includes(name));
  return (name) => ELSEWHERE.get(name) ?? (name === "ttl" ? ttl : others.includes(name) ? belongs : undefined);
}

/** What is given by name and is undefined was forgotten: what it would have been. */
const FORGOTTEN = new Map(Object.entries({
  key: 'it takes the cookie\'s name, such as "_my_app_key"',
  kv: "is the binding there where this runs? It takes an adapter, such as cloudflareKV(env.KV)",
  secretKeyBase: "is SECRET_KEY_BASE set? (Workers: .dev.vars, wrangler secret put; Node: --env-file=.env; where it is not there yet, as in `next build`, leave the option out and give it by conn)",
  signingSalt: "is it set where this runs? It takes a string or bytes",
  encryptionSalt: "is it set where this runs? Without it sessions are signed and anyone can read them; leave the option out if that is meant",
  signingKey: "is it set where this runs?",
  encryptionKey: "is it set where this runs?",
}));

/** The options of each store. Those of a user's are its own, and only what is nearly one of the cookie's is refused. @type {Record<"cookie" | "kv" | "custom", Known>} */
const KNOWN = {
  cookie: {
    names: [...COMMON, ...COOKIE_STORE],
    meant: elsewhere(KV_STORE, COOKIE_STORE, 'it belongs to store: "kv"', 'write maxAge for how long browsers keep the cookie; limits that the server enforces are idleTimeout and maxLifetime'),
    forgotten: FORGOTTEN,
  },
  kv: {
    names: [...COMMON, ...KV_STORE],
    meant: elsewhere(COOKIE_STORE, KV_STORE, 'it belongs to store: "cookie"; records are sealed by a key that only the cookie has', "write idleTimeout and maxLifetime, in seconds"),
    forgotten: FORGOTTEN,
  },
  custom: { names: [...COMMON, "timeout"], slips: [...COOKIE_OPTIONS, "timeout"], forgotten: FORGOTTEN },
};

/** A rotating entry. As in Plug it may be all that the old options were, but for those in it that were older still. @type {Known} */
const ENTRY = {
  names: [...COMMON, ...COOKIE_STORE].filter((name) => name !== "rotatingOptions"),
  meant: (name) => (name === "rotatingOptions" ? "entries stand one after the other in one list, the oldest last" : KNOWN.cookie.meant?.(name)),
  forgotten: FORGOTTEN,
};

/** @param {Record<string, unknown>} given @param {"cookie" | "kv" | "custom"} store */
export function checkKnown(given, store) {
  checkNames(given, KNOWN[store], "");
}

/** The most rotating entries: each that does not fit costs a request its time. */
const MOST_ENTRIES = 100;

/** Rotating options, each entry read once; what is no list is left to the core's error. @param {any} entries @returns {any} */
export function readEntries(entries) {
  if (!isArray(entries)) return entries;
  return reading("rotatingOptions", () => itemsOf("rotatingOptions", entries, MOST_ENTRIES, "entries").map((entry, at) => readEntry(entry, `rotatingOptions[${at}]`)));
}

/** The keys of an entry: reads use the newer store, serializer and log. @param {unknown} entry @param {string} where it stands */
function readEntry(entry, where) {
  const given = readObject(where, entry);
  checkNames(given, ENTRY, `${where}.`);
  // Of what is no key's nothing is used: but an object can't have been right anywhere.
  const wrong = Object.keys(given).find((name) => COOKIE_OPTIONS.includes(name) && typeof given[name] === "object" && given[name] !== null);
  if (wrong !== undefined) throw new ConfigError(`${where}.${wrong}: got ${kindOf(given[wrong])}, which no option of a cookie is`);
  return own(Object.fromEntries(Object.entries(given).filter(([name]) => KEYS.includes(name))));
}
