// Sessions over a key-value store in memory, and the jobs whose cost may grow.

import { sentBack } from "../contestants/header.js";
import { createSessions } from "waxseal";
import { memoryKV } from "waxseal/kv/memory";

export function kvSessions() {
  const kv = memoryKV();
  const sessions = createSessions({ store: "kv", kv, key: "s", log: false });
  return {
    kv,
    async write(data) {
      const session = await sessions.fetch("");
      for (const key in data) session.put(key, data[key]);
      return sentBack(await sessions.commit(session));
    },
    async read(header) {
      const visits = (await sessions.fetch(header)).get("visits");
      if (visits === undefined) throw new Error("the session is gone");
    },
    async request(header) {
      const session = await sessions.fetch(header);
      session.put("visits", session.get("visits") + 1);
      await sessions.commit(session);
    },
  };
}
