import { createMiddleware } from "@solidjs/start/middleware";
import { session } from "waxseal/h3";
import { sessions } from "../sessions.js";

/** A page's own errors are answered by Solid's boundary: nothing of what was done before is kept. */
async function pageErrors(event, next) {
  const page = await next();
  if (event.res.status === 500) event.context.session?.ignore();
  return page;
}

export default createMiddleware([session(sessions), pageErrors]);
