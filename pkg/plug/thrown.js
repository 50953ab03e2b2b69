// @ts-check
// What a handler threw or gave that is an answer all the same.

import { readable } from "../border/errors.js";
import { isResponse } from "./response.js";

/**
 * The answer that something thrown is: a Response, or one of Next's, which throws where others return. Nothing for an error.
 * @param {unknown} thrown @returns {Response | undefined}
 */
export function answerOfThrown(thrown) {
  // What can't be read is no answer, and thrown on as it is.
  if (readable(thrown) !== thrown) return undefined;
  if (isResponse(thrown)) return thrown;
  const digest = /** @type {any} */ (thrown)?.digest;
  if (typeof digest !== "string") return undefined;
  // `redirect()` of next/navigation: NEXT_REDIRECT;push or replace;the URL;the status;
  if (digest.startsWith("NEXT_REDIRECT;")) {
    const parts = digest.split(";");
    const status = Number(parts.at(-2));
    const location = parts.slice(2, -2).join(";");
    return [303, 307, 308].includes(status) ? new Response(null, { status, headers: { location } }) : undefined;
  }
  // `notFound()`, `forbidden()`, `unauthorized()`.
  const status = Number(/^NEXT_HTTP_ERROR_FALLBACK;([45]\d\d)$/.exec(digest)?.[1] ?? 0);
  return status >= 400 ? new Response(null, { status }) : undefined;
}
