// waxseal with a key that was derived beforehand: what PBKDF2 costs is the difference.

import { createSessions } from "waxseal";
import { KEY } from "../contestants/keys.js";
import { sessionsOf } from "../contestants/sessions-of.js";

export const name = "waxseal, key given";
export const kind = "signed";
export const layers = ["session"];
export const setup = () => sessionsOf(createSessions, { signingKey: KEY });
