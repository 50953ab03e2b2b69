// @ts-check
// Hono, on Node.

import { createAdaptorServer, upgradeWebSocket } from "@hono/node-server";
import { Hono } from "hono";
import { setCookie } from "hono/cookie";
import { HTTPException } from "hono/http-exception";
import { stream, streamText } from "hono/streaming";
import { createReadStream, statSync } from "node:fs";
import { WebSocketServer } from "ws";
import { session } from "waxseal/hono";
import { events, large, paused, streamOf } from "./bodies.js";
import { listening } from "./parts.js";

/** @param {import("../spec.js").Route} route @param {any} c */
async function answer({ act, answer }, c) {
  const text = (await act?.(c.get("session"))) ?? "";
  if (answer.kind === "error") throw new Error("boom");
  if (answer.kind === "denied") throw new HTTPException(403);
  if (answer.kind === "text") return c.text(text, answer.status ?? 200, answer.headers);
  if (answer.kind === "empty") return c.body(null, answer.status);
  if (answer.kind === "redirect") return c.redirect(answer.to);
  if (answer.kind === "cookies") {
    const cookies = answer.cookies(text);
    // By the helper, and by hand.
    if (cookies.length > 1) setCookie(c, "a", "1");
    c.header("set-cookie", cookies.at(-1), { append: true });
    return c.json({});
  }
  if (answer.kind === "stream") return stream(c, async (own) => {
    for await (const piece of paused(answer.pieces)) await own.write(piece);
  });
  if (answer.kind === "large") return c.body(streamOf(large(answer.bytes)));
  if (answer.kind === "file") return c.body(streamOf(createReadStream(answer.path)), 200, { "content-length": `${statSync(answer.path).size}` });
  c.header("content-type", "text/event-stream");
  return streamText(c, async (own) => {
    for await (const event of events(answer)) await own.write(event);
  });
}

/** @type {import("../spec.js").Driver} */
export const hono = {
  name: "Hono 4",
  start(spec) {
    const app = new Hono();
    const conn = (/** @type {any} */ c) => ({ scheme: c.req.header("x-forwarded-proto") ?? "http" });
    app.use(session(spec.sessions, { conn, skip: (c) => spec.skips(c.req.path) }));
    const inner = new Hono();
    inner.use((c, next) => (spec.around(/** @type {any} */ (c).get("session")), next()));
    inner.use(session(spec.sessions, { conn }));
    for (const [path, route] of Object.entries(spec.routes)) {
      if (path.startsWith("/inner/")) inner.get(path.slice("/inner".length), (c) => answer(route, c));
      else app.get(path, (c) => answer(route, c));
    }
    app.route("/inner", inner);
    const socket = upgradeWebSocket((c) => {
      /** @type {string[]} */
      const said = [];
      spec.socket(/** @type {any} */ (c).get("session"), (message) => said.push(message));
      return { onOpen: (_event, socket) => said.forEach((message) => socket.send(message)) };
    });
    app.get("/socket", socket);
    app.get("/skipped/socket", socket);
    app.onError((error, c) => {
      const own = /** @type {any} */ (c).get("session");
      return c.text(own ? spec.errorPage(own, c.req.path) : "sorry", error instanceof HTTPException ? error.status : 500);
    });
    const server = createAdaptorServer({ fetch: app.fetch, websocket: { server: new WebSocketServer({ noServer: true }) } });
    return listening(server, { has: { socket: true, proxies: true } });
  },
};
