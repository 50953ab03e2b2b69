// @ts-check
// Whether what was thrown in Elysia is an answer.

import { isResponse } from "../plug/response.js";

/** Elysia's own errors, each by its class, code and status: what others made has not all three. */
const OWN = new Set(["NotFoundError NOT_FOUND 404", "ParseError PARSE 400", "ValidationError VALIDATION 422", "InvalidCookieSignature INVALID_COOKIE_SIGNATURE 400", "InvalidFileType INVALID_FILE_TYPE 422"]);

/**
 * What Elysia answers by itself: `status(…)`, a Response, what has a `toResponse`, its own refusals.
 * @param {any} error @param {any} context
 */
export function isAnswer(error, context) {
  if (isResponse(error) || typeof error?.toResponse === "function") return true;
  if (typeof context.status === "function" && error instanceof context.status(400).constructor) return true;
  return OWN.has(`${error?.constructor?.name} ${error?.code} ${error?.status}`);
}
