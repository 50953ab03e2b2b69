import { createSessions } from "waxseal";
import { session } from "waxseal/h3";

export default session(createSessions({ store: "cookie", key: "_my_app_key", secretKeyBase: "0123456789abcdef".repeat(4), signingSalt: "3kVbPzQ1" }));
