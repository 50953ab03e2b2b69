// @ts-check
// When something was thrown in Hono, and whether that is an answer.

import { watchError } from "./caught_error.js";

/**
 * Calls `unexpected` when Hono has caught what is no answer, and before its error handler runs: what that one does to the session is
 * not taken back. An answer is what Hono answers with by itself: an HTTPException, which has a response.
 * @param {any} c @param {() => void} unexpected
 */
export function watchErrors(c, unexpected) {
  watchError(c, (thrown) => {
    if (thrown && typeof thrown.getResponse !== "function") unexpected();
  });
}
