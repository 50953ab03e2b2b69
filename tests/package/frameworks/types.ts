// Types of waxseal's where the frameworks want theirs.

import type { APIContext, MiddlewareHandler } from "astro";
import { Elysia } from "elysia";
import express from "express";
import fastify from "fastify";
import { H3 } from "h3";
import { Hono } from "hono";
import Koa from "koa";
import type { Handle } from "@sveltejs/kit/hooks";
import type { SessionStorage } from "react-router";
import { createSessions, type Session } from "waxseal";
import { session as astroSession } from "waxseal/astro";
import { session as elysiaSession } from "waxseal/elysia";
import { session as fastifySession } from "waxseal/fastify";
import { session as h3Session } from "waxseal/h3";
import { session, type SessionEnv } from "waxseal/hono";
import { session as koaSession } from "waxseal/koa";
import { session as nodeSession, sessionErrors } from "waxseal/node";
import { verifyCsrf } from "waxseal/phoenix";
import { sessionStorage } from "waxseal/react-router";
import { sessionHandle } from "waxseal/sveltekit";

interface Data extends Record<string, unknown> {
  visits: number;
}
declare module "waxseal" {
  interface AppData extends Data {}
}
const sessions = createSessions<Data>({ store: "cookie", key: "k", signingSalt: "…" });

// A chain infers the session; a helper takes any.
const user = (own: Session) => own.get("user");
new Hono().use(session(sessions)).get("/", (c) => c.text(`${c.get("session").get("visits", 0) + 1} ${user(c.get("session"))}`));

// Used twice it is one.
const inner = new Hono().use(session(sessions)).get("/", (c) => c.text(`${c.get("session").get("visits", 0) + 1}`));
new Hono().use(session(sessions)).use(session(sessions)).route("/inner", inner).get("/", (c) => c.text(`${c.get("session").get("visits", 0) + 1}`));
// @ts-expect-error: no number
new Hono().use(session(sessions)).get("/", (c) => c.json(c.get("session").put("visits", "1")));

const app = new Hono<SessionEnv<Data>>();
app.use(session(sessions));
app.get("/", (c) => c.text(`${c.get("session").get("visits", 0) + 1}`));

sessionHandle(sessions) satisfies Handle;
sessionStorage(sessions) satisfies SessionStorage<Data, Data>;
sessionStorage<Data, { notice: string }>(sessions) satisfies SessionStorage<Data, { notice: string }>;

express().use(nodeSession(sessions)).use(sessionErrors()).get("/", (req, res) => void res.send(`${req.session.get("visits", 0) + 1} ${user(req.session)}`));
fastify().register(fastifySession(sessions)).get("/", async (request) => `${request.session.get("visits", 0) + 1} ${user(request.session)}`);
new Koa().use(koaSession(sessions)).use((ctx) => void (ctx.body = `${ctx.session.get("visits", 0) + 1} ${user(ctx.session)}`));
// @ts-expect-error: no number
fastify().get("/", async (request) => request.session.put("visits", "1"));
// @ts-expect-error: no number
new Koa().use((ctx) => void ctx.session.put("visits", "1"));

new H3().use(h3Session(sessions)).get("/", (event) => `${event.context.session.get("visits", 0) + 1} ${user(event.context.session)}`);
// @ts-expect-error: no number
new H3().get("/", (event) => event.context.session.put("visits", "1"));

new Elysia().use(elysiaSession(sessions)).get("/", ({ session }) => `${session.get("visits", 0) + 1} ${user(session)}`).onError(({ session }) => user(session));
// Used twice it is one.
new Elysia().use(elysiaSession(sessions)).use(new Elysia().use(elysiaSession(sessions)).get("/", ({ session }) => session.get("visits", 0) + 1)).get("/", ({ session }) => session.get("visits", 0) + 1);
// @ts-expect-error: no number
new Elysia().use(elysiaSession(sessions)).get("/", ({ session }) => session.put("visits", "1"));

// The requests of servers on Node are asked for their token as they are.
express().use((req, _res, next) => void verifyCsrf(req, req.session).then(() => next(), next));
fastify().addHook("preHandler", async (request) => void (await verifyCsrf(request, request.session)));
new Koa().use(async (ctx) => void (await verifyCsrf(ctx.request, ctx.session)));
new Hono().use(session(sessions)).use(async (c, next) => void (await verifyCsrf(c.req.raw, c.get("session")), await next()));

astroSession(sessions) satisfies MiddlewareHandler;
export const page = ({ locals }: APIContext) => `${locals.session.get("visits", 0) + 1} ${user(locals.session)}`;
// @ts-expect-error: no number
export const wrong = ({ locals }: APIContext) => locals.session.put("visits", "1");
