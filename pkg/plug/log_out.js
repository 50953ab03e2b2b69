// @ts-check
// A log-out that the store failed: the browser's cookie can be deleted all the same.

import { call, core, readHeader } from "../border/core.js";
import { StoreError } from "../border/errors.js";

/** `Changes.action` of a session that is to be dropped. */
const DROP = 2;

/** @param {unknown} error @param {import("../session/session.js").State} state */
export function withDeletion(error, { site, changes, https }) {
  if (error instanceof StoreError && changes.action === DROP) {
    // A store of the user's may have frozen its error.
    Reflect.set(error, "setCookie", readHeader(call(core.set_cookie, site.handle, 0, -1, https)));
  }
  return error;
}
