// A visitor of the demo: who they are and how often they came, in whichever store the route chose.
import { toJSON } from "../pkg/inspect/term-json.js";
import { jsonBody, sameSite, text, value } from "./input.js";
import { Refused } from "./refusal.js";

const actions = {
  "GET /api/session": () => {},

  "POST /api/login": (session, body) => {
    const name = text(body, "name", { max: 100 });
    // Nothing from before the login survives it: neither what the session held nor, in a server-side store, its id.
    session.clear();
    session.renew();
    session.put("name", name);
  },

  "POST /api/visit": (session) => session.put("visits", session.get("visits", 0) + 1),

  "POST /api/put": (session, body) => session.put(text(body, "key", { max: 200 }), value(body, "value")),

  "POST /api/renew": (session) => session.renew(),

  "POST /api/logout": (session) => {
    session.clear();
    session.drop();
  },
};

export async function visitor(request, session) {
  const { pathname } = new URL(request.url);
  const name = `${request.method} ${pathname}`;
  if (!Object.hasOwn(actions, name)) throw unknownRoute(request.method, pathname);

  let body = {};
  if (request.method === "POST") {
    sameSite(request);
    body = await jsonBody(request);
  }
  actions[name](session, body);
  return Response.json({ session: toJSON(session.toObject()) });
}

function unknownRoute(method, pathname) {
  const allow = Object.keys(actions).map((name) => name.split(" ")).find(([, path]) => path === pathname)?.[0];
  return allow
    ? new Refused("method", `${pathname} takes ${allow}, not ${method}`, { status: 405, headers: { allow } })
    : new Refused("path", `there is nothing at ${pathname}`, { status: 404 });
}

// For the page alone, not for copying: an HttpOnly cookie is hidden from scripts, and the page wants to show it.
export function heldCookies(request) {
  const own = (request.headers.get("cookie") ?? "").split(";").map((pair) => pair.trim()).filter((pair) => pair.startsWith("_demo_"));
  return Response.json({ cookies: own }, { headers: { "cache-control": "no-store" } });
}
