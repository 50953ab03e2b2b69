// waxseal over an adapter, and what everybody's sessions hold.

import { createSessions } from "waxseal";
import { SIZES, sessionsOf } from "../payloads.js";

/** A Phoenix app's session: its bytes of JSON, and the session. */
export const SIZE = SIZES[1];
export const [DATA] = sessionsOf(SIZE);

/** @param {import("waxseal").KvAdapter} kv */
export function waxseal(kv) {
  const sessions = createSessions({ store: "kv", key: "sid", kv, log: false });
  return {
    async create(data) {
      const session = await sessions.fetch("");
      for (const [key, value] of Object.entries(data)) session.put(key, value);
      return (await sessions.commit(session)).split(";")[0];
    },
    async read(cookie) {
      const session = await sessions.fetch(cookie);
      const user = session.get("user_id");
      await sessions.commit(session);
      return user;
    },
    async write(cookie) {
      const session = await sessions.fetch(cookie);
      const visits = session.get("visits") + 1;
      session.put("visits", visits);
      await sessions.commit(session);
      return visits;
    },
  };
}
