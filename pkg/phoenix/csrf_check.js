// @ts-check
// Plug.CSRFProtection's check of a request, and of what it is answered with.

import { call, core, writeBytes, writeText } from "../border/core.js";
import { ConfigError } from "../border/errors.js";
import { isArray, itemsOf, readOptions, reading } from "../border/options.js";
import { CsrfError, KEY, bytesOrNot, checkKey, dumpStateFromSession, secretOf, validStateAndCsrfToken } from "./csrf.js";
import { DERIVATION, secretsOf, useKey } from "./keys.js";
import { asked } from "./csrf_request.js";
import { sessionOf } from "../session/behind.js";
import { stateOf } from "../session/session.js";

/** @typedef {import("../session/session.js").Session} Session */
/** @typedef {{ state: unknown, host: string, allowHosts: string[], secret: unknown }} Expected */

const MOST_HOSTS = 1000;
const NAMES = ["sessionKey", "allowHosts", "with", "secretKeyBase"];

/** @param {any} request @param {Session} session @param {object} [options] @returns {Promise<boolean>} */
export async function verifyCsrf(request, session, options = {}) {
  return (await verify(request, sessionOf(session), checked("verifyCsrf", options))).fits;
}

/** @param {any} request @param {Session} session @param {ReturnType<typeof checked>} options @returns {Promise<{ fits: boolean, answer?: unknown }>} */
async function verify(request, session, { sessionKey, allowHosts, otherwise, secretKeyBase }) {
  const { header, host, parameter, hint } = asked(request);
  stateOf(session);
  if (!isProtected(request)) return { fits: true };
  const state = dumpStateFromSession(session.get(sessionKey));
  const expected = { state, host: host(), allowHosts, secret: secretKeyBase ?? secretOf(session) };
  // Several headers of this name come as one; Plug takes the first.
  if (state !== null && fits(header("x-csrf-token")?.split(",", 1)[0].trim(), expected)) return { fits: true };
  if (state !== null && fits(await parameter(KEY), expected)) return { fits: true };
  if (otherwise === "exception") {
    throw new CsrfError(`the request has no CSRF token that fits the session's: send that of csrfToken(session), as the parameter _csrf_token or in the header x-csrf-token, with the session's cookie${hint}`);
  }
  // For this request alone.
  if (otherwise === "clear_session") session.clear().ignore();
  else if (otherwise !== null) return { fits: false, answer: await otherwise(request, session) };
  return { fits: false };
}

/** @param {{ method: string }} request */
function isProtected({ method }) {
  return call(core.csrf_protected, writeText(method)) !== 0;
}

/** @param {string} call @param {unknown} options */
function checked(call, options) {
  const { sessionKey = KEY, allowHosts: hosts = [], secretKeyBase, with: otherwise = "exception" } = readOptions(call, options, NAMES);
  checkKey(sessionKey);
  if (secretKeyBase !== undefined) secretsOf("secretKeyBase", secretKeyBase);
  /** @type {any[] | undefined} */
  const allowHosts = isArray(hosts) ? reading("allowHosts", () => itemsOf("allowHosts", hosts, MOST_HOSTS, "hosts")) : undefined;
  if (!allowHosts?.every((host) => typeof host === "string" && !host.includes("\n"))) {
    throw new ConfigError('allowHosts: takes a list of hosts, such as ["www.example.com", ".example.com"]');
  }
  if (otherwise !== "exception" && otherwise !== "clear_session" && otherwise !== null && typeof otherwise !== "function") {
    throw new ConfigError('with: takes "exception", "clear_session", null or a function');
  }
  return { sessionKey, allowHosts, otherwise, secretKeyBase };
}

/** @param {unknown} token @param {Expected} expected */
function fits(token, { state, host, allowHosts, secret }) {
  if (validStateAndCsrfToken(state, token)) return true;
  // Only what looks like a host's token is worth deriving a key for.
  if (typeof token !== "string" || !token.startsWith("SFMyNTY.") || secret === undefined) return false;
  const bytes = bytesOrNot(token);
  const key = bytesOrNot(state);
  if (!bytes || !key) return false;
  const hosts = new TextEncoder().encode([host, ...allowHosts].join("\n"));
  for (const one of secretsOf("secretKeyBase", secret)) {
    useKey(one, key, DERIVATION);
    writeBytes(bytes, hosts);
    if (call(core.csrf_valid_host, bytes.length, hosts.length) === 1) return true;
  }
  return false;
}

/** @template {Response} R @param {Request} request @param {R} response @returns {R} */
export function protectScript(request, response) {
  const header = (/** @type {any} */ from, /** @type {string} */ name) => String(from?.headers?.get(name)).replaceAll("\n", " ");
  const parts = [request.method, header(request, "x-requested-with"), header(response, "content-type")];
  if (call(core.csrf_cross_origin, writeText(parts.join("\n"))) === 0) return response;
  throw new CsrfError("a <script> of another site may have asked for this JavaScript, which a session's visitor alone is to have: ask for it by XMLHttpRequest, or answer without protectScript");
}

/**
 * @param {(request: any, session: any, ...rest: any[]) => any} handler @param {object} [options]
 * @returns {(request: any, session: any, ...rest: any[]) => Promise<any>}
 */
export function protectFromForgery(handler, options = {}) {
  const given = checked("protectFromForgery", options);
  if (typeof handler !== "function") throw new ConfigError("protectFromForgery: takes a function (request, session, …) => Response");
  return async (request, session, ...rest) => {
    asked(request);
    if (session === undefined) {
      if (isProtected(request)) throw new ConfigError("protectFromForgery: got no session: it goes inside of what gives one, sessions.handle(protectFromForgery(handler)), and what skip passes by may only read");
      // Passed by, by `skip`: where there is no session nothing can be done in its name.
      return handler(request, session, ...rest);
    }
    const { fits, answer } = await verify(request, session, given);
    if (!fits && isResponse(answer)) return answer;
    return protectScript(request, await handler(request, session, ...rest));
  };
}

/** By its shape: another realm's is as good. @param {any} answer */
function isResponse(answer) {
  return typeof answer?.status === "number" && typeof answer.headers?.get === "function";
}
