// A pasted cookie and the keys somebody has, all the way down: every check that Plug makes, in its order, until one fails.
// Pure: no page, no network, no state.
import { createSessions } from "waxseal";
import { decode } from "waxseal/term";
import { dissect, KINDS } from "./dissect.js";
import { cookiesIn } from "./pasted.js";
import { kindOf } from "./term-kinds.js";
import { openToken } from "./open-token.js";

// `keysets`: the primary keys, then the rotated ones. `key` is the name that the form has; `chosen` which of several cookies.
export function inspectCookie(pasted, { key, chosen, keysets }) {
  const cookies = cookiesIn(pasted);
  const found = cookies[chosen ?? 0] ?? cookies[0];
  return inspectValue({ ...found, name: found.name ?? key }, keysets, cookies);
}

export function inspectValue(cookie, keysets, cookies = [cookie]) {
  const token = dissect(cookie.value);
  const report = { cookie, cookies, token, checks: [], keysets };
  const ok = CHECKS.every(([title, check]) => {
    const { ok, detail } = check(report);
    report.checks.push({ title, state: ok ? "passed" : "failed", detail });
    return ok;
  });
  for (const [title] of CHECKS.slice(report.checks.length)) report.checks.push({ title, state: "waiting", detail: "not reached" });
  return Object.assign(report, { ok, reason: ok ? undefined : logged(report) });
}

const passed = (detail) => ({ ok: true, detail });
const failed = (detail) => ({ ok: false, detail });

const CHECKS = [
  ["A cookie", ({ cookie }) =>
    cookie.value === "" ? failed("nothing here yet")
      : cookie.value.length > 4096 ? failed(`${cookie.value.length} characters; a browser keeps 4,096`)
        : passed(`${cookie.value.length} characters, named ${cookie.name}`)],

  ["Its shape", ({ token }) => (token.kind === "unknown" ? failed(shapeless(token.value)) : passed(KINDS[token.kind].title.toLowerCase() + `, ${token.value.split(".").length} parts`))],

  ["Its alphabet", ({ token }) => {
    const odd = /[^A-Za-z0-9_.=-]/.exec(token.value);
    if (odd) return failed(`character ${odd.index + 1} is ${JSON.stringify(odd[0])}, which base64url does not have`);
    const cut = token.value.split(".").findIndex((part) => part.replace(/=+$/, "").length % 4 === 1);
    return cut < 0 ? passed("base64url throughout") : failed(`part ${cut + 1} stops in the middle of a byte: was all of it copied?`);
  }],

  ["Your keys", ({ keysets }) => {
    for (const { label, secretKeyBase, signingSalt } of keysets) {
      const bytes = new TextEncoder().encode(secretKeyBase).length;
      if (bytes === 0) return failed(`${label}: secret_key_base is missing`);
      if (bytes < 64) return failed(`${label}: secret_key_base has ${bytes} bytes, Plug wants at least 64`);
      if (!signingSalt) return failed(`${label}: signing_salt is missing, Plug wants one also when it encrypts`);
    }
    return passed(keysets.length === 1 ? "one set of keys" : `${keysets.length} sets of keys, tried in order`);
  }],

  ["The seal", (report) => {
    const { token, keysets } = report;
    report.attempts = [];
    for (const keys of keysets) {
      const attempt = { label: keys.label, mode: keys.encryptionSalt ? "decrypts" : "verifies" };
      report.attempts.push(attempt);
      try {
        report.payload = openToken(token.value, keys);
      } catch (error) {
        return failed(`${keys.label}: ${error.message}`);
      }
      if (report.payload) {
        report.match = keys;
        return passed(`${attempt.mode} with the ${keys.label}`);
      }
    }
    const what = { signed: "signature", xcp: "tag", a128gcm: "tag" }[token.kind];
    return failed(`the ${what} does not match under ${keysets.length === 1 ? "this key" : `any of ${keysets.length} keys`}`);
  }],

  ["The terms", (report) => {
    try {
      report.session = decode(report.payload);
    } catch (error) {
      // An app may set a serializer of its own; Jason's is the usual one.
      return failed(report.payload[0] === 0x7b ? "no terms, but it begins as JSON does: the app sets a serializer" : error.message);
    }
    return passed(`${report.payload.length} bytes of Erlang's external term format`);
  }],

  ["A map", ({ session }) => {
    const kind = kindOf(session);
    if (kind !== "map") return failed(`it holds a ${kind}; a session is a map${kind === "tuple" ? ". A Phoenix.Token, perhaps?" : ""}`);
    const { size = Object.keys(session).length } = session;
    return passed(`${size} ${size === 1 ? "key" : "keys"}`);
  }],
];

function shapeless(value) {
  const dots = value.split(".").length;
  if (/^%?[\dA-F]*%2E/i.test(value) || value.includes("%")) return "it has percent signs: Plug's cookies have none, so something encoded it";
  if (value.startsWith("eyJ")) return "it begins with eyJ, as a JSON Web Token does";
  return `${dots} ${dots === 1 ? "part" : "parts"}; Plug's begin with SFMyNTY. (signed), XCP. or QTEyOEdDTQ. (encrypted)`;
}

// What the package itself says of it, in the words that a `log` function gets.
function logged({ cookie, keysets: [primary, ...rotatingOptions] }) {
  let reason = "no_cookie";
  try {
    const log = (event) => (reason = event.reason);
    createSessions({ store: "cookie", key: cookie.name, log, ...options(primary), rotatingOptions: rotatingOptions.map(options) })
      .fetch(cookie.value === "" ? "" : `${cookie.name}=${cookie.value}`);
  } catch (error) {
    reason = error.code;
  }
  return reason;
}

// Of a set of keys as the form has it, what createSessions takes.
export function options({ secretKeyBase, signingSalt, encryptionSalt, keyIterations, keyLength, keyDigest }) {
  return { secretKeyBase, signingSalt, keyIterations, keyLength, keyDigest, ...(encryptionSalt ? { encryptionSalt } : {}) };
}
