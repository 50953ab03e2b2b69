import { createSessions } from "waxseal";

export const sessions = createSessions({
  store: "cookie",
  key: "_app_key",
  secretKeyBase: "0123456789abcdef".repeat(4),
  signingSalt: "a salt",
});

export const count = sessions.handle((_request, session) => {
  session.put("visits", session.get("visits", 0) + 1);
  return new Response(`visit ${session.get("visits")}`);
});
