// @ts-check
// The Worker in front: it counts visits in the app's own session, and has a log-in and a log-out of its own.

import { createSessions } from "waxseal";
import { HEADER, phases } from "./options.js";

const SESSIONS = { signed: phases(false).map((options) => createSessions(options)), encrypted: phases(true).map((options) => createSessions(options)) };

/** @param {any} sessions @param {string} origin */
const edge = (sessions, origin) => sessions.handle(async (/** @type {Request} */ request, /** @type {any} */ session) => {
  const url = new URL(request.url);
  if (url.pathname === "/edge/log-in") {
    session.clear().put("user_token", new Uint8Array(32).fill(Number(url.searchParams.get("user")))).renew();
    return new Response(null, { status: 303, headers: { location: "/page" } });
  }
  if (url.pathname === "/edge/log-out") {
    session.drop();
    // Answers that are thrown are answers.
    throw new Response(null, { status: 303, headers: { location: "/page" } });
  }
  if (url.pathname === "/edge/fails") {
    session.put("visits", -1).drop();
    throw new Error("the handler failed");
  }
  if (url.searchParams.has("count")) session.put("visits", session.get("visits", 0) + 1);
  const to = new Request(new URL(url.pathname + url.search, origin), sessions.forward(session, request));
  return fetch(to, { redirect: "manual" });
});

export default {
  /** @param {Request} request @param {{ ORIGIN: string }} env @param {any} ctx */
  async fetch(request, env, ctx) {
    const [kind, phase] = String(request.headers.get(HEADER)).split(" ");
    try {
      return await edge(SESSIONS[/** @type {"signed"} */ (kind)][Number(phase)], env.ORIGIN)(request, env, ctx);
    } catch (error) {
      return new Response(String(error), { status: 500 });
    }
  },
};
