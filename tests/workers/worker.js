// @ts-check
// A Worker of a few routes, for what only a real one shows: its Cookie headers, immutable answers, the cache, clients that go away.

import { createSessions } from "waxseal";
import { memoryKV } from "waxseal/kv/memory";

const common = { key: "_k", log: /** @type {const} */ (false) };
const cookies = createSessions({ ...common, store: "cookie", secretKeyBase: "a-secret-of-a-worker-".repeat(4), signingSalt: "salt" });

/** A service that is 40 ms away. */
const near = memoryKV();
const later = () => new Promise((resolve) => setTimeout(resolve, 40));
const kv = {
  capabilities: near.capabilities,
  get: async (/** @type {string} */ key) => (await later(), near.get(key)),
  put: async (/** @type {string} */ key, /** @type {Uint8Array} */ value, /** @type {any} */ options) => (await later(), near.put(key, value, options)),
  delete: async (/** @type {string} */ key) => (await later(), near.delete(key)),
};
const stored = createSessions({ ...common, store: "kv", kv });

/** @type {Record<string, (request: Request, session: any) => any>} */
const ROUTES = {
  "/log-in": (_request, session) => (session.put("user", "ada").renew(), new Response("in")),
  "/user": (_request, session) => new Response(String(session.get("user"))),
  "/log-out": (_request, session) => (session.drop(), new Response("out")),
  // The headers of what fetch gives can't be changed.
  "/cached": (request, session) => (session.put("seen", 1), fetch(String(request.headers.get("x-origin")))),
  "/error": (_request, session) => (session.put("seen", 1), Response.error()),
  // Another layer wrote the same cookie.
  async "/two-layers"(_request, session) {
    session.put("outer", 1);
    const inner = cookies.fetch("");
    return cookies.send(inner.put("inner", 1), new Response("two"));
  },
};

const handler = (/** @type {any} */ sessions) => sessions.handle((/** @type {Request} */ request, /** @type {any} */ session) => ROUTES[new URL(request.url).pathname](request, session));
const handlers = { cookies: handler(cookies), stored: handler(stored) };

export default {
  /** @param {Request} request @param {unknown} env @param {unknown} ctx */
  async fetch(request, env, ctx) {
    const kind = request.headers.get("x-store") === "kv" ? "stored" : "cookies";
    try {
      return await handlers[kind](request, env, ctx);
    } catch (error) {
      return new Response(`${/** @type {any} */ (error).code}: ${/** @type {any} */ (error).message}`, { status: 500 });
    }
  },
};
