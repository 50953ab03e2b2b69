// @ts-check
// `waxseal keys`: the keys that a secret and salts make, for an edge that need not hold the secret.
import { createSessions } from "waxseal";
import { derive } from "../inspect/open-token.js";
import { base64 } from "../inspect/term-json.js";
import { derivation, UsageError } from "./options.js";
import { complain, print } from "./print.js";
import { readSecret } from "./secret.js";

/** @param {string[]} words @param {import("./options.js").Options} options */
export async function keys(words, options) {
  if (words.length > 0) throw new UsageError("keys takes no argument: the secret is SECRET_KEY_BASE, or asked for");
  const { signingSalt, encryptionSalt, ...how } = derivation(options);
  if (signingSalt === "") throw new UsageError("keys takes --signing-salt, and --encryption-salt if the endpoint has one");
  const secretKeyBase = await readSecret();
  const salts = { signingSalt, ...(encryptionSalt === "" ? {} : { encryptionSalt }) };
  // What createSessions refuses is said in its own words, before anything is derived.
  createSessions({ store: "cookie", key: "_my_app_key", secretKeyBase, ...salts, ...how });
  if (secretKeyBase !== secretKeyBase.trim() || /^(["']).*\1$/.test(secretKeyBase)) complain("waxseal: the secret has blanks or quotes around it, and they count", 0);
  print(`signingKey ${base64(derive({ secretKeyBase, ...how }, signingSalt))}`);
  return encryptionSalt === "" ? 0 : print(`encryptionKey ${base64(derive({ secretKeyBase, ...how }, encryptionSalt))}`);
}
