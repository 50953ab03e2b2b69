import { send, setResponseStatus } from "h3";
import { spec } from "./walk.js";

/** The app's own page for errors. */
export default function onError(error, event) {
  // A stream that broke off: h3 1 leaves the answer open.
  if (event.node.res.headersSent) return event.node.res.destroy();
  setResponseStatus(event, error.statusCode);
  const { session, url } = event.node.req;
  return send(event, session ? (spec?.errorPage(session, url) ?? "sorry") : "sorry");
}
