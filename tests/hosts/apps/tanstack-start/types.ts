// What the compiler says of the session where Start has types of its own.

import { createMiddleware, createServerFn, createStart } from "@tanstack/react-start";
import handler, { createServerEntry } from "@tanstack/react-start/server-entry";
import { type AppSession, createSessions } from "waxseal";
import { session, sessionErrors } from "waxseal/tanstack-start";

declare module "waxseal" {
  interface AppData {
    visits: number;
  }
}
declare module "@tanstack/react-start" {
  interface Register {
    server: { requestContext: { session: AppSession } };
  }
}

const sessions = createSessions<{ visits: number }>({ store: "cookie", key: "k", signingSalt: "s" });
export default { fetch: session(sessions, (request, session) => handler.fetch(request, { context: { session } })) };
createServerEntry({ fetch: session(sessions, (request, session) => handler.fetch(request, { context: { session } })) });
session(sessions, (request, own) => {
  // @ts-expect-error: there may be none
  own.get("visits");
  return handler.fetch(request, { context: { session: own! } });
}, { skip: () => true });

const requests = createMiddleware().server(sessionErrors());
const functions = createMiddleware({ type: "function" }).server(sessionErrors());
export const startInstance = createStart(() => ({ requestMiddleware: [requests], functionMiddleware: [functions] }));

export const visit = createServerFn().middleware([requests]).handler(({ context }) => context.session.get("visits", 0) + 1);
// @ts-expect-error: no number
createServerFn().handler(({ context }) => void context.session.put("visits", "1"));
