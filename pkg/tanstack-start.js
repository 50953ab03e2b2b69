// @ts-check
// TanStack Start: its server entry with a session in the request's context, and a middleware by which it says that a throw was not expected.

import { ConfigError } from "./border/errors.js";
import { readOptions } from "./border/options.js";
import { isResponse } from "./plug/response.js";
import { forget } from "./session/changes.js";
import { Session, stateOf } from "./session/session.js";

/** Whether the app says which errors were not expected. */
let isTold = false;

/**
 * @param {import("./plug/sessions.js").Sessions} sessions @param {(request: Request, session: any, ...rest: any[]) => any} handler
 * @param {{ conn?: any, skip?: (request: Request, ...rest: any[]) => boolean | Promise<boolean> }} [options]
 */
export function session(sessions, handler, options = {}) {
  if (typeof (/** @type {any} */ (sessions)?.handle) !== "function") throw new ConfigError("session: takes the sessions that createSessions made");
  if (typeof handler !== "function") throw new ConfigError("session: takes a function: (request, session) => handler.fetch(request, { context: { session } })");
  return sessions.handle(async (request, session, ...rest) => {
    const response = await handler(request, session, ...rest);
    // Without the middleware nobody says whether a 500 was expected: then it was not.
    if (session && !isTold && response?.status === 500) forget(stateOf(session));
    return response;
  }, options);
}

/** @param {{ isAnswer?: (error: any) => boolean }} [options] */
export function sessionErrors(options = {}) {
  const { isAnswer = isStarts } = readOptions("sessionErrors", options, ["isAnswer"]);
  if (typeof isAnswer !== "function") throw new ConfigError("sessionErrors: isAnswer takes a function (error) => boolean");
  isTold = true;
  return async (/** @type {any} */ { next, context }) => {
    try {
      return await next();
    } catch (error) {
      if (!isAnswer(error)) sessionsOf(context).forEach((session) => forget(stateOf(session)));
      throw error;
    }
  };
}

/** Whatever they are called there. @param {any} context @returns {Session[]} */
function sessionsOf(context) {
  return Object.values(context ?? {}).filter((value) => value instanceof Session);
}

/** What Start answers by itself: a Response, `redirect()` among them, and `notFound()`. @param {any} error */
function isStarts(error) {
  return isResponse(error) || error?.isNotFound === true;
}
