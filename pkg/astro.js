// @ts-check
// Astro: a middleware that puts the session under `context.locals.session` and sends it with the response.

import { ConfigError } from "./border/errors.js";
import { setCookiesOf } from "./plug/answer.js";
import { readConnOption } from "./plug/conn_option.js";
import { cookiesWith } from "./plug/forward.js";
import { enter } from "./plug/layer.js";
import { attributesOf } from "./plug/set_cookie.js";
import { stateOf } from "./session/session.js";

/** @typedef {import("./session/session.js").Session} Session */

/**
 * What each sessions have in hand, in whichever middleware: `open` by locals, as a rewrite has a request of its own; `answered` by request, as
 * the page for a 404 or 500 comes after an answer.
 * @typedef {{ open: WeakSet<object>, answered: WeakMap<Request, { session: Session, response: Response }> }} InHand
 */
/** @type {WeakMap<object, InHand>} */
const inHand = new WeakMap();

/** @param {import("./plug/sessions.js").Sessions} sessions @param {{ conn?: any, skip?: (context: any) => boolean | Promise<boolean> }} [options] */
export function session(sessions, options = {}) {
  const { conn, skip } = readConnOption("session", options, sessions, ["skip"]);
  const { open, answered } = inHand.get(sessions) ?? { open: new WeakSet(), answered: new WeakMap() };
  inHand.set(sessions, { open, answered });

  return async (/** @type {any} */ context, /** @type {() => Promise<Response>} */ next) => {
    const { request, locals } = context ?? {};
    if (typeof request?.headers?.get !== "function" || typeof locals !== "object" || typeof next !== "function") {
      throw new ConfigError("session: waxseal/astro is a middleware of Astro: export const onRequest = session(sessions)");
    }
    // Of a page that is built once there is no request.
    if (context.isPrerendered || open.has(locals) || (skip && (await skip(context)))) return next();
    const before = answered.get(request);
    const source = before ? sourceAfter(sessions, before.session, request) : request;
    const layer = await enter(sessions, source, typeof conn === "function" ? await conn(context) : conn);
    try {
      locals.session = layer.session;
      open.add(locals);
      const response = await next();
      if (!layer.isOutermost) return response;
      if (isFailedAction(context, response)) layer.forget();
      const sent = await sessions.send(layer.session, response, locals.cfContext ?? locals.runtime?.ctx);
      if (before) withdraw(sessions, before, layer.session, sent);
      answered.set(request, { session: layer.session, response: sent });
      return sent;
    } catch (error) {
      layer.forget();
      throw error;
    } finally {
      open.delete(locals);
      layer.leave();
    }
  };
}

/**
 * Whether an action threw what nobody expected: Astro makes an `ActionError` of it, of status 500, and lets a page answer.
 * @param {any} context @param {Response} response
 */
function isFailedAction({ request, routePattern, url, getActionResult }, { status }) {
  if (request.method !== "POST" || status !== 500) return false;
  if (routePattern === "/_actions/[...path]") return true;
  const name = url.searchParams.get("_action");
  if (name === null || typeof getActionResult !== "function") return false;
  // As `actions.NAME` is asked for.
  const action = { toString: () => `?${new URLSearchParams({ _action: name })}` };
  return getActionResult(action)?.error?.status === 500;
}

/** The request, as the browser would make it after an earlier answer. @param {any} sessions @param {Session} session @param {Request} request */
function sourceAfter(sessions, session, request) {
  // It has what it came with: without a late cookie it would be a visitor's, who may begin a session.
  if (stateOf(session).setCookie === undefined) return request;
  const { name, value, attributes } = attributesOf(sessions.again(session));
  const headers = new Headers(request.headers);
  headers.set("cookie", cookiesWith(headers.get("cookie") ?? "", name, attributes.maxAge === 0 ? null : value));
  return { headers, url: request.url };
}

/** Astro puts the earlier answer's headers beside those of the later page: of two cookies of ours the later holds all. */
function withdraw(/** @type {any} */ sessions, /** @type {{ session: Session, response: Response }} */ before, /** @type {Session} */ session, /** @type {Response} */ sent) {
  if (!setCookiesOf(sent.headers).includes(sessions.again(session))) return;
  const { headers } = before.response;
  const others = setCookiesOf(headers).filter((header) => header !== sessions.again(before.session));
  headers.delete("set-cookie");
  for (const other of others) headers.append("set-cookie", other);
}
