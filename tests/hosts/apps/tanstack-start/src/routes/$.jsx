import { createFileRoute } from "@tanstack/react-router";
import { createMiddleware } from "@tanstack/react-start";
import { sessionErrors } from "waxseal/tanstack-start";
import { answer } from "../answer.js";
import { spec } from "../walk.js";

// A page of its own for errors, outside of who is told of them.
const page = createMiddleware().server(async ({ next, context, pathname }) => {
  try {
    return await next();
  } catch {
    return new Response(context.session ? spec.errorPage(context.session, pathname) : "sorry", { status: 500 });
  }
});
const errors = createMiddleware().server(sessionErrors());
// Another layer.
const inner = spec?.sessions.handle((request, session) => answer(new URL(request.url).pathname, session), { conn: { scheme: "http" } });

export const Route = createFileRoute("/$")({
  server: {
    middleware: [page, errors],
    handlers: {
      GET({ request, context, pathname }) {
        if (!pathname.startsWith("/inner/")) return answer(pathname, context.session);
        spec.around(context.session);
        return inner(request);
      },
    },
  },
});
