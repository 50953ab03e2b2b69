// A value as somebody types it: JSON, or Elixir as it stands in iex, or else the text itself.
import { Atom, Float, Tuple } from "waxseal/term";

export function typed(text) {
  try {
    return JSON.parse(text);
  } catch {}
  try {
    return readElixir(text);
  } catch {
    return text;
  }
}

// One literal and nothing behind it. Throws a SyntaxError for anything else.
export function readElixir(text) {
  const reader = new Reader(text);
  const value = reader.value();
  reader.end();
  return value;
}

const CONSTANTS = new Map([["nil", null], ["true", true], ["false", false]]);
const ESCAPES = { n: "\n", r: "\r", t: "\t", e: "\u001b", 0: "\0" };

class Reader {
  constructor(text) {
    this.text = text;
    this.at = 0;
  }

  // What a pattern finds here, after white space.
  take(pattern) {
    const sticky = new RegExp(`\\s*(?:${pattern})`, "yu");
    sticky.lastIndex = this.at;
    const found = sticky.exec(this.text);
    if (found) this.at = sticky.lastIndex;
    return found;
  }

  must(pattern) {
    const found = this.take(pattern);
    if (!found) throw new SyntaxError(`not ${pattern} at ${this.at}`);
    return found;
  }

  end() {
    this.must("$");
  }

  value() {
    if (this.take("%\\{")) return this.map();
    if (this.take("<<")) return Uint8Array.from(this.items(">>", () => Number(this.must("(\\d{1,3})")[1])));
    if (this.take("\\[")) return this.items("\\]", () => this.value());
    if (this.take("\\{")) return new Tuple(...this.items("\\}", () => this.value()));
    if (this.take('(?=")')) return this.string();
    if (this.take(":(?=\")")) return new Atom(this.string());
    const atom = this.take(":([a-zA-Z_][\\w@]*[?!]?)");
    if (atom) return CONSTANTS.get(atom[1]) === undefined ? new Atom(atom[1]) : CONSTANTS.get(atom[1]);
    const float = this.take("(-?\\d[\\d_]*\\.\\d+(?:e[+-]?\\d+)?)");
    if (float) return new Float(Number(float[1].replaceAll("_", "")));
    const integer = this.take("(-?\\d[\\d_]*)(?![\\w.])");
    if (integer) return whole(integer[1].replaceAll("_", ""));
    const [, word] = this.must("(nil|true|false)(?!\\w)");
    return CONSTANTS.get(word);
  }

  string() {
    const [, inside] = this.must('"((?:[^"\\\\]|\\\\.)*)"');
    return inside.replace(/\\(.)/gs, (_, char) => ESCAPES[char] ?? char);
  }

  items(close, item) {
    const items = [];
    if (this.take(close)) return items;
    do items.push(item());
    while (this.take(","));
    this.must(close);
    return items;
  }

  map() {
    const pairs = this.items("\\}", () => {
      const short = this.take("([a-zA-Z_][\\w@]*[?!]?):(?!:)");
      if (short) return [new Atom(short[1]), this.value()];
      const key = this.value();
      this.must("=>");
      return [key, this.value()];
    });
    return pairs.every(([key]) => typeof key === "string") ? Object.fromEntries(pairs) : new Map(pairs);
  }
}

const whole = (digits) => (Number.isSafeInteger(Number(digits)) ? Number(digits) : BigInt(digits));
