import { sequence } from "astro:middleware";
import { session } from "waxseal/astro";

const conn = ({ request }) => ({ scheme: request.headers.get("x-forwarded-proto") ?? "http" });
const skip = ({ url }) => globalThis.walked.skips?.(url.pathname) ?? false;

// A layer for each app that is walked through; a page that is built once is of none.
function layer() {
  const layers = new WeakMap();
  return (context, next) => {
    const { sessions } = globalThis.walked ?? {};
    if (!sessions) return next();
    if (!layers.has(sessions)) layers.set(sessions, session(sessions, { conn, skip }));
    return layers.get(sessions)(context, next);
  };
}

const second = layer();

function inner(context, next) {
  const { pathname, searchParams } = context.url;
  if (pathname.startsWith("/inner/")) globalThis.walked.around(context.locals.session);
  else if (!searchParams.has("twice")) return next();
  return second(context, next);
}

export const onRequest = sequence(layer(), inner);
