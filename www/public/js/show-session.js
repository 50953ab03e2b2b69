// The session, or what a token carries: as Elixir would print it, as JavaScript has it, as JSON, and the bytes themselves.
import { byId } from "./dom.js";
import { claimed } from "../waxseal/inspect/claimed.js";
import { highlight } from "./highlight.js";
import { inspect } from "../waxseal/inspect/elixir.js";
import { javascript } from "./javascript.js";
import { toJSON } from "../waxseal/inspect/term-json.js";

const VIEWS = {
  terms: ({ session }) => highlight(inspect(session)),
  js: ({ session }) => highlight(javascript(session)),
  json: ({ session }) => highlight(JSON.stringify(toJSON(session), null, 2)),
  bytes: ({ payload }) => [hexdump(payload)],
};

export function showSession(report) {
  // What is over was verified nevertheless.
  const isVerified = report.ok || report.opened !== undefined;
  const shown = isVerified ? report : claimed(report.token);
  const view = document.querySelector('input[name="view"]:checked').value;
  byId("session-title").textContent = report.as === "token" ? "What it carries" : "The session";
  byId("unverified").hidden = isVerified || !shown;
  byId("unverified-end").textContent = report.as === "token" ? "your app takes no such token." : "Plug would give your app an empty session instead.";
  byId("session").classList.toggle("claimed", !isVerified);
  byId("session").replaceChildren(...(shown ? VIEWS[view](shown) : [report.as === "token" ? "nothing that can be read" : "%{}"]));
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
