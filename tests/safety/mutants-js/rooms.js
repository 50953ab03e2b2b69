// @ts-check
// The rooms of `pkg` that are changed one place at a time. What only another runtime, a host or the command reaches is not among them.

/** Files of `pkg`. @type {Record<string, string[]>} */
export const ROOMS = {
  border: ["border/!(joined_cookies).js"],
  term: ["term/*.js", "term.js"],
  session: ["session/*.js"],
  store: ["store/*.js"],
  kv: ["kv/!(cloudflare|d1|deno|durable-object|indexeddb).js"],
  plug: ["plug/!(constant|upgraded).js", "crypto.js"],
  phoenix: ["phoenix/*.js"],
  frameworks: ["frameworks/!(next_proxy).js", "astro.js", "elysia.js", "fastify.js", "h3.js", "hono.js", "koa.js", "node.js", "react-router.js", "sveltekit.js", "tanstack-start.js"],
};
