// @ts-check
// phx.gen.auth's remember-me: a signed cookie that holds a user's session token.

import { OTHER, call, core, readHeader, writeHeader } from "../border/core.js";
import { toBytes } from "../border/bytes.js";
import { ConfigError } from "../border/errors.js";
import { optionsOf, secretsOf } from "./keys.js";
import { bytesOrNot } from "./csrf.js";
import { SignedCookie } from "./signed_cookie.js";
import { cookieText } from "../plug/cookie_source.js";
import { Site, USERS } from "../store/site.js";

const COOKIE = ["maxAge", "sameSite", "domain", "path", "secure", "httpOnly", "extra", "partitioned", "priority"];

/** Fourteen days, since Phoenix 1.8. */
const MAX_AGE = 1209600;

/** @param {object} options */
export function rememberMe(options) {
  const { secretKeyBase, name, ...given } = optionsOf("rememberMe", options, ["secretKeyBase", "name", ...COOKIE]);
  secretsOf("secretKeyBase", secretKeyBase);
  if (typeof name !== "string") throw new ConfigError('name: got no string, takes the cookie\'s name, such as "_my_app_web_user_remember_me"');
  const cookie = { sameSite: "Lax", ...given, maxAge: given.maxAge ?? MAX_AGE };
  const site = new Site({ key: name, ...cookie }, USERS);
  const isHttps = (/** @type {{ scheme?: string }} */ conn = {}) => conn.scheme === "https";

  return Object.freeze({
    /** @param {unknown} source @returns {Uint8Array | null} */
    read(source) {
      const found = call(core.find_cookie, site.handle, writeHeader(cookieText(source)));
      if (found >= OTHER) return null;
      return bytesOrNot(SignedCookie.verify(secretKeyBase, name, readHeader(found))) ?? null;
    },
    /** @param {Uint8Array | string} token @param {{ scheme?: string }} [conn] @returns {string} */
    write(token, conn) {
      const bytes = toBytes("token", token);
      if (bytes.length === 0) throw new ConfigError("token: got no bytes, takes the user's session token");
      const value = SignedCookie.sign(secretKeyBase, name, bytes, { maxAge: cookie.maxAge });
      return readHeader(call(core.set_cookie, site.handle, 0, writeHeader(value), isHttps(conn)));
    },
    /** @param {{ scheme?: string }} [conn] @returns {string} */
    delete(conn) {
      return readHeader(call(core.set_cookie, site.handle, 0, -1, isHttps(conn)));
    },
  });
}
