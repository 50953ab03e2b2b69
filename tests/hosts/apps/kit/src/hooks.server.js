import { sessionHandle, sessionHandleError } from "waxseal/sveltekit";
import { sessions } from "../sessions.js";

export const handle = sessionHandle(sessions);
export const handleError = sessionHandleError();
