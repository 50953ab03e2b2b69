// @ts-check
// What the response already carries is the newer truth: it is loaded as any cookie is, and this request's changes are written on it.

import { after } from "../border/after.js";
import { core } from "../border/core.js";
import { hasTimes, isFound } from "../session/changes.js";
import { DELETE_BOTH, DELETION, FOREIGN, SESSION, STAY_DROPPED, STAY_FOREIGN } from "./answer.js";
import { beforeSend } from "./context.js";
import { deletionOf } from "./log_out.js";
import { leftAfter } from "./shown.js";
import { NONE } from "./state.js";

/** @typedef {import("../session/session.js").State} State */
/** @typedef {import("./answer.js").Answer} Answer */

/**
 * Puts the changes on what the response carries for this cookie, by the table of `src/plug/answer.rs`.
 * @param {import("./sessions.js").Sessions} sessions @param {State} state @param {Answer} answer @param {number} status the response's @returns {string | undefined | Promise<string | undefined>}
 */
export function mergeAnswer(sessions, state, answer, status) {
  const { changes } = state;
  const { bytes, values, version, sid, record } = state;
  const base = { ...state, bytes: NONE, values: undefined, version: undefined, sid: null, record: undefined };
  const isRead = changes.actionOnFound === 0;
  const load = (isRead && !state.beforeSend && !notesUse(state)) || answer.isDeleted ? undefined : sessions.load(base, answer.header);
  return after(load, () => {
    const carried = answer.isDeleted ? DELETION : isFound(base.bytes) ? SESSION : FOREIGN;
    if (!changes.isDrop) beforeSend(state, status, base);
    const what = core.merge(changes.actionOnFound, carried);
    if (what === STAY_DROPPED) sessions.log("dropped_elsewhere");
    if (what === STAY_FOREIGN) sessions.log("foreign_cookie");
    // An app behind keeps the times that came with the request: that it was used now is put on its answer.
    const isNoted = isRead && carried === SESSION && notesUse(state);
    if (what <= STAY_FOREIGN && !isNoted) {
      state.sent = true;
      return undefined;
    }
    if (what === DELETE_BOTH) {
      // Its own last: should the first fail, the session is as it was, and can be sent again.
      return after(carried === SESSION ? sessions.write(base) : undefined, () => after(sessions.write(state), () => deletionOf(state)));
    }
    const left = leftAfter(state, base);
    Object.assign(state, { changes: left, bytes: base.bytes, values: base.values, version: base.version, sid: base.sid, record: base.record });
    try {
      const written = sessions.write(state);
      return typeof written === "object" ? written.catch(undo) : written;
    } catch (error) {
      return undo(error);
    }
  });

  /** @param {unknown} error @returns {never} */
  function undo(error) {
    Object.assign(state, { changes, bytes, values, version, sid, record });
    throw error;
  }
}

/** Whether a session that is only read may say that it was used: in a service its record does, and there whoever writes it notes that. @param {State} state */
function notesUse({ bytes, changes, record }) {
  return record === undefined && (changes.isTouched || hasTimes(bytes));
}
