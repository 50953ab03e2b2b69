// @ts-check
// Elysia: on Bun, and on Node by its adapter.

import { node } from "@elysiajs/node";
import { Elysia } from "elysia";
import { createReadStream, statSync } from "node:fs";
import { session } from "waxseal/elysia";
import { bun } from "../../../../runtimes.js";
import { elsewhere } from "./elsewhere.js";
import { events, large, paused, streamOf } from "./bodies.js";

const isBun = "Bun" in globalThis;

/** @param {import("../spec.js").Route} route @param {any} context */
async function answer({ act, answer }, { session, set, status, redirect, cookie }) {
  const text = (await act?.(session)) ?? "";
  if (answer.kind === "error") throw new Error("boom");
  if (answer.kind === "denied") throw status(403, "denied");
  if (answer.kind === "redirect") {
    if (isBun) return redirect(answer.to);
    // Node's Response.redirect, which Elysia's stands on, takes whole URLs alone.
    set.headers.location = answer.to;
    return status(302, "");
  }
  if (answer.kind === "empty") return status(answer.status);
  if (answer.kind === "text") {
    set.status = answer.status ?? 200;
    Object.assign(set.headers, answer.headers);
    return text;
  }
  if (answer.kind === "cookies") {
    const [first, ...more] = answer.cookies(text);
    // By the jar, and on a Response.
    if (more.length === 0) return new Response("{}", { headers: { "set-cookie": first } });
    cookie.a.value = "1";
    return new Response("{}", { headers: { "set-cookie": more[0] } });
  }
  if (answer.kind === "large") return streamOf(large(answer.bytes));
  if (answer.kind === "file") {
    set.headers["content-length"] = `${statSync(answer.path).size}`;
    return new Response(streamOf(createReadStream(answer.path)));
  }
  set.headers["content-type"] = "text/event-stream";
  return streamOf(answer.kind === "stream" ? paused(answer.pieces) : events(answer));
}

/** @type {import("../spec.js").Driver} */
export const elysia = {
  name: "Elysia 1 on Node",
  async start(spec) {
    const conn = (/** @type {any} */ { request }) => ({ scheme: request.headers.get("x-forwarded-proto") ?? "http" });
    const app = new Elysia(isBun ? {} : { adapter: node() });
    // Elysia reads a function's text: no comment may be in its parameters.
    /** @type {(context: any) => string} */
    const failed = ({ code, session, path, set }) => {
      set.status = typeof code === "number" ? code : 500;
      return session ? spec.errorPage(session, path) : "sorry";
    };
    app.onError(failed);
    // A plugin's hooks are the whole app's, those of an inner one too.
    const options = { conn, skip: (/** @type {any} */ { request }) => spec.skips(new URL(request.url).pathname) };
    app.use(session(spec.sessions, options));
    const inner = new Elysia({ prefix: "/inner" });
    /** @type {(context: any) => void} */
    const around = ({ session }) => spec.around(session);
    inner.onBeforeHandle(around);
    inner.use(session(spec.sessions, options));
    for (const [path, route] of Object.entries(spec.routes)) {
      if (path.startsWith("/inner/")) inner.get(path.slice("/inner".length), (context) => answer(route, context));
      else app.get(path, (context) => answer(route, context));
    }
    app.use(inner);
    const socket = {
      async upgrade(/** @type {any} */ context) {
        context.said = [];
        spec.socket(context.session, (message) => context.said.push(message));
        if (!context.session) return;
        const { setCookie } = await spec.sessions.headers(context.session);
        if (setCookie) context.set.headers["set-cookie"] = setCookie;
      },
      open: (/** @type {any} */ socket) => socket.data.said.forEach((/** @type {string} */ message) => socket.send(message)),
    };
    app.ws("/socket", socket).ws("/skipped/socket", socket);
    const server = await new Promise((done) => app.listen({ port: 0, hostname: "127.0.0.1" }, done));
    await server.raw?.ready();
    const { port } = server.raw?.node.server.address() ?? server;
    return { url: `http://127.0.0.1:${port}`, has: { socket: true, proxies: true }, stop: () => server.stop(true) };
  },
};

export const elysiaBun = elsewhere("Elysia 1 on Bun", bun, "elysia.js", "elysia");
