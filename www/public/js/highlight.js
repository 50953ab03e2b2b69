// A little colour for Elixir, JSON and JavaScript alike: strings, bytes, numbers, atoms, words of the language.
import { el } from "./dom.js";

const PIECES = /("(?:[^"\\]|\\.)*"|`[^`]*`)|(<<[^>]*>>|#Opaque<[^>]*>)|(?<![\w.])(-?\d[\d_.e+-]*)\b|((?<![\w:]):[a-z_]\w*|(?<![\w"])@?[a-z_]\w*:(?= ))|\b(true|false|nil|null|import|from|const|export|default|async|return|new)\b/g;
const CLASSES = ["string", "bytes", "number", "atom", "word"];

export function highlight(text) {
  const pieces = [];
  let end = 0;
  for (const match of text.matchAll(PIECES)) {
    pieces.push(text.slice(end, match.index), el("span", { class: CLASSES[match.slice(1).findIndex(Boolean)] }, match[0]));
    end = match.index + match[0].length;
  }
  return [...pieces, text.slice(end)];
}
