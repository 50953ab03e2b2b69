// waxseal's part in the measurement: its cookie store as an app uses it, with a secret made for this visit.
import { createSessions } from "waxseal";

const random = () => Array.from(crypto.getRandomValues(new Uint8Array(32)), (byte) => byte.toString(16).padStart(2, "0")).join("");
const secretKeyBase = random();

export const signing = (name) => contestant({ key: name });
export const encrypting = (name) => contestant({ key: name, encryptionSalt: "measured, encrypted" });

function contestant(options) {
  const sessions = createSessions({ store: "cookie", secretKeyBase, signingSalt: "measured", sameSite: "Lax", log: false, ...options });
  return {
    issue(data) {
      const session = sessions.fetch("");
      for (const [key, value] of Object.entries(data)) session.put(key, value);
      return sessions.commit(session);
    },
    open(cookies) {
      const session = sessions.fetch(cookies);
      return session.keys().length === 0 ? undefined : session.toObject();
    },
    read: (cookies, key) => sessions.fetch(cookies).get(key),
    write(cookies, getKey, putKey, value) {
      const session = sessions.fetch(cookies);
      const got = session.get(getKey);
      session.put(putKey, value);
      return { got, setCookie: sessions.commit(session) };
    },
  };
}
