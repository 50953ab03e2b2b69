import { getRequestProtocol } from "h3";
import { session } from "waxseal/h3";
import app from "./middleware.js";
import { pathOf, spec } from "./walk.js";

const outer = spec && session(spec.sessions, {
  conn: (event) => ({ scheme: getRequestProtocol(event, { xForwardedProto: true }) }),
  skip: (event) => spec.skips(pathOf(event.req)),
});
const inner = spec && session(spec.sessions);

// The app's own, or with what is walked through in its place.
export default spec ? [outer, (event, next) => {
  if (!pathOf(event.req).startsWith("/inner/")) return next();
  spec.around(event.context.session);
  return inner(event, next);
}] : app;
