// waxseal's sessions, by what stands in the tables: a contestant is a path.

import { createSessions } from "waxseal";
import { SECRET } from "../contestants/keys.js";

/** @param {Record<string, any>} adapters by what they are called @returns {Record<string, any>} */
export function waxsealSessions(adapters) {
  const cookie = { store: "cookie", key: "s", secretKeyBase: SECRET, signingSalt: "signing", log: false };
  const services = Object.entries(adapters).map(([name, kv]) => [`waxseal, ${name}`, createSessions({ store: "kv", kv, key: "s", log: false })]);
  return {
    "waxseal, signed": createSessions(cookie),
    "waxseal, encrypted": createSessions({ ...cookie, encryptionSalt: "encryption" }),
    "waxseal, memory": createSessions({ store: "memory", key: "s", log: false }),
    ...Object.fromEntries(services),
  };
}

/** The app without any session. */
export const NONE = "none";

/** @param {string} name @returns {string} */
export const pathOf = (name) => `/${name.replace(/[^\w]+/g, "-")}`;
