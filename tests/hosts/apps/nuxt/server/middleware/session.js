import { session } from "waxseal/node";
import { sessions } from "../../sessions.js";

// h3 1: Node's own middleware.
export default fromNodeMiddleware(session(sessions));
