// @ts-check
// SvelteKit: a `handle` hook that puts the session into `event.locals` and sends it with the response, and a `handleError` hook by which
// the framework says that a throw was not expected.

import { ConfigError } from "./border/errors.js";
import { isRedirect, sendByEvent, withCookies } from "./frameworks/kit_answer.js";
import { readConnOption } from "./plug/conn_option.js";
import { enter } from "./plug/layer.js";

/** The layers of each request that is being handled, one for each cookie at least. @type {WeakMap<object, { forget(): void }[]>} */
const layers = new WeakMap();

/** Whether the app has the `handleError` hook. */
let isTold = false;

/**
 * @param {import("./plug/sessions.js").Sessions} sessions @param {{ conn?: any, skip?: (event: any) => boolean | Promise<boolean> }} [options]
 */
export function sessionHandle(sessions, options = {}) {
  const { conn, skip } = readConnOption("sessionHandle", options, sessions, ["skip"]);
  return async (/** @type {{ event: any, resolve: (event: any) => Response | Promise<Response> }} */ input) => {
    const { event, resolve } = Object(input);
    if (typeof event?.request?.headers?.get !== "function" || typeof resolve !== "function") {
      throw new ConfigError("sessionHandle: is SvelteKit's hook handle: export const handle = sessionHandle(sessions) in src/hooks.server.js");
    }
    if (skip && (await skip(event))) return resolve(event);
    const layer = await enter(sessions, event.request, typeof conn === "function" ? await conn(event) : conn);
    layers.set(event.request, [...layers.get(event.request) ?? [], layer]);
    const context = event.platform?.ctx ?? event.platform?.context;
    const set = event.cookies?.set;
    try {
      event.locals.session = layer.session;
      const response = await resolve(event);
      if (!layer.isOutermost) return response;
      // Without the other hook nobody says whether a 500 was expected: then it was not.
      if (!isTold && response.status === 500) layer.forget();
      return withCookies(await sessions.send(layer.session, response, context), event);
    } catch (error) {
      if (!isRedirect(error)) layer.forget();
      else if (layer.isOutermost) await sendByEvent(sessions, layer.session, event, set, context);
      throw error;
    } finally {
      layer.leave();
    }
  };
}

/** @param {((input: any) => any) | undefined} [handleError] the app's own */
export function sessionHandleError(handleError) {
  if (handleError !== undefined && typeof handleError !== "function") throw new ConfigError("sessionHandleError: takes the app's own handleError, a function, or nothing");
  isTold = true;
  return (/** @type {any} */ input) => {
    const unexpected = isUnexpected(input);
    if (unexpected) layers.get(input.event?.request)?.forEach((layer) => layer.forget());
    if (handleError) return handleError(input);
    if (unexpected) console.error(input.error);
    return undefined;
  };
}

/**
 * SvelteKit 3 says what kind of error it is, and calls the hook for `error(…)` too. Version 2 calls it for what was not expected, and for
 * what it answers by itself, such as a page that is not there: that one has a status other than 500.
 * @param {any} input
 */
function isUnexpected({ kind, status }) {
  return kind === undefined ? status === undefined || status === 500 : kind === "unknown";
}
