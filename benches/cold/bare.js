// The bare module when it derives its key, too.

import { bare } from "../bare/bare.js";
import { jsonSessions } from "../contestants/json-sessions.js";
import { SECRET } from "../contestants/keys.js";

export const name = "bare WebAssembly, key derived";
export const kind = "signed";
export const layers = ["session"];

export function setup() {
  const { derive, sign, verify } = bare();
  derive(SECRET, "signing");
  return jsonSessions({ sign, verify });
}
