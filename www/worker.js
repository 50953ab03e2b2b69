// The demo's Worker. Everything else, the page and its scripts, is a static asset of ./public.
//
//   GET  /api/session                   what the session holds; this and the next take ?store=cookie, memory or kv
//   POST /api/login {name}   /api/visit   /api/put {key, value}   /api/renew   /api/logout
//   POST /api/browsers/laptop/login {user}   /write {note, seconds}   /logout   /logout-others   the same for …/phone/…
//   GET  /api/storage                   the records of these sessions, as the service holds them
//   GET  /phoenix                       the login of the Phoenix app that wrangler.toml names: read, and one key put
//   POST /api/phoenix {cookie, secretKeyBase, signingSalt, encryptionSalt?, key?, put: {key, value}}
//                                       the same for any Phoenix cookie; what comes back differs in that key alone
import { browser } from "./browsers.js";
import { phoenixApp, phoenixCookie } from "./phoenix.js";
import { refusal, Refused } from "./refusal.js";
import { stores } from "./sessions.js";
import { storage } from "./storage.js";
import { heldCookies, visitor } from "./visitor.js";

// The classes of the Durable Objects that wrangler.toml binds.
export { WaxsealSessions } from "waxseal/kv/durable-object";
export { Logins } from "./logins.js";

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

  if (pathname === "/api/storage") return storage(request);
  if (pathname.startsWith("/api/browsers/")) return browser(request);

  const store = searchParams.get("store") ?? "cookie";
  const handle = visitors.get(store);
  if (!handle) throw new Refused("store", `no such store here; it takes ${[...visitors.keys()].join(", ")}`);
  return handle(request, env, ctx);
}
