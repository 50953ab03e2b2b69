// @ts-check
// Next: a session in pages, server actions, route handlers and the proxy, and what the proxy changed seen by what comes after it.

import { ConfigError } from "./border/errors.js";
import { cookieNow, sendBeside } from "./frameworks/cookie_now.js";
import { passOn } from "./frameworks/next_proxy.js";
import { readConnOption } from "./plug/conn_option.js";
import { enter } from "./plug/layer.js";
import { answerOfThrown } from "./plug/thrown.js";
import { stateOf } from "./session/session.js";

/** A request as a session is fetched of. @typedef {{ headers: { cookie: string, get(name?: string): string } }} Asked */

/** @param {import("./plug/sessions.js").Sessions} sessions @param {{ cookies: any, headers: any, conn?: any, skip?: (request: any, ...rest: any[]) => boolean | Promise<boolean> }} options */
export function nextSessions(sessions, options) {
  const { cookies, headers, conn, skip } = readConnOption("nextSessions", options, sessions, ["cookies", "headers", "skip"]);
  for (const [name, given] of [["cookies", cookies], ["headers", headers]]) {
    if (typeof given !== "function") throw new ConfigError(`nextSessions: ${name} takes the function of that name of next/headers: nextSessions(sessions, { cookies, headers })`);
  }
  const { key } = /** @type {any} */ (sessions).site;
  /** By Next's headers, of which a request has one object. @type {WeakMap<object, Asked>} */
  const requests = new WeakMap();
  /** The request that a route handler was given, likewise. @type {WeakMap<object, any>} */
  const handled = new WeakMap();

  /** The request that this code runs for, with the cookie as it is by now. @returns {Promise<[Asked, any]>} */
  async function current() {
    const given = await headers();
    const own = handled.get(given);
    if (own) return [own, await connOf(given, own)];
    const jar = await cookies();
    const asked = requests.get(given) ?? { headers: { cookie: "", get() { return this.cookie; } } };
    requests.set(given, asked);
    asked.headers.cookie = cookieNow(given.get("cookie") ?? "", jar.get(key)?.value, key);
    return [asked, await connOf(given)];
  }

  /** Next is told by who stands before it what the browser asked by. @param {{ get(name: string): string | null }} given @param {...any} about */
  async function connOf(given, ...about) {
    const own = typeof conn === "function" ? await conn(...about) : conn;
    return /^https\b/i.test(given.get("x-forwarded-proto") ?? "") ? { scheme: "https", ...own } : own;
  }

  return {
    session: async () => sessions.fetch(...(await current())),

    /** @param {(session: any, ...given: any[]) => any} handler */
    action(handler) {
      checkHandler("action", handler);
      return async (/** @type {any[]} */ ...given) => {
        const [asked, ownConn] = await current();
        const header = asked.headers.get("cookie") ?? "";
        const layer = await enter(sessions, asked, ownConn);
        const commit = async () => {
          if (!layer.isOutermost) return;
          const jar = await cookies();
          // What the action itself set there, such as a log-in of an app behind, is the newer truth.
          const cookie = await sendBeside(sessions, layer.session, header, jar.get(key)?.value);
          if (cookie) jar.set(cookie.name, cookie.value, cookie.attributes);
        };
        try {
          const result = await answered(() => handler(layer.session, ...given), commit);
          await commit();
          return result;
        } catch (error) {
          if (!answerOfThrown(error)) layer.forget();
          throw error;
        } finally {
          layer.leave();
        }
      };
    },

    /** @param {(request: any, session: any, ...rest: any[]) => any} handler */
    handle(handler) {
      checkHandler("handle", handler);
      // What it calls asks for the session by Next's headers.
      const known = async (/** @type {any} */ request, /** @type {any} */ session, /** @type {any[]} */ ...rest) => {
        handled.set(await headers(), request);
        return handler(request, session, ...rest);
      };
      return sessions.handle(known, { conn: (request, ...rest) => connOf(request.headers, request, ...rest), skip: skip ?? never });
    },

    /** @param {(request: any, session: any, ...rest: any[]) => any} handler */
    proxy(handler) {
      checkHandler("proxy", handler);
      return async (/** @type {any} */ request, /** @type {any} */ event, /** @type {any[]} */ ...rest) => {
        if (typeof request?.headers?.get !== "function") throw new ConfigError("proxy: got no request: it is what Next calls, export const proxy = withSession(handler) in proxy.js");
        if (skip && (await skip(request, event, ...rest))) return handler(request, undefined, event, ...rest);
        const layer = await enter(sessions, request, await connOf(request.headers, request, event, ...rest));
        try {
          const response = await handler(request, layer.session, event, ...rest);
          if (!layer.isOutermost) return response;
          if (response !== undefined && response !== null) return passOn(await sessions.send(layer.session, response, event), request, layer.session);
          if (stateOf(layer.session).changes.isNone) return await noted(sessions, layer.session, event);
          if ((await sessions.commit(layer.session, event)) === undefined) return response;
          throw new ConfigError("proxy: the session was changed and nothing was returned, so the cookie has nowhere to go: return NextResponse.next()");
        } catch (error) {
          layer.forget();
          throw error;
        } finally {
          layer.leave();
        }
      };
    },
  };
}

/** What `redirect()` and `notFound()` throw is an answer: what was done before it is committed. @param {() => any} handler @param {() => Promise<void>} commit */
async function answered(handler, commit) {
  try {
    return await handler();
  } catch (error) {
    if (answerOfThrown(error)) await commit();
    throw error;
  }
}

/**
 * What a proxy that returned nothing answers. Of a session that was but read there may be a cookie all the same, which says when it was used last:
 * it goes with what `NextResponse.next()` is.
 * @param {import("./plug/sessions.js").Sessions} sessions @param {import("./session/session.js").Session} session @param {any} event
 */
async function noted(sessions, session, event) {
  const next = await sessions.send(session, new Response(null, { headers: { "x-middleware-next": "1" } }), event);
  return next.headers.has("set-cookie") ? next : undefined;
}

/** No request is skipped. */
const never = () => false;

/** @param {string} call @param {unknown} handler */
function checkHandler(call, handler) {
  if (typeof handler !== "function") throw new ConfigError(`${call}: takes a function`);
}
