// Requests that are never committed, as when a client leaves: linear memory before and after.

import { linearMemory } from "./hook.js";
import { sentBack } from "../contestants/header.js";
import { waxsealSessions } from "../contestants/waxseal-sessions.js";
import { SECRET } from "../contestants/keys.js";
import { sessionsOf } from "../payloads.js";
import { createSessions } from "waxseal";

/** @param {number} requests @returns {{ requests: number, before: number, after: number }} */
export function uncommitted(requests) {
  const visits = [{}, { encryptionSalt: "encryption" }].flatMap((options) => {
    const { write } = waxsealSessions(options);
    const sessions = createSessions({ store: "cookie", key: "s", secretKeyBase: SECRET, signingSalt: "signing", log: false, ...options });
    return sessionsOf(66).map((data) => {
      const header = sentBack(write(data));
      return () => {
        const session = sessions.fetch(header);
        session.put("visits", session.get("visits") + 1);
      };
    });
  });
  const run = (times) => { for (let time = 0; time < times; time += 1) visits[time % visits.length](); };
  run(1000);
  const before = linearMemory();
  run(requests);
  return { requests, before, after: linearMemory() };
}
