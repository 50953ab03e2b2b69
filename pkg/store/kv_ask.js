// @ts-check
// One question to a key-value service: its answer, or a StoreError with the cause, and never a wait without an end.

import { StoreError } from "../border/errors.js";

/**
 * @param {"get" | "put" | "delete"} operation @param {number} timeout milliseconds @param {() => any} question
 * @returns {Promise<any>}
 */
export async function ask(operation, timeout, question) {
  /** @type {any} */
  let timer;
  try {
    const answer = question();
    // This process's memory answers at once, and needs no timer.
    if (typeof answer?.then !== "function") return answer;
    const late = new Promise((_, reject) => {
      timer = setTimeout(() => reject(new StoreError(`kv.${operation}: no answer within ${timeout} ms`, { operation })), timeout);
    });
    return await Promise.race([answer, late]);
  } catch (cause) {
    if (cause instanceof StoreError) throw cause;
    throw new StoreError(`kv.${operation}: the service failed`, { cause, operation });
  } finally {
    clearTimeout(timer);
  }
}
