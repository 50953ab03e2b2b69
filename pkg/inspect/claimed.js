// @ts-check
// What a signed token says before anyone has checked it: its payload can be read without a key.
import { decode } from "waxseal/term";
import { kindOf, mapEntries, tupleElements } from "./term-kinds.js";

/** @param {{ kind: string, parts: { text: string }[] }} token @returns {{ payload: Uint8Array, session: any } | null} */
export function claimed({ kind, parts }) {
  if (kind !== "signed") return null;
  try {
    const payload = fromBase64(parts[1].text);
    return { payload, session: decode(payload) };
  } catch {
    return null;
  }
}

/** @param {string} text base64url */
export const fromBase64 = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (char) => char.charCodeAt(0));

/**
 * What Plug.Crypto's sign and encrypt write: {data, signed at in ms, max_age in s}; before 2.0 without the age, before 1.1 a map.
 * @param {any} term @returns {{ data: any, signedMs: any, maxAge: any } | null}
 */
export function tokenOf(term) {
  if (kindOf(term) === "tuple") {
    const [data, signedMs, maxAge, ...more] = tupleElements(term);
    return signedMs === undefined || more.length > 0 ? null : { data, signedMs, maxAge };
  }
  if (!(term instanceof Map) || term.size !== 2) return null;
  const named = new Map(mapEntries(term).map(([key, value]) => [kindOf(key) === "atom" ? key.name : undefined, value]));
  return named.has("data") && named.has("signed") ? { data: named.get("data"), signedMs: named.get("signed"), maxAge: undefined } : null;
}
