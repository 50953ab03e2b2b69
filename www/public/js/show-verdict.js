// The first thing anyone wants to know: does it open, and with what.
import { byId, el } from "./dom.js";
import { KINDS } from "../waxseal/inspect/dissect.js";
import { tokenKind } from "../waxseal/inspect/token-kind.js";
import { times } from "../waxseal/inspect/token-time.js";

export function showVerdict(report) {
  const state = report.cookie.value === "" ? "none" : report.ok ? "whole" : "broken";
  byId("seal").dataset.state = state;
  byId("verdict").dataset.state = state;
  const refused = report.forged ? "Forged, and refused" : report.opened?.reason === "expired" ? "Expired" : "Refused";
  byId("verdict-title").textContent = { none: "Nothing to open yet", whole: "The seal holds", broken: refused }[state];
  const texts = report.as === "token" ? { none, whole: wholeToken, broken: brokenToken } : { none, whole, broken };
  byId("verdict-text").replaceChildren(...texts[state](report));
}

const none = () => ["Paste a cookie or a token, or take one of the examples."];

function whole({ token, match, keysets }) {
  return [`${KINDS[token.kind].title}: ${KINDS[token.kind].text}. Opened with the ${match.label}${placeOf(match, keysets)}.`];
}

function wholeToken(report) {
  const { title } = tokenKind(report);
  return [`${title}, ${report.opened.isEncrypted ? "encrypted" : "signed"}. Opened with the ${report.match.label}${placeOf(report.match, report.keysets)} and the salt “${report.opened.salt}”. Expires ${times(report.opened, report.given.now).expiry}.`];
}

const placeOf = (match, keysets) => (keysets.length > 1 ? `, number ${keysets.indexOf(match) + 1} of ${keysets.length}` : "");

const failure = ({ checks }) => {
  const { title, detail } = checks.find(({ state }) => state === "failed");
  return `${title}: ${detail}${/[.?]$/.test(detail) ? "" : "."} `;
};

function broken(report) {
  return report.reason === "ERR_CONFIG"
    ? [failure(report), "With these options createSessions throws a ", el("code", {}, "ConfigError"), "."]
    : [failure(report), "waxseal logs ", el("code", {}, report.reason), ", and the app gets an empty session."];
}

function brokenToken(report) {
  if (report.opened === undefined) return [failure(report), "waxseal says ", el("code", {}, "invalid"), "."];
  return [`${tokenKind(report).title}. The seal holds, with the salt “${report.opened.salt}”, but it is not taken: `,
    report.opened.reason === "expired" ? `it ${report.checks.at(-1).detail}. ` : `${report.checks.at(-1).detail} `, "waxseal says ", el("code", {}, report.opened.reason), "."];
}
