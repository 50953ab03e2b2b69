import { sequence } from "astro:middleware";
import { session } from "waxseal/astro";

const conn = ({ request }) => ({ scheme: request.headers.get("x-forwarded-proto") ?? "http" });
const layers = new WeakMap();

// One layer for each app that is walked through; a page that is built once is of none.
function layer(context, next) {
  const { sessions } = globalThis.walked ?? {};
  if (!sessions) return next();
  if (!layers.has(sessions)) layers.set(sessions, session(sessions, { conn }));
  return layers.get(sessions)(context, next);
}

function inner(context, next) {
  if (!context.url.pathname.startsWith("/inner/")) return next();
  globalThis.walked.around(context.locals.session);
  return layer(context, next);
}

export const onRequest = sequence(layer, inner);
