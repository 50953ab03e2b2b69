// The app that is walked through, if this is served for that.
import { createReadStream, statSync } from "node:fs";
import { session } from "waxseal/node";
import { events, large, paused, streamOf } from "../../package/frameworks/walk/drivers/bodies.js";
import { spec } from "../../walk.js";

const inner = spec && fromNodeMiddleware(session(spec.sessions));

export default defineEventHandler(async (event) => {
  const { pathname } = getRequestURL(event);
  const route = spec?.routes[pathname];
  if (!route) return;
  if (pathname.startsWith("/inner/")) {
    spec.around(event.node.req.session);
    await inner(event);
  }
  const text = (await route.act?.(event.node.req.session)) ?? "";
  const own = route.answer;
  if (own.kind === "error") throw new Error("boom");
  if (own.kind === "denied") throw createError({ statusCode: 403 });
  if (own.kind === "redirect") return sendRedirect(event, own.to);
  if (own.kind === "empty") return sendNoContent(event, own.status);
  if (own.kind === "text") {
    setResponseStatus(event, own.status ?? 200);
    setResponseHeaders(event, own.headers ?? {});
    return text;
  }
  if (own.kind === "cookies") {
    const [first, ...more] = own.cookies(text);
    appendResponseHeader(event, "set-cookie", first);
    // By the helper, too.
    if (more.length > 0) setCookie(event, "b", "2");
    return {};
  }
  if (own.kind === "large") return sendStream(event, large(own.bytes));
  if (own.kind === "file") {
    setResponseHeader(event, "content-length", statSync(own.path).size);
    return sendStream(event, createReadStream(own.path));
  }
  return sendStream(event, streamOf(own.kind === "stream" ? paused(own.pieces) : events(own)));
});
