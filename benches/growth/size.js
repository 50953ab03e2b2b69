// A session's size: eight texts and a count, over a key-value store.

import { kvSessions } from "./kv.js";

export const title = "session size";
export const unit = "KB";
export const points = [0.1, 0.3, 1, 3, 10, 30, 100];

export async function at(kilobytes) {
  const { write, read, request } = kvSessions();
  const text = "x".repeat((kilobytes * 1000) / 8);
  const header = await write({ visits: 0, ...Object.fromEntries(Array.from({ length: 8 }, (_, index) => [`text${index}`, text])) });
  return { read: () => read(header), request: () => request(header) };
}
