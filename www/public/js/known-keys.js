// @ts-check
// The keys that Phoenix and its generators put into a session, explained. Pure.
import { kindOf, mapEntries } from "../waxseal/inspect/term-kinds.js";
import { bytesIn } from "../waxseal/inspect/token-kind.js";

/** @typedef {{ key: string, text: string, remark?: string }} Explained `remark`: what is odd about the value that is there */

/** @type {[RegExp, (value: any, session: Map<any, any>, key: string) => Omit<Explained, "key">][]} */
const KNOWN = [
  [/^_csrf_token$/, (value) => ({
    text: "Plug.CSRFProtection's state. Pages carry it masked, another text each time; a log-in and a log-out replace it.",
    remark: bytesIn(value) === 24 ? undefined : `${sized(value)}, and a state has 24: Plug takes no token with it, and makes a new one.`,
  })],
  [/^phoenix_flash$/, (value) => ({
    text: "Messages for the next page: put_flash. They go with the first answer that is no redirect.",
    remark: kindOf(value) === "map" ? undefined : "No map: Phoenix raises at each request.",
  })],
  [/^live_socket_id$/, (value, session) => ({
    text: 'LiveView\'s sockets of this log-in: Endpoint.broadcast(it, "disconnect", %{}) ends them all.',
    remark: fitsToken(value, session),
  })],
  [/^\w+_remember_me$/, () => ({ text: "phx.gen.auth: “keep me logged in” was asked for, so a remember-me cookie was written, too." })],
  [/^\w+_return_to$/, (value) => ({
    text: "phx.gen.auth: the page that wanted a log-in. The log-in leads there, and deletes it.",
    remark: kindOf(value) === "string" && !/^\/(?!\/)/.test(value) ? "Not a path of this site: redirect(to: …) raises." : undefined,
  })],
  [/^guardian_\w+_token$/, () => ({ text: "Guardian's JSON Web Token, the log-in." })],
  [/^\w+_token$/, (value, _, key) => ({
    text: `phx.gen.auth: 32 random bytes, the log-in. The app finds the user by them in ${key.replace(/_token$/, "")}s_tokens; whoever deletes the row there ends the log-in.`,
    remark: bytesIn(value) === 32 ? undefined : `${sized(value)}, and the template's has 32: perhaps the app's own.`,
  })],
  [/^(?:current_)?user_id$/, () => ({ text: "The log-in of an app of its own: whoever has this cookie is this user, until the cookie is over." })],
  [/^(?:locale|cldr_locale)$/, () => ({ text: "The visitor's language." })],
];

/** @param {any} session @returns {Explained[]} those that are known, in the session's order */
export function explained(session) {
  const entries = mapEntries(session).filter(([key]) => typeof key === "string");
  const all = new Map(entries);
  return entries.flatMap(([key, value]) => {
    const [, explain] = KNOWN.find(([name]) => name.test(key)) ?? [];
    return explain ? [{ key, ...explain(value, all, key) }] : [];
  });
}

/** @param {any} value */
const sized = (value) => (bytesIn(value) > 0 ? `It has ${bytesIn(value)} bytes` : `It is a ${kindOf(value)}`);

/** users_sessions: and user_token in base64url, with its padding. @param {any} id @param {Map<any, any>} session */
function fitsToken(id, session) {
  const token = session.get("user_token");
  if (token === undefined) return "There is no user_token beside it: nobody is logged in.";
  const bytes = typeof token === "string" ? new TextEncoder().encode(token) : token;
  if (!(bytes instanceof Uint8Array)) return undefined;
  const text = btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_");
  return id === `users_sessions:${text}` ? undefined : "It is not users_sessions: and this user_token in base64url with padding: disconnect_sessions, after a change of password, would not reach these sockets.";
}
