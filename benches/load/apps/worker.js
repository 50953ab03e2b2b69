// Hono in workerd.

import { env } from "cloudflare:workers";
import { durableObjectKV } from "waxseal/kv/durable-object";
import { makeApp } from "./hono.js";

export { WaxsealSessions } from "waxseal/kv/durable-object";

const { app, names } = makeApp({ "Durable Object": durableObjectKV(env.SESSIONS) });

export default {
  fetch: (request, bindings, context) => (request.url.endsWith("/names") ? Response.json(names) : app.fetch(request, bindings, context)),
};
