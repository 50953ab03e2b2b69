// What an app loads for its sessions, and no more.

import { waxsealSessions } from "../contestants/waxseal-sessions.js";

export const name = "waxseal";
export const kind = "encrypted";
export const layers = ["session"];
export const setup = () => waxsealSessions({ encryptionSalt: "encryption" });
