import { createSessions } from "waxseal";
import { sessionHandle, sessionHandleError } from "waxseal/sveltekit";

const sessions = createSessions({
  store: "cookie",
  key: "_app_key",
  secretKeyBase: "0123456789abcdef".repeat(4),
  signingSalt: "a salt",
});

export const handle = sessionHandle(sessions);
export const handleError = sessionHandleError(({ event, kind }) => {
  if (event.url.searchParams.has("note")) event.locals.session.put("noted", true);
  return kind === "unknown" ? { message: "failed", status: 503 } : undefined;
});
