// A pasted cookie and the keys somebody has, all the way down: every check that Plug makes, in its order, until one fails.
// Pure: no page, no network, no state.
import { createSessions } from "waxseal";
import { decode } from "waxseal/term";
import { ALPHABET, checkAll, failed, passed, SHAPE, tooMuchWork } from "./checks.js";
import { dissect } from "./dissect.js";
import { kindOf } from "./term-kinds.js";
import { openToken } from "./open-token.js";

export const inspectSession = (cookie, keysets) => {
  const report = checkAll({ as: "session", cookie, token: dissect(cookie.value), keysets }, CHECKS);
  return Object.assign(report, { reason: report.ok ? undefined : logged(report) });
};

const CHECKS = [
  ["A cookie", ({ cookie }) =>
    cookie.value === "" ? failed("nothing here yet")
      : cookie.value.length > 4096 ? failed(`${cookie.value.length.toLocaleString("en")} characters, and a browser keeps 4,096: paste the one cookie alone`)
        : passed(`${cookie.value.length} characters, named ${cookie.name}`)],
  SHAPE,
  ALPHABET,

  ["Your keys", ({ keysets }) => {
    for (const { label, secretKeyBase, signingSalt } of keysets) {
      const bytes = new TextEncoder().encode(secretKeyBase).length;
      if (bytes === 0) return failed(`${label}: secret_key_base is missing`);
      if (bytes < 64) return failed(`${label}: secret_key_base has ${bytes} bytes, Plug wants at least 64`);
      if (!signingSalt) return failed(`${label}: signing_salt is missing, Plug wants one also when it encrypts`);
    }
    const tooMuch = tooMuchWork(keysets);
    if (tooMuch) return failed(tooMuch);
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
    if (report.keysets[0].serializer === "json") return readJSON(report);
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
    if (kind !== "map") return failed(`it holds a ${kind}; a session is a map`);
    const { size = Object.keys(session).length } = session;
    return passed(`${size} ${size === 1 ? "key" : "keys"}`);
  }],
];

// As the package reads it, and Jason.
function readJSON(report) {
  const { cookie, match, payload } = report;
  let reason;
  const log = (event) => (reason = event.reason);
  report.session = createSessions({ store: "cookie", key: cookie.name, log, ...options(match), serializer: "json" })
    .fetch(`${cookie.name}=${cookie.value}`).toObject();
  if (reason === "not_a_map") return failed("JSON, but no object; a session is one");
  return reason ? failed("no JSON: the app writes Erlang's terms, or has a serializer of its own") : passed(`${payload.length} bytes of JSON`);
}

// What the package itself says of it, in the words that a `log` function gets.
function logged({ cookie, keysets }) {
  const [primary, ...rotatingOptions] = keysets;
  if (tooMuchWork(keysets)) return "ERR_CONFIG";
  let reason = "no_cookie";
  try {
    // Not what is told of a cookie that opened.
    const log = (event) => {
      if (event.reason !== "duplicate_cookie" && event.reason !== "rotated") reason = event.reason;
    };
    createSessions({ store: "cookie", key: cookie.name, log, ...options(primary), serializer: primary.serializer ?? "external_term_format", rotatingOptions: rotatingOptions.map(options) })
      .fetch(cookie.value === "" ? "" : `${cookie.name}=${cookie.value}`);
  } catch (error) {
    reason = error.code;
  }
  return reason;
}

// Of a set of keys as a form has it, what createSessions takes. The secret's bytes, as the report says what is told of a text with blanks around it.
export function options({ secretKeyBase: text, signingSalt, encryptionSalt, keyIterations, keyLength, keyDigest }) {
  const secretKeyBase = text !== text?.trim() && text.isWellFormed() ? new TextEncoder().encode(text) : text;
  return { secretKeyBase, keyIterations, keyLength, keyDigest, ...(signingSalt ? { signingSalt } : {}), ...(encryptionSalt ? { encryptionSalt } : {}) };
}
