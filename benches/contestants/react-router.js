// As its documentation uses it.
import { createCookie, createCookieSessionStorage } from "react-router";
import { SECRET } from "./common.js";

export default [{
  name: "React Router",
  kind: "signed",
  setup() {
    const cookie = createCookie("s", { secrets: [SECRET], path: "/", httpOnly: true });
    const { getSession, commitSession } = createCookieSessionStorage({ cookie });
    return {
      async write(data) {
        const session = await getSession();
        for (const name in data) session.set(name, data[name]);
        return commitSession(session);
      },
      read: async (header, name) => (await getSession(header)).get(name),
      async request(header) {
        const session = await getSession(header);
        session.set("visits", session.get("visits") + 1);
        return commitSession(session);
      },
    };
  },
}];
