// @ts-check
// Protection from forgery where requests are no Request: as Express, Fastify and Koa parse them.

import { once } from "node:events";
import express from "express";
import express4 from "express4";
import fastify from "fastify";
import fastify4 from "fastify4";
import Koa from "koa";
import { createSessions } from "waxseal";
import { session as fastifySession } from "waxseal/fastify";
import { session as koaSession } from "waxseal/koa";
import { session, sessionErrors } from "waxseal/node";
import { csrfToken, verifyCsrf } from "waxseal/phoenix";
import { equal } from "../../conformance/check.js";
import { plainConfig, sentBack } from "../../conformance/cookie.js";

const sessions = createSessions(plainConfig.sessions);

/** @param {any} framework */
function ofExpress(framework) {
  const app = framework();
  app.use(framework.urlencoded({ extended: false }), framework.json(), session(sessions));
  app.use((/** @type {any} */ req, /** @type {any} */ _, /** @type {any} */ next) => void verifyCsrf(req, req.session).then(() => next(), next));
  app.get("/", (/** @type {any} */ req, /** @type {any} */ res) => res.send(csrfToken(req.session)));
  app.post("/", (/** @type {any} */ _, /** @type {any} */ res) => res.send("done"));
  app.use(sessionErrors());
  app.use((/** @type {any} */ error, /** @type {any} */ _, /** @type {any} */ res, /** @type {any} */ __) => res.status(error.status ?? 500).send(error.code));
  return app.listen(0);
}

/** @param {any} framework */
async function ofFastify(framework) {
  const app = framework();
  app.register(fastifySession(sessions));
  app.addHook("preHandler", (/** @type {any} */ request) => verifyCsrf(request, request.session));
  app.get("/", async (/** @type {any} */ request) => csrfToken(request.session));
  app.post("/", async () => "done");
  await app.listen({ port: 0, host: "127.0.0.1" });
  return app.server;
}

function ofKoa() {
  const app = new Koa();
  app.silent = true;
  app.use(koaSession(sessions));
  app.use(async (ctx) => {
    const { request, session } = /** @type {any} */ (ctx);
    await verifyCsrf(request, session);
    ctx.body = ctx.method === "GET" ? csrfToken(session) : "done";
  });
  return app.listen(0);
}

/** @type {Record<string, { serve: () => any, form?: boolean, json?: boolean }>} */
const SERVERS = {
  "Express 5": { serve: () => ofExpress(express), form: true, json: true },
  "Express 4": { serve: () => ofExpress(express4), form: true, json: true },
  "Fastify 5": { serve: () => ofFastify(fastify), json: true },
  "Fastify 4": { serve: () => ofFastify(fastify4), json: true },
  "Koa 3": { serve: ofKoa },
};

/** @param {any} test */
export async function csrf(test) {
  for (const [name, { serve, form, json }] of Object.entries(SERVERS)) {
    await test(name, async () => {
      const server = await serve();
      if (!server.listening) await once(server, "listening");
      try {
        const url = `http://127.0.0.1:${server.address().port}/`;
        const page = await fetch(url);
        const [token, cookie] = [await page.text(), sentBack(page.headers.getSetCookie()[0])];
        const status = async (/** @type {RequestInit} */ { headers, ...init }) => (await fetch(url, { method: "POST", ...init, headers: { cookie, ...headers } })).status;
        equal(await status({}), 403, "no token");
        equal(await status({ headers: { "x-csrf-token": token } }), 200, "in the header");
        equal(await status({ headers: { "x-csrf-token": token, cookie: "" } }), 403, "without its session");
        equal(await status({ headers: { "x-csrf-token": `${token.slice(0, -2)}AA` } }), 403, "one that was changed");
        if (form) equal(await status({ body: new URLSearchParams({ _csrf_token: token }) }), 200, "in a form");
        if (form) equal(await status({ body: new URLSearchParams({ _csrf_token: "no" }) }), 403, "a wrong one in a form");
        const asJson = (/** @type {unknown} */ data) => ({ body: JSON.stringify(data), headers: { "content-type": "application/json" } });
        if (json) equal(await status(asJson({ _csrf_token: token })), 200, "in JSON");
        if (json) equal(await status(asJson({ _csrf_token: [token] })), 403, "a list in JSON");
      } finally {
        server.close();
        server.closeAllConnections();
      }
    });
  }
}
