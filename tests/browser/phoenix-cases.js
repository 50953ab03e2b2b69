// The cookies of the vectors that real Plug opened, as requests to the demo, and their terms as Node sees them.
import { readFileSync } from "node:fs";
import { KeyGenerator, MessageEncryptor, MessageVerifier } from "waxseal/crypto";

const { cases } = JSON.parse(readFileSync(new URL("../vectors/cookie_store.json", import.meta.url), "utf8"));

export const opened = cases.filter(({ op, outcome, sid }) => op === "read" && outcome === "ok" && sid === "term");
export const refused = cases.filter(({ op, outcome, sid, config }) => op === "read" && outcome === "ok" && sid === null && config.serializer !== "json");

const bytes = (b64) => Buffer.from(b64, "base64");

// As text where it is text, so that both ways of giving a secret are used.
function given(b64) {
  const text = bytes(b64).toString("utf8");
  return bytes(b64).equals(Buffer.from(text)) ? text : { base64: b64 };
}

function keyOptions(entry) {
  const options = { keyIterations: entry.key_iterations, keyLength: entry.key_length, keyDigest: entry.key_digest };
  for (const [name, b64] of [["signingSalt", entry.signing_salt_b64], ["encryptionSalt", entry.encryption_salt_b64]]) {
    if (b64 !== undefined && b64 !== null) options[name] = given(b64);
  }
  return options;
}

// Keys of 16 and 24 bytes open old cookies and seal no new ones, in Plug as here: those become rotated keys, as in an app
// that moved on.
function modern({ config, ...vector }) {
  if (!config.encryption_salt_b64 || [undefined, 32].includes(config.key_length)) return { config, ...vector };
  const { key_length: _, ...primary } = config;
  return { config: { ...primary, rotating_options: [config] }, ...vector };
}

export function request(vector, put) {
  const { config, cookie_b64 } = modern(vector);
  return {
    cookie: bytes(cookie_b64).toString("latin1"),
    key: config.key,
    secretKeyBase: given(config.secret_key_base_b64),
    ...keyOptions(config),
    rotatingOptions: (config.rotating_options ?? []).map((entry) => ({
      ...keyOptions(entry),
      ...(entry.secret_key_base_b64 ? { secretKeyBase: given(entry.secret_key_base_b64) } : {}),
    })),
    put,
  };
}

// The bytes inside a cookie, opened with the parts of waxseal/crypto alone.
export function terms(vector, cookie) {
  const { config } = modern(vector);
  for (const entry of [config, ...(config.rotating_options ?? [])]) {
    const secret = bytes(entry.secret_key_base_b64 ?? config.secret_key_base_b64);
    const given = { iterations: entry.key_iterations, length: entry.key_length, digest: entry.key_digest };
    // An option that is undefined is refused.
    const options = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
    const derive = (salt) => KeyGenerator.generate(secret, bytes(salt), options);
    const signing = derive(entry.signing_salt_b64);
    const payload = entry.encryption_salt_b64 === undefined
      ? MessageVerifier.verify(cookie, signing)
      : MessageEncryptor.decrypt(cookie, derive(entry.encryption_salt_b64), signing);
    if (payload) return Buffer.from(payload);
  }
  return null;
}
