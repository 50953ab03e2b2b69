// The same job in this browser's own cryptography, as fast as we can write it: the key imported once, one buffer for all
// texts, base64 by the engine where it has it. The cookie has the shape of Plug's; its payload is JSON.

const ATTRIBUTES = "; path=/; HttpOnly; SameSite=Lax";
const URL_SAFE = { alphabet: "base64url", omitPadding: true };
const { subtle } = crypto;
const encoder = new TextEncoder();
const decoder = new TextDecoder();
const buffer = new Uint8Array(16 * 1024);

// WebCrypto copies what it is given before it returns, so the next text may take the same place.
const utf8 = (text) => buffer.subarray(0, encoder.encodeInto(text, buffer).written);

const toBase64 = Uint8Array.prototype.toBase64
  ? (bytes) => bytes.toBase64(URL_SAFE)
  : (bytes) => btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
const fromBase64 = Uint8Array.fromBase64
  ? (text) => Uint8Array.fromBase64(text, URL_SAFE)
  : (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (char) => char.charCodeAt(0));

export async function signing(name) {
  const key = await subtle.generateKey({ name: "HMAC", hash: "SHA-256" }, false, ["sign", "verify"]);
  return cookie(name, "SFMyNTY.", {
    async seal(header, session) {
      const text = header + toBase64(utf8(JSON.stringify(session)));
      return `${text}.${toBase64(new Uint8Array(await subtle.sign("HMAC", key, utf8(text))))}`;
    },
    async open(header, token) {
      const dot = token.lastIndexOf(".");
      const genuine = await subtle.verify("HMAC", key, fromBase64(token.slice(dot + 1)), utf8(token.slice(0, dot)));
      return genuine ? JSON.parse(decoder.decode(fromBase64(token.slice(header.length, dot)))) : undefined;
    },
  });
}

export async function encrypting(name) {
  const key = await subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
  const header = "A256GCM.";
  const additionalData = encoder.encode(header);
  return cookie(name, header, {
    async seal(_header, session) {
      const iv = crypto.getRandomValues(new Uint8Array(12));
      const sealed = new Uint8Array(await subtle.encrypt({ name: "AES-GCM", iv, additionalData }, key, utf8(JSON.stringify(session))));
      const whole = new Uint8Array(12 + sealed.length);
      whole.set(iv);
      whole.set(sealed, 12);
      return header + toBase64(whole);
    },
    async open(_header, token) {
      const whole = fromBase64(token.slice(header.length));
      const algorithm = { name: "AES-GCM", iv: whole.subarray(0, 12), additionalData };
      return JSON.parse(decoder.decode(await subtle.decrypt(algorithm, key, whole.subarray(12))));
    },
  });
}

function cookie(name, header, { seal, open }) {
  const begin = `${name}=`;
  // The Cookie header to the session; to undefined, where it is forged or there is none.
  async function session(cookies) {
    try {
      const at = cookies.startsWith(begin) ? 0 : cookies.indexOf(`; ${begin}`) + 2;
      const end = cookies.indexOf(";", at);
      const token = cookies.slice(at + begin.length, end < 0 ? undefined : end);
      return token.startsWith(header) ? await open(header, token) : undefined;
    } catch {
      return undefined;
    }
  }
  const setCookie = async (data) => begin + (await seal(header, data)) + ATTRIBUTES;
  return {
    issue: setCookie,
    open: session,
    read: async (cookies, key) => (await session(cookies))?.[key],
    async write(cookies, getKey, putKey, value) {
      const data = (await session(cookies)) ?? {};
      const got = data[getKey];
      data[putKey] = value;
      return { got, setCookie: await setCookie(data) };
    },
  };
}
