// With @cloudflare/workers-types: a Worker's default export.

import { createSessions } from "waxseal";
import { cloudflareKV } from "waxseal/kv/cloudflare";
import { d1KV } from "waxseal/kv/d1";
import { DurableObject } from "cloudflare:workers";
import { WaxsealSessions, durableObjectKV, sessionsObject } from "waxseal/kv/durable-object";

interface Env {
  SECRET_KEY_BASE: string;
  KV: KVNamespace;
  DB: D1Database;
  SESSIONS: DurableObjectNamespace;
  // As `wrangler types` writes them.
  NAMED: DurableObjectNamespace<WaxsealSessions>;
  OWN: DurableObjectNamespace<Own>;
}

export class Own extends sessionsObject(DurableObject<Env>) {
  twice(number: number) {
    return number * 2;
  }
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
export const services = (env: Env) => [cloudflareKV(env.KV), d1KV(env.DB), d1KV(env.DB.withSession()), durableObjectKV(env.SESSIONS), durableObjectKV(env.NAMED), durableObjectKV(env.OWN), durableObjectKV(env.SESSIONS.jurisdiction("eu"))].map((kv) =>
  createSessions({ store: "kv", kv, key: "sid" }));
export const twice = (env: Env) => env.OWN.get(env.OWN.idFromName("a")).twice(2) satisfies Promise<number>;
WaxsealSessions satisfies new (state: DurableObjectState, env: Env) => { fetch(request: Request): Promise<Response> };
