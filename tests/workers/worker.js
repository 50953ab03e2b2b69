// @ts-check
// A Worker of a few routes, for what only a real one shows: its Cookie headers, immutable answers, the cache, clients that go away.

import { createSessions } from "waxseal";
import { session as astro } from "waxseal/astro";
import { memoryKV } from "waxseal/kv/memory";
import { sessionStorage } from "waxseal/react-router";
import { sessionHandle } from "waxseal/sveltekit";

const common = { key: "_k", log: /** @type {const} */ (false) };
const cookies = createSessions({ ...common, store: "cookie", secretKeyBase: "a-secret-of-a-worker-".repeat(4), signingSalt: "salt" });

const { getSession } = sessionStorage(cookies);

/** A service that is far away: a write takes longer than a client stays. */
const near = memoryKV();
const later = () => new Promise((resolve) => setTimeout(resolve, 400));
/** Log-outs that were begun to be written: a mark's first byte is 0. */
let writing = 0;
const kv = {
  capabilities: near.capabilities,
  get: near.get,
  put: async (/** @type {string} */ key, /** @type {Uint8Array} */ value, /** @type {any} */ options) => {
    if (value[0] === 0) writing += 1;
    await later();
    return near.put(key, value, options);
  },
  delete: async (/** @type {string} */ key) => (await later(), near.delete(key)),
};
const stored = createSessions({ ...common, store: "kv", kv });

/** What SvelteKit and Astro do on a platform, as they call their hooks. @type {Record<string, (request: Request) => Promise<Response>>} */
const HOOKS = {
  // A data request that a hook redirects.
  async "/hooks/data"(request) {
    const event = { request, locals: /** @type {any} */ ({}), isDataRequest: true };
    return sessionHandle(cookies)({ event, resolve: () => (event.locals.session.put("user", "ada"), new Response(null, { status: 303, headers: { location: "/" } })) });
  },
  // A hook that redirects. SvelteKit takes a joined header for one: it finds another cookie's value in it, or none.
  async "/hooks/redirect"(request) {
    /** @type {string[]} */
    const names = [];
    const jar = { get: (/** @type {string} */ name) => request.headers.get("cookie")?.split("; ").find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1), set: (/** @type {string} */ name) => void names.push(name) };
    const event = { request, locals: /** @type {any} */ ({}), cookies: jar };
    const redirects = () => {
      event.locals.session.put("seen", 1);
      throw { status: 303, location: "/" };
    };
    await sessionHandle(cookies)({ event: /** @type {any} */ (event), resolve: redirects }).catch(() => {});
    return new Response(names.join());
  },
  // A page that is not there, and the page for that.
  async "/hooks/not-found"(request) {
    const own = astro(cookies);
    const ask = async (/** @type {string} */ key) => {
      const context = { request, locals: /** @type {any} */ ({}), isPrerendered: false, url: new URL(request.url) };
      return own(/** @type {any} */ (context), async () => (context.locals.session.put(key, "ada"), new Response("", { status: 404 })));
    };
    const [first, second] = [await ask("first"), await ask("user")];
    return new Response(`${first.headers.has("set-cookie")}`, second);
  },
};

/** @type {Record<string, (request: Request, session: any) => any>} */
const ROUTES = {
  "/log-in": (_request, session) => (session.put("user", "ada").renew(), new Response("in")),
  "/user": (_request, session) => new Response(String(session.get("user"))),
  // As React Router's loaders have it.
  "/text": async (request) => new Response(String((await getSession(request.headers.get("cookie"))).get("user"))),
  // What an app behind is told, before and after a log-out.
  "/forward": async (request, session) => Response.json(await shown(request, session.put("seen", 1))),
  "/forward-out": async (request, session) => Response.json(await shown(request, session.drop())),
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

/** @param {Request} request @param {any} session */
async function shown(request, session) {
  const forwarded = await cookies.forward(session, request);
  const others = (forwarded.headers.get("cookie") ?? "").split("; ").filter((pair) => !pair.startsWith("_k="));
  return { session: (await cookies.fetch(forwarded)).toObject(), others };
}

const handler = (/** @type {any} */ sessions) => sessions.handle((/** @type {Request} */ request, /** @type {any} */ session) => ROUTES[new URL(request.url).pathname](request, session));
const handlers = { cookies: handler(cookies), stored: handler(stored) };

export default {
  /** @param {Request} request @param {unknown} env @param {unknown} ctx */
  async fetch(request, env, ctx) {
    if (new URL(request.url).pathname === "/writing") return new Response(String(writing));
    const { pathname } = new URL(request.url);
    if (pathname in HOOKS) return HOOKS[pathname](request);
    const kind = request.headers.get("x-store") === "kv" ? "stored" : "cookies";
    try {
      return await handlers[kind](request, env, ctx);
    } catch (error) {
      return new Response(`${/** @type {any} */ (error).code}: ${/** @type {any} */ (error).message}`, { status: 500 });
    }
  },
};
