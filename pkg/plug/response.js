// @ts-check
// A session's headers on a response, and the guard that keeps caches from handing them to others.

import { ConfigError } from "../border/errors.js";
import { isPromise, kindOf, reading } from "../border/options.js";
import { deleteCookies } from "./answer.js";
import { Deno, ofThisRequest } from "./constant.js";

/** Plug's own (`Plug.Conn`'s default). */
export const PRIVATE = "max-age=0, private, must-revalidate";

/** Headers by which caches in front are told what `Cache-Control` doesn't say: RFC 9213, and older ones. By name: to walk over all headers
 * takes a fifth of a `send`. */
const TARGETED = [
  "cdn-cache-control", "cloudflare-cdn-cache-control", "vercel-cdn-cache-control", "netlify-cdn-cache-control", "deno-cdn-cache-control",
  "akamai-cache-control", "edge-control", "surrogate-control",
];

/**
 * Puts the session's cookie on a response, and keeps a response that is one person's from being shared.
 * @param {(reason: string) => void} log @param {import("../session/session.js").State} state @param {Response} given
 * @param {boolean[]} ours which of its Set-Cookie headers are of this cookie @param {string | undefined} setCookie
 */
export function guard(log, { used }, given, ours, setCookie) {
  const response = setCookie === undefined ? given : ofThisRequest(given, setCookie);
  const { headers } = response;
  if (setCookie !== undefined) {
    withoutCarried(headers, { ours });
    headers.append("set-cookie", setCookie);
  }
  const carries = setCookie !== undefined || ours.includes(true);
  if (carries && keepPrivate(headers)) log("made_private");
  if (!carries && used && isShared(headers)) log("shared_page");
  if (carries || used) varyByCookie(headers);
  return response;
}

/**
 * Takes off what a response carries: the session's new cookie goes in its place; or an app behind made it of a session that was emptied for this
 * request alone, and in the browser it would stand in that session's place.
 * @param {Headers} headers @param {{ ours: boolean[] }} carried which of its Set-Cookie headers are about the session's cookie
 * @returns {ReturnType<typeof import("./answer.js").readAnswer>} what is left of it
 */
export function withoutCarried(headers, { ours }) {
  if (ours.includes(true)) deleteCookies(headers, (_, at) => ours[at]);
  return { ours: [], answer: undefined };
}

/**
 * Keeps a response with a session's cookie out of shared caches.
 * @param {Headers} headers @returns {boolean} whether it was said that they may store it
 */
function keepPrivate(headers) {
  let wasShared = false;
  for (const name of TARGETED) {
    const value = headers.get(name);
    if (value === null || isPrivate(directives(value))) continue;
    headers.set(name, "private, no-store");
    wasShared = true;
  }
  const said = headers.get("cache-control");
  if (said === null) headers.set("cache-control", PRIVATE);
  else {
    const given = directives(said);
    if (!isPrivate(given)) {
      const kept = given.filter(({ name }) => !["public", "s-maxage", "private"].includes(name));
      headers.set("cache-control", [...kept.map(({ text }) => text), "private"].join(", "));
      wasShared = true;
    }
  }
  return wasShared;
}

/** Whether a shared cache may store a page and hand it to others. @param {Headers} headers */
function isShared(headers) {
  const given = directives(headers.get("cache-control") ?? "");
  return !isPrivate(given) && given.some((directive) => isSharing(directive) || (directive.name === "max-age" && !isZero(directive.text)));
}

/** A page whose session was looked at is another one for another cookie. @param {Headers} headers */
export function varyByCookie(headers) {
  const vary = headers.get("vary");
  const names = (vary ?? "").split(",").map((name) => name.trim().toLowerCase());
  if (!names.includes("cookie") && !names.includes("*")) headers.set("vary", vary ? `${vary}, Cookie` : "Cookie");
}

/** The directives of a Cache-Control header; a quoted text may hold commas. @param {string} header */
function directives(header) {
  const found = header.match(/(?:[^,"]|"(?:[^"\\]|\\.)*"?)+/g) ?? [];
  return found.map((text) => text.trim()).filter(Boolean).map((text) => ({ name: text.split("=", 1)[0].trim().toLowerCase(), text }));
}

/**
 * `private="set-cookie"` is about that header alone, and few caches heed it; where another layer says the contrary, which of the two a cache heeds
 * nobody knows.
 * @param {{ name: string, text: string }[]} given
 */
function isPrivate(given) {
  return given.some(({ name, text }) => name === "no-store" || (name === "private" && !text.includes("="))) && !given.some(isSharing);
}

/** Whether it is to shared caches, and lets them. @param {{ name: string, text: string }} directive */
function isSharing({ name, text }) {
  return name === "public" || (name === "s-maxage" && !isZero(text));
}

/** @param {string} text */
function isZero(text) {
  return /=\s*"?0+"?$/.test(text);
}

/** A Response, also one of a framework's or of another realm. @param {any} response @returns {response is Response} */
export function isResponse(response) {
  return typeof response?.headers?.append === "function" && typeof response.status === "number";
}

/** Browsers, service workers too, keep Set-Cookie from responses that scripts make. @type {boolean | undefined} */
let carriesCookies;

/** A header that no response has, as a rule. */
const PROBE = "x-waxseal-probe";

/**
 * The response itself, or a copy if its headers can't be changed: those of fetch and redirect can't.
 * @param {any} response @returns {Response}
 */
export function mutable(response) {
  if (!reading("send", () => isResponse(response))) {
    if (isPromise(response)) throw new ConfigError("send: got a promise, takes a Response: it has to be awaited");
    throw new ConfigError(`send: got ${kindOf(response)}, takes a Response (what did the handler return?)`);
  }
  carriesCookies ??= new Response(null, { headers: { "set-cookie": "a=b" } }).headers.has("set-cookie");
  if (!carriesCookies) throw new ConfigError("send: a browser lets no Response carry Set-Cookie; call commit for its value");
  // On Workers it would be a 500 later.
  if (response.type === "error" || response.status === 0) throw new ConfigError("send: Response.error() can't carry a cookie");
  try {
    const own = response.headers.get(PROBE);
    // Changes nothing, and throws where nothing can be changed.
    if (own === null) response.headers.delete(PROBE);
    else response.headers.set(PROBE, own);
    return response;
  } catch {
    if (response.bodyUsed || response.body?.locked) {
      throw new ConfigError("send: the response can't be changed, nor copied, as its body was read before: read response.clone()");
    }
    const copy = new Response(response.body, response);
    const { headers } = copy;
    // Its fetch unpacks these two, and its server is told so of no copy.
    if (Deno && /^(gzip|br)$/i.test(/** @type {string} */ (headers.get("content-encoding")))) {
      headers.delete("content-encoding");
      headers.delete("content-length");
    }
    return copy;
  }
}
