// @ts-check
// What the checks found, in lines of text.
import { claimed } from "../inspect/claimed.js";
import { KINDS } from "../inspect/dissect.js";
import { inspect as asElixir } from "../inspect/elixir.js";
import { probableCauses } from "../inspect/probable-cause.js";
import { tokenKind } from "../inspect/token-kind.js";
import { times } from "../inspect/token-time.js";

/** Of one that opened: what it is. @param {any} report */
export function told(report) {
  const { token, cookie, read } = report;
  const among = read.cookies.length > 1 ? `, of ${read.cookies.length} cookies` : "";
  if (report.as === "session") {
    const { title, text } = KINDS[/** @type {keyof typeof KINDS} */ (token.kind)];
    const by = report.match === report.keysets[0] ? "" : `\nSealed with the ${report.match.label}: the app writes it anew with the keys of today.`;
    return `A session, in the cookie ${cookie.name}${among}. ${title}: ${text}.${by}`;
  }
  const { title, text } = tokenKind(report);
  const { age, expiry } = times(report.opened, report.given.now);
  return `${title}${among}. ${text}\n${report.opened.isEncrypted ? "Encrypted" : "Signed"} with the salt ${JSON.stringify(report.opened.salt)}. Age: ${age}. Expires: ${expiry}.`;
}

/** Of one that did not: why, what would help, and what it says itself. @param {any} report */
export function refusal(report) {
  const { title, detail } = report.checks.find((/** @type {{ state: string }} */ { state }) => state === "failed");
  const why = `waxseal: it does not open. ${title}: ${detail}${/[.?]$/.test(detail) ? "" : "."}`;
  const causes = [...hints(report, title), ...probableCauses(report)];
  if (causes.length === 0 && title === "The seal") causes.push("The secret of another app or environment, or another endpoint's salts; or the cookie was changed.");
  const lines = [why, ...causes.map((cause) => `- ${cause}`), ...says(report)];
  // Mostly there is one set of keys here.
  if (report.keysets.length > 1) return lines.join("\n");
  const { label } = report.keysets[0];
  return lines.join("\n").replaceAll(`${label}: `, "").replaceAll(` (${label})`, "");
}

/** Which option to give. @param {any} report @param {string} check @returns {Generator<string>} */
function* hints({ as, keysets: [keys], payload, given }, check) {
  if (as === "session" && !keys.signingSalt) yield "--signing-salt is the signing_salt of @session_options, in endpoint.ex.";
  if (check === "The terms" && payload?.[0] === 0x7b && keys.serializer !== "json") yield "--serializer json reads it.";
  if (as === "token" && check === "The seal") yield given.salt ? "--key is a cookie's name." : "--salt is a token's salt, --key a cookie's name.";
}

/** A token that is over did open; of others a signed one can be read by anyone. @param {any} report */
function says({ opened, session, token }) {
  const claim = opened ? { session } : claimed(token);
  if (!claim) return [];
  return ["", opened ? "It was sealed with your secret, and says:" : "NOT VERIFIED, anyone could have written it. It says:", asElixir(claim.session)];
}
