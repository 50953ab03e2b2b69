// The vectors' way of writing a term, as the JSON that the demo's API answers with.

const WORDS = { nil: null, true: true, false: false };

export function toAnswer(term) {
  switch (term.t) {
    case "atom": return Object.hasOwn(WORDS, term.v) ? WORDS[term.v] : { $atom: term.v };
    case "int": return Number.isSafeInteger(Number(term.v)) ? Number(term.v) : { $integer: term.v };
    case "float": return JSON.parse(JSON.stringify(Buffer.from(term.bits, "hex").readDoubleBE()));
    case "bin": return binary(Buffer.from(term.b64 ?? "", "base64"));
    case "list": return term.v.map(toAnswer);
    case "tuple": return { $tuple: term.v.map(toAnswer) };
    case "map": return map(term.v);
    // Moved about, not looked into: bitstrings, improper lists, pids, references.
    default: return { $opaque: true };
  }
}

function binary(bytes) {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return { $bytes: bytes.toString("base64") };
  }
}

function map(pairs) {
  const entries = pairs.map((pair) => pair.map(toAnswer));
  return entries.every(([key]) => typeof key === "string") ? Object.fromEntries(entries) : { $map: entries };
}

// The order of a map's entries means nothing, and an opaque term's bytes are not compared here.
export function settled(answer) {
  if (Array.isArray(answer)) return answer.map(settled);
  if (answer === null || typeof answer !== "object") return answer;
  if (Object.hasOwn(answer, "$opaque")) return { $opaque: true };
  if (Object.hasOwn(answer, "$map")) return { $map: answer.$map.map(settled).sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)) };
  return Object.fromEntries(Object.entries(answer).map(([key, value]) => [key, settled(value)]).sort());
}
