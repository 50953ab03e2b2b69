// With @cloudflare/workers-types: a Worker's default export.

import { createSessions } from "waxseal";

interface Env {
  SECRET_KEY_BASE: string;
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
