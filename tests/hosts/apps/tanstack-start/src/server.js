import handler from "@tanstack/react-start/server-entry";
import { session } from "waxseal/tanstack-start";
import { sessions } from "../sessions.js";

export default {
  fetch: session(sessions, (request, session) => handler.fetch(request, { context: { session } })),
};
