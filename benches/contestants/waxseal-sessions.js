// Sessions in a cookie as Phoenix reads and writes them: rotation, bounds, terms and all.

import { createSessions } from "waxseal";
import { SECRET } from "./keys.js";

export function waxsealSessions(options) {
  const sessions = createSessions({ store: "cookie", key: "s", secretKeyBase: SECRET, signingSalt: "signing", log: false, ...options });
  return {
    write(data) {
      const session = sessions.fetch("");
      for (const key in data) session.put(key, data[key]);
      return sessions.commit(session);
    },
    all: (header) => sessions.fetch(header).toObject(),
    read: (header, key) => sessions.fetch(header).get(key),
    request(header) {
      const session = sessions.fetch(header);
      session.put("visits", session.get("visits") + 1);
      return sessions.commit(session);
    },
  };
}
