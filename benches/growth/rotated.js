// How many older keys are tried before the one that a cookie was made with.

import { SECRET } from "../contestants/keys.js";
import { sentBack } from "../contestants/header.js";
import { waxsealSessions } from "../contestants/waxseal-sessions.js";
import { sessionsOf } from "../payloads.js";

export const title = "rotated keys before the right one";
export const unit = "keys";
export const points = [0, 1, 2, 4, 8];

export async function at(count) {
  const secret = (index) => SECRET + "!".repeat(index);
  const made = (options) => {
    const data = sessionsOf(327)[0];
    const rotatingOptions = Array.from({ length: count }, (_, index) => ({ secretKeyBase: secret(index + 1), signingSalt: "signing", ...options }));
    const header = sentBack(waxsealSessions({ ...options, secretKeyBase: secret(count) }).write(data));
    const { read } = waxsealSessions({ ...options, rotatingOptions });
    if (read(header, "user_id") !== data.user_id) throw new Error("the session is gone");
    return () => read(header, "user_id");
  };
  return { "read, signed": made({}), "read, encrypted": made({ encryptionSalt: "encryption" }) };
}
