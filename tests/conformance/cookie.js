// @ts-check
// One plain configuration, and cookies made for it by hand with waxseal/crypto; a Set-Cookie header in its parts.

const secretKeyBase = "0123456789abcdef".repeat(5);
const signingSalt = "a signing salt";

/** Signed only, Plug's defaults. */
export const plainConfig = {
  key: "_app_key",
  conn: { secretKeyBase, scheme: /** @type {const} */ ("http") },
  store: { signingSalt, log: false },
  sessions: { store: "cookie", key: "_app_key", secretKeyBase, signingSalt, log: false },
};

/** @type {Uint8Array | undefined} */
let key;

/** The key that the plain configuration signs with. @param {any} waxseal @returns {Uint8Array} */
export const signingKey = ({ crypto }) => (key ??= crypto.KeyGenerator.generate(secretKeyBase, signingSalt));

/** A correctly signed cookie value with any payload. @param {any} waxseal @param {Uint8Array | string} payload @returns {string} */
export const signedCookie = (waxseal, payload) => waxseal.crypto.MessageVerifier.sign(payload, signingKey(waxseal));

/** @param {string} header a Set-Cookie value */
export function parts(header) {
  const end = header.indexOf(";") < 0 ? header.length : header.indexOf(";");
  const equals = header.indexOf("=");
  return { name: header.slice(0, equals), value: header.slice(equals + 1, end), attributes: header.slice(end) };
}

/** The Cookie header that a browser sends back. @param {string} header a Set-Cookie value */
export const sentBack = (header) => header.slice(0, (header + ";").indexOf(";"));
