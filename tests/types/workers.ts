// With @cloudflare/workers-types: a Worker's default export.

import { createSessions } from "waxseal";
import { cloudflareKV } from "waxseal/kv/cloudflare";
import { d1KV } from "waxseal/kv/d1";
import { WaxsealSessions, durableObjectKV } from "waxseal/kv/durable-object";

interface Env {
  SECRET_KEY_BASE: string;
  KV: KVNamespace;
  DB: D1Database;
  SESSIONS: DurableObjectNamespace;
}

const sessions = createSessions<{ visits: number }>({ store: "cookie", key: "k", signingSalt: "…" });

export default {
  fetch: sessions.handle(async (_request, session, env: Env, ctx: ExecutionContext) => {
    ctx.waitUntil(Promise.resolve(env.SECRET_KEY_BASE));
    return new Response(`${session.get("visits", 0) + 1}`);
  }, { conn: (_request, env) => ({ secretKeyBase: env.SECRET_KEY_BASE }) }),
} satisfies ExportedHandler<Env>;

export const other = {
  async fetch(request, env) {
    const session = sessions.fetch(request, { secretKeyBase: env.SECRET_KEY_BASE });
    // @ts-expect-error: no such key
    session.get("vists");
    return sessions.send(session, new Response());
  },
} satisfies ExportedHandler<Env>;

// The platform's services are taken as they are, and its class is one of theirs.
export const services = (env: Env) => [cloudflareKV(env.KV), d1KV(env.DB), durableObjectKV(env.SESSIONS)].map((kv) =>
  createSessions({ store: "kv", kv, key: "sid" }));
WaxsealSessions satisfies new (state: DurableObjectState, env: Env) => { fetch(request: Request): Promise<Response> };
