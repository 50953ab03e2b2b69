// @ts-check
// Project Wycheproof's vectors on what ships: by the public API wherever that reaches, and else by a module that is built as the
// package's is and exports a little more.

/** @typedef {import("../../pkg/crypto.d.ts")} Crypto */
/** @typedef {(string | number)[][]} Rows */

const SECRET = new Uint8Array(32).map((_, at) => at * 7);
const SIGNING = "the secret that signs";
const HASHES = ["sha256", "sha384", "sha512", "sha224", "sha1"];
/** So many rounds of PBKDF2 are tried natively alone: a minute in each runtime. */
const MOST = 1_000_000;

/** @param {string | number} text */
const hex = (text) => Uint8Array.from(`${text}`.match(/../g) ?? [], (byte) => parseInt(byte, 16));
const toHex = (/** @type {Uint8Array} */ bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
const base64url = (/** @type {Uint8Array} */ bytes) => btoa(String.fromCharCode(...bytes)).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const concat = (/** @type {Uint8Array[]} */ ...parts) => Uint8Array.from(parts.flatMap((part) => [...part]));
const found = (/** @type {Uint8Array | null} */ bytes) => bytes && toHex(bytes);

/** Calls a function of the test's module. @param {any} core */
function caller(core) {
  return (/** @type {string} */ name, /** @type {Uint8Array[]} */ parts, /** @type {number[]} */ ...numbers) => {
    const given = concat(...parts);
    // It may grow the memory, and its buffer is another one then.
    const at = core.input(given.length);
    new Uint8Array(core.memory.buffer).set(given, at);
    const length = core[name](...numbers);
    if (length < 0 || length >= 2 ** 30) return null;
    return { number: length, bytes: new Uint8Array(core.memory.buffer, core.output(), name === "test_equal" ? 0 : length).slice() };
  };
}

/** AES-GCM of the platform's, to wrap a content's key. @param {Uint8Array} content @returns {Promise<Uint8Array>} */
async function wrapped(content) {
  const [iv, additionalData] = [new Uint8Array(12).fill(9), new TextEncoder().encode(SIGNING)];
  const key = await crypto.subtle.importKey("raw", SECRET, "AES-GCM", false, ["encrypt"]);
  // @ts-ignore: the types of buffers differ among TypeScript's releases
  return concat(new Uint8Array(await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData }, key, content)), iv);
}

/**
 * @param {Crypto} api @param {any} core the test's module @param {Record<string, Rows>} vectors
 * @returns {Promise<{ passed: number, failures: string[], left: number }>} `left`: those of too many rounds
 */
export async function suite(api, core, vectors) {
  const call = caller(core);
  const { MessageEncryptor, KeyGenerator } = api;
  /** @type {string[]} */
  const failures = [];
  let [passed, left] = [0, 0];
  const check = (/** @type {string} */ name, /** @type {boolean} */ good) => void (good ? (passed += 1) : failures.push(name));

  for (const [file, rows] of Object.entries(vectors)) {
    for (const row of rows) {
      const name = `${file} ${row[0]}`;
      const valid = row.at(-1) === "valid";
      if (file.startsWith("hmac_")) {
        const [, key, message, tag] = row.map(hex);
        const code = call("test_hmac", [key, message], key.length, message.length, HASHES.indexOf(file.slice("hmac_".length)));
        // Those of a truncated code.
        const equal = call("test_equal", [code?.bytes.subarray(0, tag.length) ?? new Uint8Array(0), tag], tag.length, tag.length);
        check(name, (equal?.number === 1) === valid && code !== null);
      } else if (file.startsWith("pbkdf2_")) {
        const [iterations, length] = [Number(row[3]), Number(row[4])];
        if (iterations > MOST) left += 1;
        else {
          const digest = /** @type {"sha256"} */ (file.slice("pbkdf2_hmac".length));
          check(name, toHex(KeyGenerator.generate(hex(row[1]), hex(row[2]), { iterations, length, digest })) === row[5]);
        }
      } else {
        const [, key, iv, aad, message, text, tag] = row.map(hex);
        // Other nonces than those of the formats have no way in.
        const opens = valid && iv.length === (file === "xchacha20_poly1305" ? 24 : 12);
        const expected = opens ? row[4] : null;
        if (file === "aes_gcm") {
          const token = ["QTEyOEdDTQ", ...[await wrapped(key), iv, text, tag].map(base64url)].join(".");
          check(name, found(MessageEncryptor.decrypt(token, SECRET, SIGNING, aad)) === expected);
        } else if (file === "chacha20_poly1305") {
          const opened = call("test_chacha", [key, iv, aad, text, tag], iv.length, aad.length, text.length + tag.length);
          check(name, found(opened && opened.bytes) === expected);
        } else {
          const token = `XCP.${base64url(concat(iv, tag, text))}`;
          const sealed = call("test_encrypt", [key, iv, aad, message], iv.length, aad.length, message.length);
          const again = sealed && new TextDecoder().decode(sealed.bytes) === token;
          check(name, found(MessageEncryptor.decrypt(token, key, "", aad)) === expected && (!opens || again === true));
        }
      }
    }
  }
  return { passed, failures, left };
}

/** What a runner prints; as in `conformance/print.js`. @param {Awaited<ReturnType<typeof suite>>} counts @param {string} where */
export function print({ passed, failures, left }, where) {
  for (const failure of failures.slice(0, 20)) console.error(`FAILED ${where}: ${failure}`);
  // One row of 16,777,216 rounds.
  if (left !== 1) failures.push(`${left} rows are left to the native run, and not one`);
  console.log(`wycheproof in ${where}\t${passed}\t${failures.length}`);
  return failures.length === 0;
}
