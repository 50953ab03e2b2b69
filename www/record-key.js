// The key of a session's record: the store's prefix, and the SHA-256 of the sid, as src/store/kv/mod.rs writes it.
import { prefix } from "./sessions.js";

export async function recordKey(sid) {
  const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(sid));
  return prefix + hex(new Uint8Array(hash));
}

export const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

// The sid that a request brought.
export function sidOf(request, name) {
  const pairs = (request.headers.get("cookie") ?? "").split(";").map((pair) => pair.trim());
  return pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1) || undefined;
}

// The sid that a response hands out.
export const newSid = (response) => /^[^=]+=([^;]+)/.exec(response.headers.get("set-cookie") ?? "")?.[1];
