import { redirect } from "@sveltejs/kit";
import { sequence } from "@sveltejs/kit/hooks";
import { createSessions } from "waxseal";
import { sessionHandle, sessionHandleError } from "waxseal/sveltekit";

const sessionsOf = (key) => createSessions({ store: "cookie", key, secretKeyBase: "0123456789abcdef".repeat(4), signingSalt: "a salt" });

/** Another cookie's, around it. */
function other({ event, resolve }) {
  if (event.url.searchParams.has("other")) event.locals.session.put("a", 1);
  return resolve(event);
}

/** Who is not let in, with a message; after a call of the app's own, or after the page was made; by a Response, if asked to. */
async function guard({ event, resolve }) {
  const { searchParams } = event.url;
  if (!searchParams.has("guard")) return resolve(event);
  event.locals.session.put("notice", "log in");
  if (searchParams.has("call")) await event.fetch(searchParams.get("call"));
  if (searchParams.has("late")) await resolve(event);
  if (searchParams.has("response")) return new Response(null, { status: 303, headers: { location: "/page" } });
  redirect(303, "/page");
}

export const handle = sequence(sessionHandle(sessionsOf("_other")), other, sessionHandle(sessionsOf("_app_key")), guard);
export const handleError = sessionHandleError(({ event, kind }) => {
  if (event.url.searchParams.has("note")) event.locals.session.put("noted", true);
  return kind === "unknown" ? { message: "failed", status: 503 } : undefined;
});
