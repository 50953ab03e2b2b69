// With @types/node: req.session of Node's servers.

import { createServer } from "node:http";
import { createServer as createServer2 } from "node:http2";
import { createSessions, type Session } from "waxseal";
import { session, sessionErrors } from "waxseal/node";
import { assert, type Equals } from "./check.js";

declare module "waxseal" {
  interface AppData {
    visits: number;
  }
}

const sessions = createSessions<{ visits: number }>({ store: "memory", key: "k" });
const withSession = session(sessions, { conn: (req) => ({ secretKeyBase: req.secret }) });
const any = (own: Session) => own.get("user");

createServer((req, res) => withSession(req, res, () => {
  const visits = req.session.get("visits", 0);
  assert<Equals<typeof visits, number>>();
  any(req.session);
  // @ts-expect-error: no such key
  req.session.get("vists");
})).on("upgrade", (req, socket, head) => withSession(req, socket, () => head.length && req.session.put("visits", 1)));
createServer2((req, res) => withSession(req, res, () => res.end(`${req.session.get("visits", 0)}`)));
sessionErrors({ isAnswer: (error) => error instanceof RangeError });
// @ts-expect-error: what createSessions made
session({ store: "memory" });
