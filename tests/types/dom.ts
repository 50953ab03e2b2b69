// With the DOM's types, or Node's: a fetch handler is what it looks like.

import { createSessions } from "waxseal";
import { assert, type Equals } from "./check.js";

const sessions = createSessions({ store: "cookie", key: "k", signingSalt: "…" });
const handler = sessions.handle(async (request, session, env: { NAME: string }) => {
  assert<Equals<typeof request, Request>>();
  session.put("name", env.NAME);
  return new Response(request.url);
}, { conn: (request, env) => ({ secretKeyBase: env.NAME, scheme: request.url ? "https" : "http" }) });
assert<Equals<typeof handler, (request: Request, env: { NAME: string }, ...more: any[]) => Promise<Response>>>();
const sent = sessions.send(sessions.fetch(new Request("https://example.com")), new Response());
assert<Equals<typeof sent, Response>>();
sessions.fetch(new Headers());
// @ts-expect-error: a handler gives a Response
sessions.handle(() => "text");
// @ts-expect-error: text is no response
sessions.send(sessions.fetch(""), "text");
