// The server entry again, with what is walked through in the place of the app's sessions, and a page of its own for what failed.
import handler from "@tanstack/react-start/server-entry";
import { session } from "waxseal/tanstack-start";
import { spec } from "./walk.js";

const own = session(spec.sessions, (request, session) => handler.fetch(request, { context: { session } }), {
  conn: ({ headers }) => ({ scheme: headers.get("x-forwarded-proto") ?? "http" }),
  skip: ({ url }) => spec.skips(new URL(url).pathname),
});

export default { fetch: (request) => own(request).catch(() => new Response("sorry", { status: 500 })) };
