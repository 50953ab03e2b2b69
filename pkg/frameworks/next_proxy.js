// @ts-check
// What the proxy did to the session, for the page, the action or the route handler of the same request: they are given a request that has
// the new cookie (https://nextjs.org/docs/app/api-reference/functions/next-response#next).

import { nameOf, pairsOf } from "../border/cookie_pairs.js";
import { readAnswer, setCookiesOf } from "../plug/answer.js";
import { stateOf } from "../session/session.js";

const OVERRIDDEN = "x-middleware-override-headers";
const VALUE = "x-middleware-request-";

/** @param {any} response @param {Request} request @param {import("../session/session.js").Session} session */
export function passOn(response, request, session) {
  const { headers, constructor: NextResponse } = response;
  const state = stateOf(session);
  const goesOn = headers.has("x-middleware-next") || headers.has("x-middleware-rewrite");
  // Of the name there may be another path's, which is another cookie.
  const { answer } = readAnswer(state, setCookiesOf(headers));
  if (!goesOn || answer === undefined || typeof NextResponse.next !== "function") return response;
  const passed = passedHeaders(headers, request);
  const others = pairsOf(passed.get("cookie") ?? "").filter((pair) => nameOf(pair) !== state.site.key);
  const cookies = answer.isDeleted ? others : [answer.header, ...others];
  // Emptied, not deleted: Next keeps the browser's then.
  passed.set("cookie", cookies.join("; "));
  for (const [name, value] of NextResponse.next({ request: { headers: passed } }).headers) {
    if (name === OVERRIDDEN || name.startsWith(VALUE)) headers.set(name, value);
  }
  return response;
}

/** The request's headers as the app passes them on. @param {Headers} headers @param {Request} request */
function passedHeaders(headers, request) {
  const names = headers.get(OVERRIDDEN);
  if (names === null) return new Headers(request.headers);
  return new Headers(names.split(",").map((name) => name.trim()).filter(Boolean).map((name) => [name, headers.get(VALUE + name) ?? ""]));
}
