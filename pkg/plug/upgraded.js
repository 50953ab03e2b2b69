// @ts-check
// Bun's `server.upgrade()`: it has answered, and its handler gives undefined. No cookie can go with that any more.

import { stateOf } from "../session/session.js";

/** Whether a handler's answer says so. @param {unknown} response */
export function isUpgraded(response) {
  return response === undefined && typeof (/** @type {any} */ (globalThis).Bun) === "object";
}

/**
 * What needs no cookie is kept, such as a log-out in a service; of all else the log is told. What is thrown here would end Bun's process.
 * @param {import("./sessions.js").Sessions} sessions @param {import("../session/session.js").Session} session @returns {Promise<undefined>}
 */
export async function keepUpgraded(sessions, session) {
  const { sent, changes } = stateOf(session);
  // The app may have committed for it.
  if (sent || changes.isNone) return;
  try {
    if ((await sessions.commit(session)) === undefined) return;
  } catch {}
  sessions.log("unanswered");
}
