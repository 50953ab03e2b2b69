// @ts-check
// `waxseal secret`: as `mix phx.gen.secret` makes one, random bytes in base64 cut to the length.
import { UsageError } from "./options.js";
import { print } from "./print.js";

/** As in Phoenix. */
const [USUAL, SHORTEST, LONGEST] = [64, 32, 1024];

/** @param {string[]} words */
export function newSecret([length = String(USUAL), ...more]) {
  const bytes = /^\d{1,4}$/.test(length) ? Number(length) : 0;
  if (more.length > 0 || bytes < SHORTEST || bytes > LONGEST) throw new UsageError(`secret takes a length from ${SHORTEST} to ${LONGEST}, or nothing: then it is ${USUAL}`);
  const random = crypto.getRandomValues(new Uint8Array(bytes));
  return print(btoa(String.fromCharCode(...random)).slice(0, bytes));
}
