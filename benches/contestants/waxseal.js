// Signed and encrypted, as Phoenix reads and writes them: rotation, bounds, terms and all.
import { createSessions } from "../../pkg/index.js";
import { SECRET } from "./common.js";

const contestant = (kind, options) => ({
  name: "waxseal",
  kind,
  setup() {
    const sessions = createSessions({ store: "cookie", key: "s", secretKeyBase: SECRET, signingSalt: "signing", log: false, ...options });
    return {
      write(data) {
        const session = sessions.fetch("");
        for (const key in data) session.put(key, data[key]);
        return sessions.commit(session);
      },
      read(header, key) {
        return sessions.fetch(header).get(key);
      },
      request(header) {
        const session = sessions.fetch(header);
        session.put("visits", session.get("visits") + 1);
        return sessions.commit(session);
      },
    };
  },
});

export default [contestant("signed", {}), contestant("encrypted", { encryptionSalt: "encryption" })];
