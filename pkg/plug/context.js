// @ts-check
// What a commit is told besides the session: the status of the response that will carry it, and the platform's way to outlive it.

import { ConfigError } from "../border/errors.js";
import { checkNames, kindOf, readObject, reading } from "../border/options.js";

/** @typedef {import("../session/session.js").State} State */
/** @typedef {{ waitUntil?: (promise: Promise<unknown>) => void, status?: number }} Context */

/**
 * What wants to know the status before the commit, if there is one to be known: the flash goes or stays by it.
 * @param {State} state @param {number} [status] @param {State} [base] the session that the response carries
 */
export function beforeSend({ sent, beforeSend = [] }, status, base) {
  if (!sent) for (const hook of [...beforeSend].reverse()) hook(status, base);
}

/** @type {import("../border/options.js").Known} */
const CONTEXT = { names: ["status", "waitUntil"], slips: ["status", "waitUntil"] };

/** The status that a response will have; the rest of a context is the platform's. @param {unknown} context @returns {number | undefined} */
export function statusOf(context) {
  if (context === undefined || context === null) return undefined;
  const given = readObject("context", context, CONTEXT.names);
  checkNames(given, CONTEXT, "context.");
  const { status } = given;
  if (status === undefined || (Number.isInteger(status) && status >= 100 && status <= 999)) return status;
  throw new ConfigError(`context.status: got ${typeof status === "number" ? status : kindOf(status)}, takes the response's status, a number such as 302; leave it out if it is not known`);
}

/**
 * On Workers a client that goes away stops the handler where it stands: what is handed to `waitUntil` goes on.
 * @template T @param {T} written @param {Context} [context] @returns {T}
 */
export function outlive(written, context) {
  const promise = /** @type {any} */ (written);
  if (typeof promise?.then === "function" && typeof reading("context", () => context?.waitUntil) === "function") {
    // Whoever awaits the commit is told of its failure.
    /** @type {any} */ (context).waitUntil(promise.then(nothing, nothing));
  }
  return written;
}

function nothing() {}
