// @ts-check
// Whether a token fits a session's state, by the package's own check, and if not, why. No page, no network.
import { createSessions } from "waxseal";
import { csrfToken, csrfTokenFor, dumpStateFromSession, verifyCsrf } from "waxseal/phoenix";
import { fromBase64 } from "../waxseal/inspect/claimed.js";
import { options } from "../waxseal/inspect/inspect-cookie.js";
import { mapEntries } from "../waxseal/inspect/term-kinds.js";

/** @typedef {{ fits: boolean, text: string }} Outcome */

const MASKED = 56;
const STATE = 24;

/** The session that a report opened, as an app has it. @param {any} report */
export function sessionOf({ cookie, keysets: [primary, ...rotated] }) {
  const sessions = createSessions({ store: "cookie", key: cookie.name, log: false, ...options(primary), rotatingOptions: rotated.map(options) });
  return sessions.fetch(`${cookie.name}=${cookie.value}`);
}

/** The state in the session; why there is none. @param {any} report @returns {{ state: string } | { problem: string }} */
export function stateIn(report) {
  if (report.as !== "session" || !report.ok) return { problem: "Open the session first, above: a token fits one session, and no other." };
  const value = new Map(mapEntries(report.session)).get("_csrf_token");
  if (value === undefined) return { problem: "This session has no _csrf_token: it was shown no form yet. Plug takes no token with it, and makes the state when a page asks for one." };
  const state = dumpStateFromSession(value);
  if (state === null) return { problem: "The session's _csrf_token is no state, which has 24 bytes: Plug takes no token with it." };
  return { state: typeof state === "string" ? state : String.fromCharCode(...state) };
}

/**
 * @param {any} report @param {{ token: string, host: string, allowHosts: string[] }} given the request's host, as far as it is known
 * @returns {Promise<Outcome>}
 */
export async function checkCsrf(report, { token, host, allowHosts }) {
  const found = stateIn(report);
  if ("problem" in found) return { fits: false, text: found.problem };
  const odd = /[^\x21-\x7e]/.exec(token);
  if (odd) return { fits: false, text: `Character ${odd.index + 1} is none of a token's: paste the token alone, or the tag that has it.` };
  const fits = (/** @type {string} */ to, /** @type {string[]} */ allowed) =>
    verifyCsrf(new Request(`https://${to}/`, { method: "POST", headers: { "x-csrf-token": token } }), sessionOf(report), { with: null, allowHosts: allowed });
  const madeFor = hostIn(token);
  if (madeFor === undefined) return (await fits("localhost", [])) ? { fits: true, text: "Unmasked it is the session's state. It holds for every host that the session's cookie goes to." } : { fits: false, text: misfit(token, found.state) };
  if (!(await fits("localhost", [madeFor]))) {
    return { fits: false, text: `It is a token for ${madeFor} alone, made with another secret_key_base or for another session: its key is derived from both.` };
  }
  if (host === "") return { fits: true, text: `It is a token for ${madeFor} alone: requests to that host pass. Write the request's host above to see of another.` };
  return (await fits(host, allowHosts))
    ? { fits: true, text: `It is a token for ${madeFor}, and a request to ${host} may have it${madeFor === host ? "" : ": allow_hosts names it"}.` }
    : { fits: false, text: `It is a token for ${madeFor}, of this session, but the request goes to ${host}. There allow_hosts: ["${madeFor}"] would let it pass.` };
}

/** The host that a token was made for: signed, after 24 characters. @param {string} token */
function hostIn(token) {
  if (!token.startsWith("SFMyNTY.") || token.length === MASKED) return undefined;
  try {
    return new TextDecoder().decode(fromBase64(token.split(".")[1]).subarray(STATE)) || undefined;
  } catch {
    return undefined;
  }
}

/** @param {string} token @param {string} state */
function misfit(token, state) {
  if (token === state) return "That is the state itself, as it stands in the session. A page carries it masked, and Plug takes it in no other way: a page that shows it bare gives it away.";
  if (token.startsWith("SFMyNTY.")) return "It begins as a token for a host does, and is none: was all of it copied?";
  if (token.length !== MASKED) return `It has ${token.length} characters, and a masked token has ${MASKED}: ${token.length < MASKED ? "was all of it copied?" : "paste the token alone."}`;
  const other = unmasked(token);
  return other === undefined
    ? "It has the length of a token, but unmasked it is no state: a character was changed."
    : `It is well made, but for another session: its state begins with ${other.slice(0, 4)}…, this session's with ${state.slice(0, 4)}…. A log-in, a log-out and clear_session make a new state, so a page from before has an old token.`;
}

/** state XOR mask in base64url, and the mask. @param {string} token */
function unmasked(token) {
  try {
    const mask = token.slice(-STATE);
    const text = String.fromCharCode(...fromBase64(token.slice(0, -STATE)).map((byte, at) => byte ^ mask.charCodeAt(at)));
    return /^[\w-]{24}$/.test(text) ? text : undefined;
  } catch {
    return undefined;
  }
}

/** A token that fits, made by the package. @param {any} report @param {string} [host] */
export const madeFor = (report, host) => (host ? csrfTokenFor(sessionOf(report), `https://${host}/`) : csrfToken(sessionOf(report)));
