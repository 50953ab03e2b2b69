// As its documentation uses it.
import { createCookieSessionStorage } from "react-router";
import { SECRET } from "../keys.js";

export const name = "React Router";
export const kind = "signed";
export const layers = ["session"];

export function setup() {
  const { getSession, commitSession } = createCookieSessionStorage({ cookie: { name: "s", secrets: [SECRET], path: "/", httpOnly: true } });
  return {
    async write(data) {
      const session = await getSession();
      for (const key in data) session.set(key, data[key]);
      return commitSession(session);
    },
    all: async (header) => (await getSession(header)).data,
    read: async (header, key) => (await getSession(header)).get(key),
    async request(header) {
      const session = await getSession(header);
      session.set("visits", session.get("visits") + 1);
      return commitSession(session);
    },
  };
}
