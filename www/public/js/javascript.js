// @ts-check
// A session as JavaScript: what session.toObject() gives, written so that it can be put again.
import { atomName, floatValue, kindOf, mapEntries, opaqueBytes, tupleElements } from "../waxseal/inspect/term-kinds.js";

const WIDTH = 72;

/** @param {any} value @param {string} [indent] @returns {string} */
export function javascript(value, indent = "") {
  const inner = `${indent}  `;
  const items = (/** @type {any[]} */ all) => all.map((item) => javascript(item, inner));
  switch (kindOf(value)) {
    case "nil": return "null";
    case "integer": return typeof value === "bigint" ? `${value}n` : String(value);
    case "float": return floating(value);
    case "string": return JSON.stringify(value);
    case "bytes": return group("Uint8Array.of(", [...value].map(String), ")", indent);
    case "atom": return `new Atom(${JSON.stringify(atomName(value))})`;
    case "list": return group("[", items(value), "]", indent);
    case "tuple": return group("new Tuple(", items(tupleElements(value)), ")", indent);
    case "opaque": return `/* Opaque, ${opaqueBytes(value).length} bytes, kept as they are */`;
    case "map": return map(value, indent, inner);
    default: return String(value);
  }
}

/** @param {any} value @param {string} indent @param {string} inner */
function map(value, indent, inner) {
  const entries = mapEntries(value);
  if (value instanceof Map) return group("new Map([", entries.map((pair) => `[${pair.map((one) => javascript(one, inner)).join(", ")}]`), "])", indent);
  return group("{ ", entries.map(([key, entry]) => `${property(key)}: ${javascript(entry, inner)}`), " }", indent);
}

/** As a literal would set an object's prototype, a key of that name is computed. @param {string} key */
function property(key) {
  if (key === "__proto__") return '["__proto__"]';
  return /^[a-z_$][\w$]*$/i.test(key) ? key : JSON.stringify(key);
}

/** A Float is kept apart where JavaScript would take it for an integer. @param {any} value */
function floating(value) {
  const number = floatValue(value);
  return typeof value === "number" ? String(value) : `new Float(${Object.is(number, -0) ? "-0" : number})`;
}

/** On one line if it fits; numbers as many to a line as there is room for; else one line an item. @param {string} open @param {string[]} items @param {string} close @param {string} indent */
function group(open, items, close, indent) {
  if (items.length === 0) return `${open}${close}`.replace("{  }", "{}");
  const line = `${open}${items.join(", ")}${close}`;
  if (indent.length + line.length <= WIDTH && !line.includes("\n")) return line;
  const rows = open === "Uint8Array.of(" ? rowsOf(items, 16) : items;
  return `${open.trim()}\n${rows.map((item) => `${indent}  ${item}`).join(",\n")},\n${indent}${close.trim()}`;
}

/** @param {string[]} items @param {number} size */
const rowsOf = (items, size) => Array.from({ length: Math.ceil(items.length / size) }, (_, at) => items.slice(at * size, (at + 1) * size).join(", "));
