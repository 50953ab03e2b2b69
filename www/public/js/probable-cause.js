// Why it did not open: the mistakes that people make, tried one after another, and only those told that would open it
// or that the token itself gives away.
import { decodedLength } from "./dissect.js";
import { openToken } from "./open-token.js";

export function probableCauses({ token, keysets, ok }) {
  if (ok || token.value === "") return [];
  return [...visible(token, keysets), ...tried(token, keysets)];
}

// What can be seen without a key.
function* visible({ kind, parts, value }, keysets) {
  if (/^".*"$/.test(value)) yield "The quotes around the value are not part of it.";
  if (kind === "signed") {
    const wanted = { SFMyNTY: 32, SFMzODQ: 48, SFM1MTI: 64 }[parts[0].text];
    const given = decodedLength(parts[2].text);
    if (given !== wanted) yield `The signature has ${given} bytes where ${wanted} belong: the end of the cookie is ${given < wanted ? "missing" : "not its own"}.`;
    if (keysets.every((keys) => keys.encryptionSalt)) yield "This cookie is signed, and with an encryption salt Plug only decrypts. Leave the encryption salt empty.";
  }
  if ((kind === "xcp" || kind === "a128gcm") && keysets.every((keys) => !keys.encryptionSalt)) {
    yield "This cookie is encrypted: its encryption_salt is needed too. It stands beside signing_salt in endpoint.ex.";
  }
}

// What opens it if one thing about the keys is changed.
function* tried({ kind, value }, keysets) {
  if (kind === "unknown") return;
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
