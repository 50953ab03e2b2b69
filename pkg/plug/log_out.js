// @ts-check
// A log-out that the store failed: the browser's cookie can be deleted all the same.

import { call, core, readHeader } from "../border/core.js";
import { StoreError } from "../border/errors.js";

/** `Changes.action` of a session that is to be dropped. */
const DROP = 2;

/** @param {unknown} error @param {import("../session/session.js").State} state */
export function withDeletion(error, { site, changes, https }) {
  if (error instanceof StoreError) {
    const header = changes.action === DROP ? readHeader(call(core.set_cookie, site.handle, 0, -1, https)) : undefined;
    // A store of the user's may throw one error each time, or have frozen it.
    Reflect.set(error, "setCookie", header);
  }
  return error;
}
