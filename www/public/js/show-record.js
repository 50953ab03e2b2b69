// One record as the service holds it: its key, its bytes by their part, and whether anything in them gives away the session.
import { el } from "./dom.js";

// version ‖ nonce ‖ sealed ‖ tag, as src/store/kv/mod.rs writes it.
const PARTS = [["header", "Version", 0, 1], ["nonce", "Nonce", 1, 25], ["payload", "Sealed", 25, -16], ["signature", "Tag", -16, Infinity]];
const HEAD = 80;
const TAIL = 16;

export function showRecord(place, { sid, key, bytes, session }) {
  if (!sid) return place.replaceChildren(el("p", { class: "help nothing" }, "Nothing: this browser has no session here."));
  const name = el("p", { class: "record-key" }, el("span", { class: "aside" }, "key "), el("code", {}, key));
  if (!bytes) {
    return place.replaceChildren(name, el("p", { class: "help nothing" }, "Nothing under this key. The browser still holds its cookie; there is nothing left that it opens."));
  }
  const record = Uint8Array.from(bytes.match(/../g), (pair) => parseInt(pair, 16));
  place.replaceChildren(name, dump(record), legend(record.length), verdict(key, record, sid, session));
}

// The hex of it, the middle of a long one left out.
function dump(record) {
  const long = record.length > HEAD + TAIL + 16;
  const shown = [...record.keys()].filter((at) => !long || at < HEAD || at >= record.length - TAIL);
  const pieces = shown.flatMap((at) => [
    ...(long && at === record.length - TAIL ? [el("span", { class: "cut" }, `… ${record.length - HEAD - TAIL} bytes …`)] : []),
    el("span", { class: roleOf(at, record.length) }, record[at].toString(16).padStart(2, "0")),
  ]);
  return el("div", { class: "code dump", tabindex: "0", role: "group", "aria-label": "The record's bytes" }, pieces);
}

const bounds = (from, to, length) => [from < 0 ? length + from : from, to < 0 ? length + to : Math.min(to, length)];
const roleOf = (at, length) => PARTS.find(([, , from, to]) => at >= bounds(from, to, length)[0] && at < bounds(from, to, length)[1])[0];

const legend = (length) => el("p", { class: "legend" }, PARTS.map(([role, title, from, to]) => {
  const [begin, end] = bounds(from, to, length);
  return el("span", { class: role }, `${title} ${end - begin}`);
}));

// Searched here, in all of the bytes: the id as text and as bytes, and every text in the session.
function verdict(key, record, sid, session) {
  const text = (bytes) => String.fromCharCode(...bytes);
  const haystack = `${key} ${Array.from(record, (byte) => String.fromCharCode(byte)).join("")}`;
  const texts = Object.entries(session).flat().filter((value) => typeof value === "string" && value.length > 2);
  const needles = [sid, atob(sid.replaceAll("-", "+").replaceAll("_", "/")), ...texts.map((value) => text(new TextEncoder().encode(value)))];
  const found = needles.filter((needle) => haystack.includes(needle)).length;
  const words = texts.map((value) => `“${value}”`).join(", ");
  return found > 0
    ? el("p", { class: "warning" }, `Searched for the id and ${words}: found ${found} of them.`)
    : el("p", { class: "help" }, el("strong", { class: "clean" }, "Not in there: "), `the id, its 32 bytes${words ? `, ${words}` : ""}. All ${record.length} bytes were searched.`);
}
