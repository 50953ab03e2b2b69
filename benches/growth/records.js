// How many sessions there are in a key-value store in memory.

import { kvSessions } from "./kv.js";
import { sessionsOf } from "../payloads.js";

export const title = "sessions in memory";
export const unit = "sessions";
export const points = [1, 10, 100, 1000, 10_000, 100_000, 1_000_000];
const VISITORS = 1000;

export async function at(count) {
  const { kv, write, read, request } = kvSessions();
  const data = sessionsOf(66)[0];
  const headers = [];
  while (headers.length < Math.min(count, VISITORS)) headers.push(await write(data));
  // Those who don't come back: records as real ones, under names as theirs.
  const [[name, value]] = kv.entries();
  while (kv.size < count) kv.put(name.slice(0, -8) + String(kv.size).padStart(8, "0"), value, { ttl: 86_400 });
  let turn = 0;
  const next = () => headers[(turn = (turn + 1) % headers.length)];
  return { read: () => read(next()), request: () => request(next()) };
}
