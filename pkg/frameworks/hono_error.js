// @ts-check
// When something was thrown in Hono, and whether that is an answer.

/**
 * Calls `unexpected` when Hono has caught what is no answer, and before its error handler runs: what that one does to the session is
 * not taken back. An answer is what Hono answers with by itself: an HTTPException, which has a response. Other sessions' layers are told, too.
 * @param {any} c @param {() => void} unexpected
 */
export function watchErrors(c, unexpected) {
  let { error } = c;
  const others = Object.getOwnPropertyDescriptor(c, "error")?.set;
  Object.defineProperty(c, "error", {
    configurable: true,
    enumerable: true,
    get: () => error,
    set(thrown) {
      error = thrown;
      others?.(thrown);
      if (thrown && typeof thrown.getResponse !== "function") unexpected();
    },
  });
}
