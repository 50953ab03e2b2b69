// Express.

import cookieSession from "cookie-session";
import { RedisStore } from "connect-redis";
import express from "express";
import expressSession from "express-session";
import { getIronSession } from "iron-session";
import { session } from "waxseal/node";
import { SECRET } from "../../contestants/keys.js";
import { NONE, pathOf, waxsealSessions } from "../sessions.js";
import { visit, visited } from "../visit.js";

/** @param {Record<string, any>} adapters @param {any} redis a client of node-redis @returns {{ app: any, names: string[] }} */
export function makeApp(adapters, redis) {
  const app = express();
  const names = [NONE];
  const add = (name, ...handlers) => {
    names.push(name);
    app.get(pathOf(name), ...handlers);
  };
  app.get(pathOf(NONE), (req, res) => res.type("text").send("1"));
  for (const [name, sessions] of Object.entries(waxsealSessions(adapters))) {
    add(name, session(sessions), (req, res) => res.type("text").send(visit(req.session)));
  }
  const onObject = (req, res) => {
    Object.assign(req.session, visited(req.session));
    res.type("text").send(String(req.session.visits));
  };
  add("cookie-session", cookieSession({ name: "s", keys: [SECRET] }), onObject);
  const kept = { secret: SECRET, name: "s", resave: false, saveUninitialized: false };
  add("express-session, memory", expressSession(kept), onObject);
  if (redis) add("express-session, Redis", expressSession({ ...kept, store: new RedisStore({ client: redis }) }), onObject);
  add("iron-session", async (req, res) => {
    const data = await getIronSession(req, res, { password: SECRET, cookieName: "s" });
    Object.assign(data, visited(data));
    await data.save();
    res.type("text").send(String(data.visits));
  });
  return { app, names };
}
