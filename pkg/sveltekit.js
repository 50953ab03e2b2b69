// @ts-check
// SvelteKit: a `handle` hook that puts the session into `event.locals` and sends it with the response.

import { ownOptions } from "./border/own.js";

/**
 * @param {import("./plug/sessions.js").Sessions} sessions @param {{ conn?: any }} [options]
 */
export function sessionHandle(sessions, options = {}) {
  const { conn } = ownOptions("sessionHandle", options);
  return async (/** @type {{ event: any, resolve: (event: any) => Response | Promise<Response> }} */ { event, resolve }) => {
    const session = await sessions.fetch(event.request, typeof conn === "function" ? await conn(event) : conn);
    event.locals.session = session;
    const response = await resolve(event);
    // What a load function or an endpoint threw has become this response: nothing is committed.
    return response.status === 500 ? response : sessions.send(session, response);
  };
}
