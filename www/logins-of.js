// A user's list of log-ins. A Durable Object's name lies on the service's disk beside its data: so that no user's does, it
// is an HMAC of it, which nobody can guess at without the secret.
import { env } from "cloudflare:workers";
import { hex } from "./record-key.js";

export async function loginsOf(user) {
  const bytes = (text) => new TextEncoder().encode(text);
  const hmac = { name: "HMAC", hash: "SHA-256" };
  const key = await crypto.subtle.importKey("raw", bytes(`logins ${env.SECRET_KEY_BASE}`), hmac, false, ["sign"]);
  const name = hex(new Uint8Array(await crypto.subtle.sign(hmac, key, bytes(user))));
  return env.LOGINS.get(env.LOGINS.idFromName(name));
}
