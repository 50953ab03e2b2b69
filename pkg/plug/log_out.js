// @ts-check
// A log-out that the store failed: the browser's cookie can be deleted all the same.

import { call, core, readHeader } from "../border/core.js";
import { StoreError } from "../border/errors.js";

/** The header that deletes the cookie. @param {import("../session/session.js").State} state @returns {string} */
export function deletionOf({ site, https }) {
  return readHeader(call(core.set_cookie, site.handle, 0, -1, https));
}

/** @param {unknown} error @param {import("../session/session.js").State} state */
export function withDeletion(error, state) {
  if (error instanceof StoreError) {
    const header = state.changes.isDrop ? deletionOf(state) : undefined;
    // A store of the user's may throw one error each time, or have frozen it.
    Reflect.set(error, "setCookie", header);
  }
  return error;
}
