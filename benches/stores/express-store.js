// A store of express-session's, asked as express-session 1.19 asks it at each request: a get; then a set if the session was changed, and a touch
// if it was not. What the middleware does beside (the cookie's signature, a checksum to find out about changes) is left out.

import { randomBytes } from "node:crypto";

/** Seconds: an idle timeout, as waxseal has one without being asked. */
const DAY = 86_400;

/** @param {any} store @param {any} session the express-session that it was made with */
export function expressStore(store, { Cookie }) {
  const ask = (method, ...words) => new Promise((resolve, reject) => store[method](...words, (error, answer) => (error ? reject(error) : resolve(answer))));
  const load = async (sid) => store.createSession({ sessionID: sid, sessionStore: store }, await ask("get", sid));
  return {
    async create(data) {
      const sid = randomBytes(24).toString("base64url");
      await ask("set", sid, store.createSession({ sessionID: sid, sessionStore: store }, { ...data, cookie: new Cookie({ maxAge: DAY * 1000 }) }));
      return sid;
    },
    async read(sid) {
      const session = await load(sid);
      const { user_id: user } = session;
      session.touch();
      await ask("touch", sid, session);
      return user;
    },
    async write(sid) {
      const session = await load(sid);
      session.visits += 1;
      session.touch();
      await ask("set", sid, session);
      return session.visits;
    },
  };
}
