// The demo's Worker. Everything else, the page and its scripts, is a static asset of ./public.
//
//   GET  /api/session                   what the session holds; this and the next take ?store=cookie or ?store=memory
//   POST /api/login {name}   /api/visit   /api/put {key, value}   /api/renew   /api/logout
//   GET  /phoenix                       the login of the Phoenix app that wrangler.toml names: read, and one key put
//   POST /api/phoenix {cookie, secretKeyBase, signingSalt, encryptionSalt?, key?, put: {key, value}}
//                                       the same for any Phoenix cookie; what comes back differs in that key alone
import { phoenixApp, phoenixCookie } from "./phoenix.js";
import { refusal, Refused } from "./refusal.js";
import { stores } from "./sessions.js";
import { heldCookies, visitor } from "./visitor.js";

// A store's sessions around the same handler: fetched before it, committed into its response after it.
const visitors = new Map(Object.entries(stores).map(([name, sessions]) => [name, sessions.handle(visitor)]));

export default {
  async fetch(request, env, ctx) {
    try {
      return await route(request, env, ctx);
    } catch (error) {
      return refusal(error);
    }
  },
};

function route(request, env, ctx) {
  const { pathname, searchParams } = new URL(request.url);
  if (pathname === "/phoenix") return phoenixApp(request, env, ctx);
  if (pathname === "/api/phoenix") return phoenixCookie(request);
  if (pathname === "/api/held") return heldCookies(request);

  const store = searchParams.get("store") ?? "cookie";
  const handle = visitors.get(store);
  if (!handle) throw new Refused("store", `no such store here; there is ${[...visitors.keys()].join(" and ")}`);
  return handle(request, env, ctx);
}
