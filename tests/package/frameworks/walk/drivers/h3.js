// @ts-check
// h3 2, on Node.

import { plugin as webSockets } from "crossws/server";
import { H3, HTTPError, defineWebSocketHandler, getRequestProtocol, iterable, redirect, serve } from "h3";
import { createReadStream, statSync } from "node:fs";
import { session } from "waxseal/h3";
import { events, large, paused, streamOf } from "./bodies.js";

/** @param {import("../spec.js").Route} route @param {any} event */
async function answer({ act, answer }, event) {
  const text = (await act?.(event.context.session)) ?? "";
  const { res } = event;
  if (answer.kind === "error") throw new Error("boom");
  if (answer.kind === "denied") throw new HTTPError({ status: 403 });
  if (answer.kind === "redirect") return redirect(answer.to);
  if (answer.kind === "empty") {
    res.status = answer.status;
    return null;
  }
  if (answer.kind === "text") {
    res.status = answer.status;
    for (const [name, value] of Object.entries(answer.headers ?? {})) res.headers.set(name, value);
    return text;
  }
  if (answer.kind === "cookies") {
    const [first, ...more] = answer.cookies(text);
    // On the event, and on a Response.
    for (const cookie of more) res.headers.append("set-cookie", cookie);
    return new Response("{}", { headers: { "set-cookie": first } });
  }
  if (answer.kind === "stream") return iterable(paused(answer.pieces));
  if (answer.kind === "large") return streamOf(large(answer.bytes));
  if (answer.kind === "file") {
    res.headers.set("content-length", `${statSync(answer.path).size}`);
    return streamOf(createReadStream(answer.path));
  }
  res.headers.set("content-type", "text/event-stream");
  return streamOf(events(answer));
}

/** @type {import("../spec.js").Driver} */
export const h3 = {
  name: "h3 2",
  async start(spec) {
    const app = new H3({
      silent: true,
      onError(error, event) {
        event.res.status = error.status;
        return event.context.session ? spec.errorPage(event.context.session, event.url.pathname) : "sorry";
      },
    });
    app.use(session(spec.sessions, {
      conn: (/** @type {any} */ event) => ({ scheme: getRequestProtocol(event, { xForwardedProto: true }) }),
      skip: (event) => spec.skips(event.url.pathname),
    }));
    const inner = new H3();
    inner.use((event, next) => (spec.around(event.context.session), next()));
    inner.use(session(spec.sessions));
    for (const [path, route] of Object.entries(spec.routes)) {
      if (path.startsWith("/inner/")) inner.get(path.slice("/inner".length), (event) => answer(route, event));
      else app.get(path, (event) => answer(route, event));
    }
    app.mount("/inner", inner);
    const socket = defineWebSocketHandler({
      async upgrade(request) {
        if (spec.skips(new URL(request.url).pathname)) return { context: { said: ["none"] } };
        const own = await spec.sessions.fetch(request, { scheme: "http" });
        /** @type {string[]} */
        const said = [];
        spec.socket(own, (message) => said.push(message));
        const { setCookie } = await spec.sessions.headers(own);
        return { headers: setCookie ? { "set-cookie": setCookie } : {}, context: { said } };
      },
      open: (peer) => /** @type {any} */ (peer.context).said.forEach((/** @type {string} */ message) => peer.send(message)),
    });
    app.get("/socket", socket);
    app.get("/skipped/socket", socket);
    const plugins = [webSockets({ resolve: async (request) => /** @type {any} */ (await app.fetch(request)).crossws })];
    const server = serve(app, { plugins, port: 0, hostname: "127.0.0.1", silent: true, gracefulShutdown: false });
    await server.ready();
    return { url: /** @type {string} */ (server.url).replace(/\/$/, ""), has: { socket: true, proxies: true }, stop: () => server.close(true) };
  },
};
