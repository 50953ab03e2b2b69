// How many sessions of a cookie store are open at once, fetched and not committed: each one is an object of its own, and nothing
// in the core.

import { sentBack } from "../contestants/header.js";
import { waxsealSessions } from "../contestants/waxseal-sessions.js";
import { SECRET } from "../contestants/keys.js";
import { sessionsOf } from "../payloads.js";
import { createSessions } from "waxseal";

export const title = "sessions open at once";
export const unit = "sessions";
export const points = [1, 10, 100, 1000, 10_000, 100_000, 1_000_000];

export async function at(count) {
  const sessions = createSessions({ store: "cookie", key: "s", secretKeyBase: SECRET, signingSalt: "signing", log: false });
  const headers = sessionsOf(66).map((data) => sentBack(waxsealSessions().write(data)));
  globalThis.gc();
  const before = held();
  const open = Array.from({ length: count }, (_, index) => sessions.fetch(headers[index % headers.length]));
  globalThis.gc();
  const bytes = (held() - before) / count;
  let turn = 0;
  // A step that is prime: each of them in turn, and never the one beside.
  const next = () => open[(turn = (turn + 7919) % count)];
  return {
    "get from one of them": () => next().get("visits"),
    "a request beside them": () => {
      const session = sessions.fetch(headers[(turn += 1) % headers.length]);
      session.put("visits", session.get("visits") + 1);
      return sessions.commit(session);
    },
    bytes,
  };
}

const held = () => {
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
};
