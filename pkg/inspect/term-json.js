// A session as JSON. What JSON has no word for is written as an object with one key: {"$bytes": "…"}, {"$atom": "ok"},
// {"$tuple": […]}, {"$integer": "…"} beyond 2^53, {"$map": [[key, value], …]} where a key is no string, {"$opaque": "…"}.
import { atomName, floatValue, kindOf, mapEntries, opaqueBytes, tupleElements } from "./term-kinds.js";

export function toJSON(value) {
  switch (kindOf(value)) {
    case "integer": return typeof value === "bigint" ? { $integer: String(value) } : value;
    case "float": return floatValue(value);
    case "bytes": return { $bytes: base64(value) };
    case "list": return value.map(toJSON);
    case "tuple": return { $tuple: tupleElements(value).map(toJSON) };
    case "atom": return { $atom: atomName(value) };
    case "opaque": return { $opaque: base64(opaqueBytes(value)) };
    case "map": return map(value);
    default: return value;
  }
}

function map(value) {
  const entries = mapEntries(value);
  if (entries.some(([key]) => typeof key !== "string")) return { $map: entries.map((pair) => pair.map(toJSON)) };
  // Without a prototype, and defined: a key named __proto__ is a key like any other.
  const object = Object.create(null);
  for (const [key, entry] of entries) object[key] = toJSON(entry);
  return object;
}

export const base64 = (bytes) => btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
