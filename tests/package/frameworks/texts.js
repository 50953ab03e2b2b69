// @ts-check
// What each subpath says of what it was given wrongly, word for word: in a framework it stands in a log, or in a terminal, and is all there is.

import { createSessions } from "waxseal";
import * as astro from "waxseal/astro";
import * as elysia from "waxseal/elysia";
import * as fastify from "waxseal/fastify";
import * as h3 from "waxseal/h3";
import * as hono from "waxseal/hono";
import * as koa from "waxseal/koa";
import * as nextjs from "waxseal/next";
import * as node from "waxseal/node";
import * as reactRouter from "waxseal/react-router";
import * as sveltekit from "waxseal/sveltekit";
import * as tanStackStart from "waxseal/tanstack-start";
import { equal, fails } from "../../conformance/check.js";

/** @type {any} */
const sessions = createSessions({ store: "memory", key: "sid", log: false });
const address = "https://example.com/";
const next = () => {};

/** By subpath and by what is said: what was given. @param {Record<string, any>} all @returns {Record<string, Record<string, Record<string, () => unknown>>>} */
const said = ({ astro, elysia, fastify, h3, hono, koa, nextjs, node, reactRouter, sveltekit, tanStackStart }) => ({
  "waxseal/astro": {
    "session: takes the sessions that createSessions made": {
      "no sessions": () => astro.session(undefined),
    },
    "session: con: there is no such option; did you mean conn?": {
      "another option": () => astro.session(sessions, { con: 1 }),
    },
    "session: skip takes a function that says for which requests no session is read": {
      "skip": () => astro.session(sessions, { skip: "/" }),
    },
    'conn.scheme: got a string of 3 characters, takes "http" or "https"': {
      "conn": () => astro.session(sessions, { conn: { scheme: "ftp" } }),
    },
    "session: waxseal/astro is a middleware of Astro: export const onRequest = session(sessions)": {
      "of nothing": () => astro.session(sessions)(undefined),
      "of a request": () => astro.session(sessions)(new Request(address), next),
      "without next": () => astro.session(sessions)({ request: new Request(address), locals: {} }),
      "without a request": () => astro.session(sessions)({ locals: {} }, next),
      "without a request's headers": () => astro.session(sessions)({ request: {}, locals: {} }, next),
      "without Headers": () => astro.session(sessions)({ request: { headers: {} }, locals: {} }, next),
      "of null": () => astro.session(sessions)(null, next),
      "without locals": () => astro.session(sessions)({ request: new Request(address) }, next),
    },
  },
  "waxseal/elysia": {
    "session: takes the sessions that createSessions made": {
      "no sessions": () => elysia.session(undefined),
    },
    "session: con: there is no such option; did you mean conn?": {
      "another option": () => elysia.session(sessions, { con: 1 }),
    },
    "session: skip takes a function that says for which requests no session is read": {
      "skip": () => elysia.session(sessions, { skip: "/" }),
    },
    "session: isAnswer takes a function (error) => boolean": {
      "isAnswer": () => elysia.session(sessions, { isAnswer: true }),
    },
    "session: waxseal/elysia is a plugin of Elysia: new Elysia().use(session(sessions))": {
      "of nothing": () => elysia.session(sessions)(undefined),
      "of null": () => elysia.session(sessions)(null),
      "of an app that wraps nothing": () => elysia.session(sessions)({ onRequest() {} }),
      "of another app": () => elysia.session(sessions)({ wrap() {} }),
    },
  },
  "waxseal/fastify": {
    "session: takes what createSessions made: app.use(session(sessions))": {
      "no sessions": () => fastify.session(undefined),
      "what only fetches": () => fastify.session({ fetch() {} }),
    },
    "session: con: there is no such option; did you mean conn?": {
      "another option": () => fastify.session(sessions, { con: 1 }),
    },
    "session: skip takes a function that says for which requests no session is read": {
      "skip": () => fastify.session(sessions, { skip: "/" }),
    },
    "session: isAnswer takes a function (error) => boolean": {
      "isAnswer": () => fastify.session(sessions, { isAnswer: true }),
    },
    "session: there is a request.session of another plugin, such as @fastify/session: use one of the two": {
      "beside another plugin": () => fastify.session(sessions)({ hasRequestDecorator: (name) => name === "session" }),
    },
  },
  "waxseal/h3": {
    "session: takes the sessions that createSessions made": {
      "no sessions": () => h3.session(undefined),
    },
    "session: con: there is no such option; did you mean conn?": {
      "another option": () => h3.session(sessions, { con: 1 }),
    },
    "session: skip takes a function that says for which requests no session is read": {
      "skip": () => h3.session(sessions, { skip: "/" }),
    },
    "session: waxseal/h3 is a middleware of h3 2: app.use(session(sessions)); for h3 1 (Nuxt 4) there is fromNodeMiddleware(session(sessions)), of waxseal/node": {
      "of nothing": () => h3.session(sessions)(undefined),
      "of null": () => h3.session(sessions)(null, next),
      "of a request without headers": () => h3.session(sessions)({ req: {}, app: { fetch() {} } }, next),
      "of a request without Headers": () => h3.session(sessions)({ req: { headers: {} }, app: { fetch() {} } }, next),
      "of an app that fetches nothing": () => h3.session(sessions)({ req: new Request(address), app: {} }, next),
      "of h3 1's event": () => h3.session(sessions)({ node: {} }, next),
      "of an event of no app": () => h3.session(sessions)({ req: new Request(address) }, next),
      "without next": () => h3.session(sessions)({ req: new Request(address), app: { fetch() {} } }),
    },
  },
  "waxseal/hono": {
    "session: takes the sessions that createSessions made": {
      "no sessions": () => hono.session(undefined),
    },
    "session: con: there is no such option; did you mean conn?": {
      "another option": () => hono.session(sessions, { con: 1 }),
    },
    "session: skip takes a function that says for which requests no session is read": {
      "skip": () => hono.session(sessions, { skip: "/" }),
    },
    "session: waxseal/hono is a middleware of Hono 4: app.use(session(sessions)); for Express and its like there is waxseal/node": {
      "of nothing": () => hono.session(sessions)(undefined),
      "of null": () => hono.session(sessions)(null, next),
      "of a request without headers": () => hono.session(sessions)({ req: { raw: {} }, set() {} }, next),
      "of a request without Headers": () => hono.session(sessions)({ req: { raw: { headers: {} } }, set() {} }, next),
      "of Express's": () => hono.session(sessions)({ headers: {} }, {}, next),
      "of a context without req": () => hono.session(sessions)({}, next),
      "of a context without raw": () => hono.session(sessions)({ req: {} }, next),
      "of a context without set": () => hono.session(sessions)({ req: { raw: new Request(address) } }, next),
      "without next": () => hono.session(sessions)({ req: { raw: new Request(address) }, set() {} }),
    },
  },
  "waxseal/koa": {
    "session: takes what createSessions made: app.use(session(sessions))": {
      "no sessions": () => koa.session(undefined),
    },
    "session: con: there is no such option; did you mean conn?": {
      "another option": () => koa.session(sessions, { con: 1 }),
    },
    "session: skip takes a function that says for which requests no session is read": {
      "skip": () => koa.session(sessions, { skip: "/" }),
    },
    "session: isAnswer takes a function (error) => boolean": {
      "isAnswer": () => koa.session(sessions, { isAnswer: true }),
    },
    "session: waxseal/koa is for Koa: for Express and its like there is waxseal/node": {
      "of nothing": () => koa.session(sessions)(undefined, next),
      "of null": () => koa.session(sessions)(null, next),
      "of Express's": () => koa.session(sessions)({ headers: {} }, {}, next),
    },
    "session: the response was sent before the middleware was reached: app.use(session(sessions)) before what answers": {
      "behind what answered": () => koa.session(sessions)({ onerror() {}, headerSent: true }, next),
    },
    "session: there is a ctx.session of another middleware, such as koa-session: use one of the two": {
      "beside another session": () => koa.session(sessions)({ onerror() {}, session: undefined }, next),
    },
  },
  "waxseal/next": {
    "nextSessions: takes the sessions that createSessions made": {
      "no sessions": () => nextjs.nextSessions(undefined, { cookies: next, headers: next }),
    },
    "nextSessions: got undefined, takes an object of options": {
      "no options": () => nextjs.nextSessions(sessions),
    },
    "nextSessions: cookies takes the function of that name of next/headers: nextSessions(sessions, { cookies, headers })": {
      "no cookies": () => nextjs.nextSessions(sessions, { headers: next }),
    },
    "nextSessions: headers takes the function of that name of next/headers: nextSessions(sessions, { cookies, headers })": {
      "no headers": () => nextjs.nextSessions(sessions, { cookies: next }),
    },
    "nextSessions: con: there is no such option; did you mean conn?": {
      "another option": () => nextjs.nextSessions(sessions, { cookies: next, headers: next, con: 1 }),
    },
    "action: takes a function": {
      "action": () => nextjs.nextSessions(sessions, { cookies: next, headers: next }).action(5),
    },
    "handle: takes a function": {
      "handle": () => nextjs.nextSessions(sessions, { cookies: next, headers: next }).handle(5),
    },
    "proxy: takes a function": {
      "proxy": () => nextjs.nextSessions(sessions, { cookies: next, headers: next }).proxy(5),
    },
    "proxy: got no request: it is what Next calls, export const proxy = withSession(handler) in proxy.js": {
      "proxy of nothing": () => nextjs.nextSessions(sessions, { cookies: next, headers: next }).proxy(next)(undefined),
      "proxy of no headers": () => nextjs.nextSessions(sessions, { cookies: next, headers: next }).proxy(next)({}),
    },
  },
  "waxseal/node": {
    "session: takes what createSessions made: app.use(session(sessions))": {
      "no sessions": () => node.session(undefined),
      "what only fetches": () => node.session({ fetch() {} }),
    },
    "session: con: there is no such option; did you mean conn?": {
      "another option": () => node.session(sessions, { con: 1 }),
    },
    "session: skip takes a function that says for which requests no session is read": {
      "skip": () => node.session(sessions, { skip: "/" }),
    },
    'conn.scheme: got a string of 3 characters, takes "http" or "https"': {
      "conn": () => node.session(sessions, { conn: { scheme: "ftp" } }),
    },
    "session: its middleware takes (request, response, next): app.use(session(sessions))": {
      "of nothing": () => node.session(sessions)(undefined),
      "without a response": () => node.session(sessions)({ headers: {} }, undefined, next),
      "without next": () => node.session(sessions)({ headers: {} }, { writeHead() {} }),
      "of null": () => node.session(sessions)(null, { writeHead() {} }, next),
      "of a request without headers": () => node.session(sessions)({ headers: 5 }, { writeHead() {} }, next),
      "of a response that writes nothing": () => node.session(sessions)({ headers: {} }, {}, next),
      "of no request": () => node.session(sessions)({}, { writeHead() {} }, next),
    },
    "session: got a Request; for a fetch handler there is sessions.handle": {
      "of a Request": () => node.session(sessions)(new Request(address)),
    },
    "sessionErrors: isAnswr: there is no such option; did you mean isAnswer?": {
      "sessionErrors of another option": () => node.sessionErrors({ isAnswr: 1 }),
    },
    "sessionErrors: isAnswer takes a function (error) => boolean": {
      "sessionErrors of no function": () => node.sessionErrors({ isAnswer: 1 }),
    },
  },
  "waxseal/react-router": {
    "sessionStorage: takes the sessions that createSessions made": {
      "no sessions": () => reactRouter.sessionStorage(undefined),
    },
    "sessionStorage: cookie: there is no such option; it takes conn": {
      "another option": () => reactRouter.sessionStorage(sessions, { cookie: {} }),
    },
    "commitSession: takes a session of getSession, or one that createSession made": {
      "commit of nothing": () => reactRouter.sessionStorage(sessions).commitSession(undefined),
      "commit of null": () => reactRouter.sessionStorage(sessions).commitSession(null),
      "commit of what has no data": () => reactRouter.sessionStorage(sessions).commitSession({ get() {} }),
      "commit of what has null for data": () => reactRouter.sessionStorage(sessions).commitSession({ get() {}, data: null }),
      "commit of what has no get": () => reactRouter.sessionStorage(sessions).commitSession({ data: {} }),
    },
    "destroySession: takes a session of getSession, or one that createSession made": {
      "destroy of nothing": () => reactRouter.sessionStorage(sessions).destroySession(undefined),
    },
    "commitSession: path: there is no such option; the cookie's options are given to createSessions": {
      "commit with a cookie's option": () => reactRouter.sessionStorage(sessions).commitSession(undefined, { path: "/" }),
    },
    "commitSession: maxage: there is no such option; did you mean maxAge?": {
      "commit with another option": () => reactRouter.sessionStorage(sessions).commitSession(undefined, { maxage: 1 }),
    },
    "commitSession: got a number, takes an object of options": {
      "commit with no options": () => reactRouter.sessionStorage(sessions).commitSession(undefined, 5),
    },
    "maxAge: takes a whole number of seconds, at most 34560000: browsers keep no cookie for longer": {
      "maxAge": () => reactRouter.sessionStorage(sessions).commitSession(undefined, { maxAge: 1.5 }),
      "maxAge too far": () => reactRouter.sessionStorage(sessions).commitSession(undefined, { maxAge: 34_560_001 }),
    },
    "expires: takes a Date, of the years 1601 to 9999, which browsers can read": {
      "expires": () => reactRouter.sessionStorage(sessions).commitSession(undefined, { expires: "tomorrow" }),
      "expires of no date": () => reactRouter.sessionStorage(sessions).commitSession(undefined, { expires: new Date(NaN) }),
      "expires in 1600": () => reactRouter.sessionStorage(sessions).commitSession(undefined, { expires: new Date(Date.UTC(1600, 11, 31)) }),
      "expires in 10000": () => reactRouter.sessionStorage(sessions).commitSession(undefined, { expires: new Date(Date.UTC(10000, 0)) }),
    },
    "destroySession: maxAge: there is no such option; the cookie's options are given to createSessions": {
      "destroy with an option": () => reactRouter.sessionStorage(sessions).destroySession(undefined, { maxAge: 1 }),
    },
  },
  "waxseal/sveltekit": {
    "sessionHandle: takes the sessions that createSessions made": {
      "no sessions": () => sveltekit.sessionHandle(undefined),
    },
    "sessionHandle: con: there is no such option; did you mean conn?": {
      "another option": () => sveltekit.sessionHandle(sessions, { con: 1 }),
    },
    "sessionHandle: skip takes a function that says for which requests no session is read": {
      "skip": () => sveltekit.sessionHandle(sessions, { skip: "/" }),
    },
    "sessionHandle: is SvelteKit's hook handle: export const handle = sessionHandle(sessions) in src/hooks.server.js": {
      "of nothing": () => sveltekit.sessionHandle(sessions)(undefined),
      "of null": () => sveltekit.sessionHandle(sessions)(null),
      "of an event without a request": () => sveltekit.sessionHandle(sessions)({ event: {}, resolve: next }),
      "of a request without headers": () => sveltekit.sessionHandle(sessions)({ event: { request: {} }, resolve: next }),
      "of a request without Headers": () => sveltekit.sessionHandle(sessions)({ event: { request: { headers: {} } }, resolve: next }),
      "of no event": () => sveltekit.sessionHandle(sessions)({ resolve: next }),
      "without resolve": () => sveltekit.sessionHandle(sessions)({ event: { request: new Request(address) } }),
    },
    "sessionHandleError: takes the app's own handleError, a function, or nothing": {
      "sessionHandleError of no function": () => sveltekit.sessionHandleError(5),
      "sessionHandleError of null": () => sveltekit.sessionHandleError(null),
    },
  },
  "waxseal/tanstack-start": {
    "session: takes the sessions that createSessions made": {
      "no sessions": () => tanStackStart.session(undefined, next),
    },
    "session: takes a function: (request, session) => handler.fetch(request, { context: { session } })": {
      "no function": () => tanStackStart.session(sessions, { fetch: next }),
    },
    "handle: con: there is no such option; did you mean conn?": {
      "another option": () => tanStackStart.session(sessions, next, { con: 1 }),
    },
    "sessionErrors: isAnswr: there is no such option; did you mean isAnswer?": {
      "sessionErrors of another option": () => tanStackStart.sessionErrors({ isAnswr: 1 }),
    },
    "sessionErrors: isAnswer takes a function (error) => boolean": {
      "sessionErrors of no function": () => tanStackStart.sessionErrors({ isAnswer: 1 }),
    },
  },
});

/** @param {any} test */
export async function texts(test) {
  for (const [subpath, texts] of Object.entries(said({ astro, elysia, fastify, h3, hono, koa, nextjs, node, reactRouter, sveltekit, tanStackStart }))) {
    for (const [text, calls] of Object.entries(texts)) {
      for (const [what, call] of Object.entries(calls)) {
        await test(`${subpath}: ${what}`, async () => equal((await fails(call, "ERR_CONFIG", what)).message, text, what));
      }
    }
  }
}
