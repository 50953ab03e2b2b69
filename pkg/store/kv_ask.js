// @ts-check
// One question to a service: its answer, or a StoreError with the cause, and never a wait without an end.

import { ConfigError, StoreError, readable } from "../border/errors.js";

/** The longest that a timer takes: a longer one would fire at once. */
const LONGEST_TIMEOUT = 2 ** 31 - 1;

/** @param {unknown} timeout milliseconds @returns {number} */
export function checkTimeout(timeout = 10_000) {
  if (Number.isInteger(timeout) && Number(timeout) >= 1 && Number(timeout) <= LONGEST_TIMEOUT) return Number(timeout);
  throw new ConfigError(`timeout: takes a whole number of milliseconds, from 1 to ${LONGEST_TIMEOUT}`);
}

/** Milliseconds: the first wait before a question is asked again, and the longest. */
const SHORTEST = 50;
const LONGEST = 2000;

/**
 * @param {"get" | "put" | "delete"} operation @param {number} timeout milliseconds @param {() => any} question
 * @param {{ of?: string, before?: () => Promise<any> }} [more] `before`: what is looked at before it is asked again; what that
 * gives, but undefined, is the answer
 * @returns {Promise<any>}
 */
export async function ask(operation, timeout, question, { of = "kv", before } = {}) {
  /** @type {any} */
  let timer;
  /** @type {{ cause?: unknown, isOver: boolean }} */
  const state = { isOver: false };
  try {
    const answer = question();
    // This process's memory answers at once, and needs no timer.
    if (typeof answer?.then !== "function") return answer;
    const late = new Promise((_, reject) => {
      timer = setTimeout(() => {
        reject(new StoreError(`${of}.${operation}: no answer within ${timeout} ms`, { ...("cause" in state ? { cause: state.cause } : {}), operation }));
      }, timeout);
    });
    return await Promise.race([patiently(answer, question, before, state), late]);
  } catch (thrown) {
    const cause = readable(thrown);
    if (cause instanceof StoreError || (of === "kv" && cause instanceof ConfigError)) throw cause;
    const retriable = cause?.retriable !== false;
    const why = retriable ? "" : `: ${cause.message}`;
    throw new StoreError(`${of}.${operation}: the ${of === "kv" ? "service" : of} failed${why}`, { cause, operation, retriable });
  } finally {
    clearTimeout(timer);
    state.isOver = true;
  }
}

/**
 * What the service calls retryable is asked again until nobody waits for it any more.
 * @param {any} answer @param {() => any} question @param {(() => Promise<any>) | undefined} before @param {{ cause?: unknown, isOver: boolean }} state
 */
async function patiently(answer, question, before, state) {
  for (let wait = SHORTEST; ; wait = Math.min(wait * 2, LONGEST)) {
    try {
      return await answer;
    } catch (thrown) {
      const cause = readable(thrown);
      if (!isPassing(cause)) throw cause;
      state.cause = cause;
      // Not all at the same time, who met the same fault.
      await new Promise((resolve) => setTimeout(resolve, wait * (0.5 + Math.random() / 2)));
      const known = state.isOver ? false : await before?.();
      if (state.isOver) throw cause;
      if (known !== undefined) return known;
      answer = question();
    }
  }
}

/** As Durable Objects have it: one that is overloaded is not to be asked again. @param {any} cause */
function isPassing(cause) {
  return cause?.retryable === true && cause.overloaded !== true;
}
