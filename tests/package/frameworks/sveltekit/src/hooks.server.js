import { createSessions } from "waxseal";
import { sessionHandle } from "waxseal/sveltekit";

const sessions = createSessions({
  store: "cookie",
  key: "_app_key",
  secretKeyBase: "0123456789abcdef".repeat(4),
  signingSalt: "a salt",
});

export const handle = sessionHandle(sessions);
export const handleError = () => ({ message: "failed" });
