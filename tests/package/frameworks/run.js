// @ts-check
// The package's subpaths for frameworks, each in the framework itself.

import { recorder } from "../../conformance/check.js";
import { collector, print } from "../../conformance/print.js";
import { astro } from "./astro.js";
import { csrf } from "./csrf.js";
import { elysia } from "./elysia.js";
import { fastify } from "./fastify.js";
import { h3 } from "./h3.js";
import { hono } from "./hono.js";
import { kitHooks } from "./kit-hooks.js";
import { koa } from "./koa.js";
import { likeNode } from "./like-node.js";
import { node } from "./node.js";
import { reactRouter } from "./react-router.js";
import { svelteKit } from "./sveltekit.js";
import { tanStackStart } from "./tanstack-start.js";
import { texts } from "./texts.js";
import { types } from "./types.js";
import { walks } from "./walk/run.js";

const { failures, report } = collector();
const { counts, group } = recorder(report);
await hono(group("Hono"));
await walks(group);
await node(group("waxseal/node"));
await likeNode(group("waxseal/node, as Node alone"));
await fastify(group("waxseal/fastify"));
await koa(group("waxseal/koa"));
await h3(group("waxseal/h3"));
await elysia(group("waxseal/elysia"));
await astro(group("waxseal/astro"));
await tanStackStart(group("waxseal/tanstack-start"));
await csrf(group("CSRF tokens"));
await reactRouter(group("React Router"));
await svelteKit(group);
await kitHooks(group("waxseal/sveltekit, its hooks"));
await texts(group("what they say of what is wrong"));
await types(group("their types"));
process.exitCode = print(counts, failures) ? 0 : 1;
