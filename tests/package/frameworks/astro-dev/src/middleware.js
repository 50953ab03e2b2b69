import { createSessions } from "waxseal";
import { session } from "waxseal/astro";

const sessions = createSessions({ store: "cookie", key: "_my_app_key", secretKeyBase: process.env.SECRET_KEY_BASE, signingSalt: "3kVbPzQ1" });

export const onRequest = session(sessions);
