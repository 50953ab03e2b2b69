// @ts-check
// phx.gen.auth's remember-me: a signed cookie that holds a user's session token.

import { OTHER, call, core, readHeader, writeHeader } from "../border/core.js";
import { toBytes } from "../border/bytes.js";
import { ConfigError } from "../border/errors.js";
import { readOptions } from "../border/options.js";
import { secretsOf } from "./keys.js";
import { bytesOrNot } from "./csrf.js";
import { SignedCookie } from "./signed_cookie.js";
import { cookieText } from "../plug/cookie_source.js";
import { readConn } from "../store/conn_secret.js";
import { COOKIE_OPTIONS } from "../store/known_options.js";
import { warnOfOptions } from "../store/option_warnings.js";
import { Site, USERS } from "../store/site.js";

const COOKIE = COOKIE_OPTIONS.filter((option) => option !== "key");

/** Fourteen days, since Phoenix 1.8. */
const MAX_AGE = 1209600;

/** @param {object} options */
export function rememberMe(options) {
  const { secretKeyBase, name, maxAge, ...given } = readOptions("rememberMe", options, ["secretKeyBase", "name", ...COOKIE]);
  const secrets = secretsOf("secretKeyBase", secretKeyBase);
  if (typeof name !== "string") throw new ConfigError('name: got no string, takes the cookie\'s name, such as "_my_app_web_user_remember_me"');
  const cookie = /** @type {Record<string, any>} */ ({ sameSite: "Lax", ...given, maxAge: maxAge ?? MAX_AGE });
  const site = new Site({ key: name, ...cookie }, USERS);
  warnOfOptions({ key: name, maxAge: cookie.maxAge, path: cookie.path });
  const isHttps = (/** @type {unknown} */ conn = {}) => readConn(conn).scheme === "https";

  return Object.freeze({
    /** @param {unknown} source @returns {Uint8Array | null} */
    read(source) {
      const found = call(core.find_cookie, site.handle, writeHeader(cookieText(source)));
      if (found >= OTHER) return null;
      return bytesOrNot(SignedCookie.verify(secrets, name, readHeader(found))) ?? null;
    },
    /** @param {Uint8Array | string} token @param {{ scheme?: string }} [conn] @returns {string} */
    write(token, conn) {
      const bytes = toBytes("token", token);
      if (bytes.length === 0) throw new ConfigError("token: got no bytes, takes the user's session token");
      // Conn's getters are the caller's, and may call back in: before anything is written for the core.
      const https = isHttps(conn);
      const value = SignedCookie.sign(secrets, name, bytes, { maxAge: cookie.maxAge });
      return readHeader(call(core.set_cookie, site.handle, 0, writeHeader(value), https));
    },
    /** @param {{ scheme?: string }} [conn] @returns {string} */
    delete(conn) {
      return readHeader(call(core.set_cookie, site.handle, 0, -1, isHttps(conn)));
    },
  });
}
