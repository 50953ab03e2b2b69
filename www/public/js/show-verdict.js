// The first thing anyone wants to know: does it open, and with what.
import { byId, el } from "./dom.js";
import { KINDS } from "./dissect.js";

export function showVerdict(report) {
  const state = report.cookie.value === "" ? "none" : report.ok ? "whole" : "broken";
  byId("seal").dataset.state = state;
  byId("verdict").dataset.state = state;
  byId("verdict-title").textContent = { none: "Nothing to open yet", whole: "The seal holds", broken: report.forged ? "Forged, and refused" : "Refused" }[state];
  byId("verdict-text").replaceChildren(...{ none, whole, broken }[state](report));
}

const none = () => ["Paste a cookie, or take one of the examples."];

function whole({ token, match, keysets }) {
  const place = keysets.length > 1 ? `, number ${keysets.indexOf(match) + 1} of ${keysets.length}` : "";
  return [`${KINDS[token.kind].title}: ${KINDS[token.kind].text}. Opened with the ${match.label}${place}.`];
}

function broken({ checks, reason }) {
  const { title, detail } = checks.find(({ state }) => state === "failed");
  const sentence = `${title}: ${detail}${/[.?]$/.test(detail) ? "" : "."} `;
  return reason === "ERR_CONFIG"
    ? [sentence, "With these options createSessions throws a ", el("code", {}, "ConfigError"), "."]
    : [sentence, "waxseal logs ", el("code", {}, reason), ", and the app gets an empty session."];
}
