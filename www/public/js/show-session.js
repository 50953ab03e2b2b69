// The session three ways: as Elixir would print it, as JSON, as the bytes themselves.
import { decode } from "waxseal/term";
import { byId } from "./dom.js";
import { highlight } from "./highlight.js";
import { inspect } from "./elixir.js";
import { toJSON } from "./term-json.js";

const VIEWS = {
  terms: ({ session }) => highlight(inspect(session)),
  json: ({ session }) => highlight(JSON.stringify(toJSON(session), null, 2)),
  bytes: ({ payload }) => [hexdump(payload)],
};

export function showSession(report) {
  const shown = report.ok ? report : claimed(report);
  const view = document.querySelector('input[name="view"]:checked').value;
  byId("unverified").hidden = report.ok || !shown;
  byId("session").classList.toggle("claimed", !report.ok);
  byId("session").replaceChildren(...(shown ? VIEWS[view](shown) : ["%{}"]));
}

// A signed payload can be read without its key: worth a look when the seal doesn't hold, and marked as what it is.
function claimed({ token }) {
  if (token.kind !== "signed") return null;
  try {
    const text = atob(token.parts[1].text.replaceAll("-", "+").replaceAll("_", "/"));
    const payload = Uint8Array.from(text, (char) => char.charCodeAt(0));
    return { payload, session: decode(payload) };
  } catch {
    return null;
  }
}

function hexdump(bytes) {
  const lines = [];
  for (let at = 0; at < bytes.length; at += 16) {
    const row = [...bytes.subarray(at, at + 16)];
    const hex = row.map((byte) => byte.toString(16).padStart(2, "0")).join(" ");
    const text = row.map((byte) => (byte > 31 && byte < 127 ? String.fromCharCode(byte) : "·")).join("");
    lines.push(`${at.toString(16).padStart(4, "0")}  ${hex.padEnd(47)}  ${text}`);
  }
  return lines.join("\n");
}
