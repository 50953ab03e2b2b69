// A session as Elixir prints it: what `IO.inspect(get_session(conn))` would show in the app that wrote it.
import { atomName, floatValue, kindOf, mapEntries, opaqueBytes, tupleElements } from "./term-kinds.js";

const WIDTH = 72;

export function inspect(value, indent = "") {
  switch (kindOf(value)) {
    case "nil": return "nil";
    case "boolean": case "integer": return String(value);
    case "float": return float(floatValue(value));
    case "string": return quoted(value);
    case "bytes": return bytes(value, indent);
    case "atom": return `:${bare(atomName(value))}`.replace(/^:(?:"Elixir\.([\w.]+)"|Elixir\.([\w.]+))$/, "$1$2");
    case "list": return group("[", value.map((item) => inspect(item, `${indent}  `)), "]", indent);
    case "tuple": return group("{", tupleElements(value).map((item) => inspect(item, `${indent}  `)), "}", indent);
    case "opaque": return `#Opaque<${opaqueBytes(value).length} bytes>`;
    case "map": return map(mapEntries(value), indent);
  }
}

function map(entries, indent) {
  let open = "%{";
  const pairs = [];
  for (const [key, value] of entries) {
    const isAtom = kindOf(key) === "atom";
    if (isAtom && atomName(key) === "__struct__" && kindOf(value) === "atom") open = `%${inspect(value)}{`;
    else pairs.push(`${isAtom ? `${bare(atomName(key))}: ` : `${inspect(key, `${indent}  `)} => `}${inspect(value, `${indent}  `)}`);
  }
  return group(open, pairs, "}", indent);
}

// Sixteen to a line, if they need more than one.
function bytes(value, indent) {
  if (value.length <= 16) return `<<${[...value].join(", ")}>>`;
  const lines = [];
  for (let at = 0; at < value.length; at += 16) lines.push(`${indent}  ${[...value.subarray(at, at + 16)].join(", ")}`);
  return `<<\n${lines.join(",\n")}\n${indent}>>`;
}

// On one line if it fits, else one line an item.
function group(open, items, close, indent) {
  const line = `${open}${items.join(", ")}${close}`;
  if (indent.length + line.length <= WIDTH && !line.includes("\n")) return line;
  return `${open}\n${items.map((item) => `${indent}  ${item}`).join(",\n")}\n${indent}${close}`;
}

function float(number) {
  const text = String(number);
  return /^-?\d+$/.test(text) ? `${text}.0` : text;
}

const bare = (name) => (/^[a-z_][\w@]*[?!]?$/i.test(name) ? name : quoted(name));

const ESCAPES = { '"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t" };
const quoted = (text) =>
  `"${text.replace(/["\\\n\r\t]/g, (char) => ESCAPES[char]).replace(/#\{/g, "\\#{").replace(/[\u0000-\u001f\u007f-\u009f]/g, (char) => `\\x${char.charCodeAt(0).toString(16).padStart(2, "0").toUpperCase()}`)}"`;
