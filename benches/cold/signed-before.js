// The same of an earlier commit.

import { createSessions } from "#base";
import { DERIVED, sessionsOf } from "../contestants/sessions-of.js";

export const name = "waxseal before";
export const kind = "signed";
export const layers = ["session"];
export const setup = () => sessionsOf(createSessions, DERIVED);
