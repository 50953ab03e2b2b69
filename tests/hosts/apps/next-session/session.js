import { cookies, headers } from "next/headers";
import { nextSessions } from "waxseal/next";
import { sessions } from "./sessions.js";

export const { session, action, handle, proxy } = nextSessions(sessions, { cookies, headers });
