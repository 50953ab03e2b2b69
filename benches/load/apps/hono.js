// Hono, in Node and in a Worker.

import { Hono } from "hono";
import { useSession } from "@hono/session";
import { getIronSession, webCookies } from "iron-session";
import { createCookieSessionStorage } from "react-router";
import { session } from "waxseal/hono";
import { SECRET } from "../../contestants/keys.js";
import { NONE, pathOf, waxsealSessions } from "../sessions.js";
import { visit, visited } from "../visit.js";

/** @param {Record<string, any>} adapters what only this runtime has @returns {{ app: Hono, names: string[] }} */
export function makeApp(adapters) {
  const app = new Hono();
  const names = [NONE];
  const add = (name, ...handlers) => {
    names.push(name);
    app.get(pathOf(name), ...handlers);
  };
  app.get(pathOf(NONE), (c) => c.text("1"));
  for (const [name, sessions] of Object.entries(waxsealSessions(adapters))) {
    add(name, session(sessions), (c) => c.text(visit(c.get("session"))));
  }
  add("@hono/session", useSession({ secret: SECRET.slice(0, 32) }), async (c) => {
    const next = visited((await c.var.session.get()) ?? {});
    await c.var.session.update(next);
    return c.text(String(next.visits));
  });
  add("iron-session", async (c) => {
    const headers = new Headers();
    const data = await getIronSession(webCookies(c.req.raw, headers), { password: SECRET, cookieName: "s" });
    Object.assign(data, visited(data));
    await data.save();
    for (const cookie of headers.getSetCookie()) c.header("set-cookie", cookie, { append: true });
    return c.text(String(data.visits));
  });
  const { getSession, commitSession } = createCookieSessionStorage({ cookie: { name: "s", secrets: [SECRET], path: "/", httpOnly: true } });
  add("React Router", async (c) => {
    const data = await getSession(c.req.header("cookie"));
    const answer = visit(data, "set");
    c.header("set-cookie", await commitSession(data));
    return c.text(answer);
  });
  return { app, names };
}
