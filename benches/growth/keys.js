// How many keys a session has, over a key-value store.

import { kvSessions } from "./kv.js";

export const title = "keys in a session";
export const unit = "keys";
export const points = [1, 3, 10, 30, 100, 300, 1000, 10_000];

export async function at(count) {
  const { write, read, request } = kvSessions();
  // All of them put by one request, as a hostile one would.
  const puts = Array.from({ length: count }, (_, index) => `put${index}`);
  const header = await write({ visits: 0, ...Object.fromEntries(Array.from({ length: count - 1 }, (_, index) => [`key${index}`, "a value of some length"])) });
  return { read: () => read(header), request: () => request(header), "put by one request": () => write(Object.fromEntries(puts.map((key) => [key, 1]))) };
}
