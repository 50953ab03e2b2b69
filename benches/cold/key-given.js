// waxseal with a key that was derived beforehand: what PBKDF2 costs is the difference.

import { KEY } from "../contestants/keys.js";
import { waxsealSessions } from "../contestants/waxseal-sessions.js";

export const name = "waxseal, key given";
export const kind = "signed";
export const layers = ["session"];
export const setup = () => waxsealSessions({ secretKeyBase: undefined, signingSalt: undefined, signingKey: KEY });
