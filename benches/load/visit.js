// What every app does at each request: reads how often its visitor was here, and writes one more. A new visitor is given a login's session.

import { SIZES, sessionsOf } from "../payloads.js";

/** Bytes of the session's JSON. */
export const SIZE = SIZES[1];
const [LOGIN] = sessionsOf(SIZE);

/** A session that is an object. @param {Record<string, any>} data @returns {Record<string, any>} */
export const visited = (data) => (data.visits === undefined ? { ...LOGIN, visits: 1 } : { ...data, visits: data.visits + 1 });

/** One with `get` and `put`, or whatever the latter is called. @param {any} session @param {"put" | "set"} put @returns {string} the answer: how often */
export function visit(session, put = "put") {
  const visits = session.get("visits");
  if (visits === undefined) for (const [key, value] of Object.entries(LOGIN)) session[put](key, value);
  const now = visits === undefined ? 1 : visits + 1;
  session[put]("visits", now);
  return String(now);
}
