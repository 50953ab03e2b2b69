// One of the apps, in a process of its own: `node app.js NAME`. Each counts a visitor's visits, and is otherwise Express as it comes.

import cookieSession from "cookie-session";
import express from "express";
import expressSession from "express-session";
import { createSessions } from "waxseal";
import { session } from "waxseal/node";

const secret = "0123456789abcdef".repeat(4);
const waxseal = () => session(createSessions({ store: "cookie", key: "_app", secretKeyBase: secret, signingSalt: "3kVbPzQ1" }));

/** What stands before the handler, and how the handler counts. */
const APPS = {
  "no session": [() => (req, res, next) => next(), () => 1],
  // What a session's cookie costs by its being sent, both ways.
  "its headers alone": [() => (req, res, next) => {
    res.setHeader("set-cookie", `_app=${req.headers.cookie?.slice(5) ?? "S".repeat(95)}; path=/; HttpOnly`);
    res.setHeader("cache-control", "max-age=0, private, must-revalidate");
    res.setHeader("vary", "Cookie");
    next();
  }, () => 1],
  waxseal: [waxseal, ({ session }) => {
    const visits = session.get("visits", 0) + 1;
    session.put("visits", visits);
    return visits;
  }],
  "express-session": [() => expressSession({ secret, resave: false, saveUninitialized: false }), ({ session }) => (session.visits = (session.visits ?? 0) + 1)],
  "cookie-session": [() => cookieSession({ name: "_app", keys: [secret] }), ({ session }) => (session.visits = (session.visits ?? 0) + 1)],
};

const [middleware, count] = APPS[process.argv[2]];
// As in production: Express keeps compiled views there, and says no stacks.
process.env.NODE_ENV = "production";
const app = express();
// What costs the same in each, and has nothing to do with sessions.
app.disable("x-powered-by").disable("etag");
app.use(middleware());
app.get("/", (req, res) => void res.send(`visit ${count(req)}`));
const server = app.listen(0, "127.0.0.1", () => process.send({ port: server.address().port }));
/** How much of the processor it took so far, in microseconds: what else this machine does does not count. */
process.on("message", () => process.send({ cpu: Object.values(process.cpuUsage()).reduce((sum, part) => sum + part), ...process.cpuUsage() }));
process.on("disconnect", () => process.exit());
