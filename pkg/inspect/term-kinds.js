// What a decoded term is, in one word. The only file here that knows the classes waxseal/term has for what JavaScript lacks.
import { Atom, Float, Opaque, Tuple } from "waxseal/term";

export function kindOf(value) {
  if (value === null) return "nil";
  switch (typeof value) {
    case "boolean": return "boolean";
    case "string": return "string";
    case "bigint": return "integer";
    case "number": return Number.isInteger(value) ? "integer" : "float";
  }
  if (value instanceof Uint8Array) return "bytes";
  if (Array.isArray(value)) return "list";
  if (value instanceof Map) return "map";
  if (value instanceof Atom) return "atom";
  if (value instanceof Tuple) return "tuple";
  if (value instanceof Float) return "float";
  if (value instanceof Opaque) return "opaque";
  return "map";
}

export const atomName = (atom) => atom.name;
export const floatValue = (value) => (typeof value === "number" ? value : value.value);
export const tupleElements = (tuple) => [...tuple];
export const opaqueBytes = (opaque) => opaque.bytes;
export const mapEntries = (map) => (map instanceof Map ? [...map] : Object.entries(map));
