// Sessions in a cookie as Phoenix reads and writes them: rotation, bounds, terms and all.

import { SECRET } from "./keys.js";

/** What keys are derived from. */
export const DERIVED = { secretKeyBase: SECRET, signingSalt: "signing" };

/** @param {(options: any) => any} createSessions of one build or another @param {Record<string, unknown>} keys and other options */
export function sessionsOf(createSessions, keys) {
  const sessions = createSessions({ store: "cookie", key: "s", log: false, ...keys });
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
