// One character of a token, changed so that the byte behind it changes too.

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

// The highest of the six bits: also in a last character, where the lower ones may carry nothing, that bit is data.
export function forge(value, index) {
  const sextet = ALPHABET.indexOf(value[index]);
  if (sextet < 0) return value;
  return value.slice(0, index) + ALPHABET[sextet ^ 32] + value.slice(index + 1);
}

// Dots only separate: the nearest character that carries data.
export function forgeable(value, index) {
  const last = value.length - 1;
  const at = Math.max(0, Math.min(last, index));
  return ALPHABET.includes(value[at]) ? at : Math.min(last, at + 1);
}
