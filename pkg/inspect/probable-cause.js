// Why it did not open: the mistakes that people make, tried one after another, and only those told that would open it
// or that the token itself gives away.
import { decodedLength } from "./dissect.js";
import { roundsOf } from "./checks.js";
import { openToken } from "./open-token.js";

// Each suspect is keys to derive: with many rounds that would be felt.
const MOST_ROUNDS = 20_000;

export function probableCauses(report) {
  const { token, keysets, ok } = report;
  if (ok || token.value === "") return [];
  if (report.as === "token") return report.opened || !report.salts ? [] : [...signature(token), ...ofToken(report)];
  const causes = [...visible(token, keysets), ...tried(token, keysets)];
  // The page has tried that.
  if (token.kind === "xcp" && !causes.some((cause) => cause.startsWith("It opens"))) causes.push("If it is no session but a token, the usual salts do not open it: give its own (for a cookie its name).");
  return causes;
}

function* signature({ kind, parts }) {
  if (kind !== "signed") return;
  const wanted = { SFMyNTY: 32, SFMzODQ: 48, SFM1MTI: 64 }[parts[0].text];
  const given = decodedLength(parts[2].text);
  if (given !== wanted) yield `The signature has ${given} bytes where ${wanted} belong: the end of it is ${given < wanted ? "missing" : "not its own"}.`;
}

// A token is its secret, its salt, and nothing else.
function* ofToken({ cookie, keysets, salts, given }) {
  for (const keys of keysets) {
    const secret = bare(keys.secretKeyBase);
    if (secret === keys.secretKeyBase || secret.length < 20 || roundsOf(keys) > MOST_ROUNDS) continue;
    const suspect = { ...keys, secretKeyBase: secret };
    if (salts.some(({ salt }) => opens(cookie.value, { ...suspect, signingSalt: salt, encryptionSalt: "" }))) yield `It opens if the blanks or quotes around secret_key_base go (${keys.label}).`;
  }
  yield "If the browser keeps it as a cookie, its name is part of the salt: paste it with its name, or give the name.";
  yield given.salt ? "Another salt, or the secret of another app or environment." : "If it is a Phoenix.Token, its salt is the text in Phoenix.Token.sign: give it.";
}

// What can be seen without a key.
function* visible({ kind, parts, value }, keysets) {
  if (/^".*"$/.test(value)) yield "The quotes around the value are not part of it.";
  if (kind === "signed") {
    yield* signature({ kind, parts });
    if (keysets.every((keys) => keys.encryptionSalt)) yield "This cookie is signed, and with an encryption salt Plug only decrypts. Leave the encryption salt empty.";
  }
  if ((kind === "xcp" || kind === "a128gcm") && keysets.every((keys) => !keys.encryptionSalt)) {
    yield "This cookie is encrypted: its encryption_salt is needed too. It stands beside signing_salt in endpoint.ex.";
  }
}

// What opens it if one thing about the keys is changed.
function* tried({ kind, value }, keysets) {
  if (kind === "unknown" || keysets.some((keys) => roundsOf(keys) > MOST_ROUNDS)) return;
  for (const keys of keysets) {
    for (const [change, sentence] of SUSPECTS) {
      const suspect = change(keys);
      if (suspect && opens(value, suspect)) {
        yield `It opens if ${sentence} (${keys.label}).`;
        break;
      }
    }
  }
}

const differs = (keys, changed) => (Object.entries(changed).some(([name, value]) => (keys[name] || "") !== (value || "")) ? { ...keys, ...changed } : null);
const bare = (text) => text.trim().replace(/^"(.*)"$/, "$1");

const SUSPECTS = [
  [(keys) => differs(keys, { secretKeyBase: keys.secretKeyBase.trim() }), "the blanks around secret_key_base go"],
  [(keys) => differs(keys, { secretKeyBase: bare(keys.secretKeyBase) }), "the quotes around secret_key_base go"],
  [(keys) => differs(keys, { signingSalt: bare(keys.signingSalt), encryptionSalt: bare(keys.encryptionSalt) }), "blanks and quotes around the salts go"],
  [(keys) => keys.encryptionSalt && differs(keys, { signingSalt: keys.encryptionSalt, encryptionSalt: keys.signingSalt }), "the two salts change places"],
  [(keys) => differs(keys, { encryptionSalt: "" }), "the encryption salt is left empty"],
  [(keys) => keys.encryptionSalt && differs(keys, { signingSalt: keys.encryptionSalt, encryptionSalt: "" }), "the encryption salt is taken as the signing salt"],
  [(keys) => differs(keys, { keyIterations: 1000, keyLength: 32, keyDigest: "sha256" }), "iterations, length and digest are left at Plug's defaults"],
  ...["sha", "sha384", "sha512"].map((keyDigest) => [(keys) => differs(keys, { keyDigest }), `key_digest is :${keyDigest}`]),
  [(keys) => differs(keys, { keyLength: 64 }), "key_length is 64"],
];

function opens(value, keys) {
  try {
    return openToken(value, keys) !== null;
  } catch {
    return false;
  }
}
