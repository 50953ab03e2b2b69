// @ts-check
// Tokens, signed and encrypted cookies against what Plug.Crypto, Phoenix.Token and Plug.Conn did.

import { agrees, make } from "./tagged.js";
import { at } from "./clock.js";
import { given as taken } from "./config.js";
import { equal, fails, ok } from "./check.js";
import { fromBase64, headerText, textOrBytes } from "./bytes.js";

const OPTIONS = new Map(Object.entries({
  max_age: "maxAge", signed_at: "signedAt", key_iterations: "keyIterations", key_length: "keyLength", key_digest: "keyDigest", compressed: "compressed",
}));

/** @param {any} opts Plug's @returns {Record<string, any>} */
function optionsOf(opts) {
  return Object.fromEntries(Object.entries(opts).map(([name, value]) => [OPTIONS.get(name) ?? name, value === "infinity" ? Infinity : value]));
}

/** @param {string | null} base64 @param {"text" | "bytes"} form @returns {any} */
const given = (base64, form) => (base64 === null ? null : form === "text" ? textOrBytes(fromBase64(base64)) : fromBase64(base64));

/** @param {any} test @param {any} waxseal @param {any[]} cases @param {any} differences */
export async function token(test, waxseal, cases, differences) {
  for (const vector of cases) {
    const differs = differences.of("token", vector.name);
    for (const form of /** @type {const} */ (["text", "bytes"])) {
      await test(vector.name, () => new Case(waxseal, vector, form, differs).run());
    }
  }
}

class Case {
  /** @param {any} waxseal @param {any} vector @param {"text" | "bytes"} form @param {string | undefined} differs */
  constructor(waxseal, vector, form, differs) {
    this.phoenix = waxseal.phoenix;
    this.term = waxseal.term;
    this.waxseal = waxseal;
    this.vector = vector;
    this.differs = differs;
    this.secret = given(vector.secret_key_base_b64, form);
    this.salt = "salt_b64" in vector ? given(vector.salt_b64, form) : undefined;
    this.options = optionsOf(vector.opts);
  }

  run() {
    const { op } = this.vector;
    if (op === "sign" || op === "encrypt") return this.write();
    if (op === "verify" || op === "decrypt") return this.read();
    return op === "put_resp_cookie" ? this.putCookie() : this.fetchCookie();
  }

  /** @template T @param {() => T} body */
  now = (body) => at(this.vector.now_ms, body);

  async write() {
    const { Token } = this.phoenix;
    const { vector, secret, salt, options } = this;
    const { signedAt, ...unsigned } = options;
    const data = make(this.term, vector.data);
    if (data === undefined) return ok(["bits", "improper", "pid", "ref", "list", "map", "tuple"].includes(vector.data.t), "JavaScript has no such value");
    const write = (/** @type {object} */ more = {}) => this.now(() => Token[vector.op](secret, salt, data, { ...options, ...more }));
    if (vector.outcome === "raise" || this.differs === "config_error") return fails(write, "ERR_CONFIG", vector.op);
    for (const [otp, theirs] of [[26, vector], [25, vector.otp25 ?? vector]]) {
      const token = write({ otp });
      const exact = vector.op === "sign" && vector.order_defined !== false && vector.bytes_depend_on === undefined;
      if (exact) equal(token, headerText(theirs.token_b64), `token, OTP ${otp}`);
      const read = this.now(() => Token[vector.op === "sign" ? "verify" : "decrypt"](secret, salt, token, { ...unsigned, maxAge: Infinity }));
      ok(read.ok, `its own token: ${read.reason}`);
      agrees(this.term, read.data, vector.data, "data");
      equal(read.signedAt, Math.trunc((options.signedAt ?? vector.now_ms / 1000) * 1000) / 1000, "signedAt");
    }
    // Theirs opens here.
    const read = this.now(() => Token[vector.op === "sign" ? "verify" : "decrypt"](secret, salt, headerText(vector.token_b64), { ...unsigned, maxAge: Infinity }));
    ok(read.ok, `Plug's token: ${read.reason}`);
    agrees(this.term, read.data, vector.data, "data of Plug's");
  }

  async read() {
    const { Token } = this.phoenix;
    const { vector, secret, salt, options } = this;
    const tokens = vector.token_b64 === null ? [null, undefined] : [given(vector.token_b64, "text"), fromBase64(vector.token_b64)];
    for (const token of tokens) {
      const read = () => this.now(() => Token[vector.op](secret, salt, token, options));
      const raises = secret === null || salt === null || options.maxAge === null || /key_length|skb_19/.test(vector.name);
      if (vector.outcome === "raise" && raises && !(token === null || token === undefined)) await fails(read, "ERR_CONFIG", vector.op);
      else this.outcome(read(), vector.outcome === "raise" ? (token == null ? "missing" : "invalid") : vector.reason);
    }
  }

  /** @param {any} read @param {string | undefined} reason */
  outcome(read, reason) {
    if (reason !== undefined) {
      equal(read.ok, false, "ok");
      return equal(read.reason, reason, "reason");
    }
    ok(read.ok, `reason: ${read.reason}`);
    agrees(this.term, read.data, this.vector.data, "data");
  }

  async putCookie() {
    const { SignedCookie, rememberMe } = this.phoenix;
    const { vector, secret } = this;
    const { sign, encrypt, maxAge, ...rest } = this.options;
    // Of both, or of neither, there is no call here.
    if (vector.outcome === "raise" || !(sign || encrypt)) return ok(Boolean(sign) === Boolean(encrypt), "no such call");
    const value = make(this.term, vector.value);
    const cookie = this.now(() => SignedCookie[encrypt ? "encrypt" : "sign"](secret, vector.cookie, value, taken({ maxAge })));
    const theirs = headerText(vector.cookie_value_b64);
    if (sign) equal(cookie, theirs, "value");
    for (const one of [cookie, theirs]) agrees(this.term, this.now(() => SignedCookie[encrypt ? "decrypt" : "verify"](secret, vector.cookie, one)), vector.value, "read");
    if (!sign || vector.value.t !== "bin" || typeof maxAge !== "number") return;
    const { path, domain, extra, secure, http_only: httpOnly, same_site: sameSite = null } = rest;
    const remember = rememberMe(taken({ secretKeyBase: secret, name: vector.cookie, maxAge, path, domain, extra, secure, httpOnly, sameSite }));
    equal(this.now(() => remember.write(fromBase64(vector.value.b64))), headerText(vector.set_cookie_b64), "Set-Cookie");
  }

  async fetchCookie() {
    const { SignedCookie } = this.phoenix;
    const { vector, secret } = this;
    const header = headerText(vector.cookie_header_b64);
    const found = /(?:^|; )c=([^;]*)/.exec(header)?.[1];
    const { signed, encrypted } = vector.opts;
    if (!signed && !encrypted) return equal(found, headerText(vector.value.b64), "the cookie as it came");
    const value = this.now(() => SignedCookie[signed ? "verify" : "decrypt"](secret, vector.cookie, found));
    if (vector.present) agrees(this.term, value, vector.value, "value");
    else equal(value, null, "value");
  }
}
