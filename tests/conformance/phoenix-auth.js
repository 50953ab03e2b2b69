// @ts-check
// Sessions as phx.gen.auth leaves them: the template's own requests, done again with this package.

import { setCookieOf } from "./platform.js";
import { agrees, binary, make } from "./tagged.js";
import { at } from "./clock.js";
import { connOf, sessionOptions } from "./config.js";
import { equal, ok } from "./check.js";
import { headerText } from "./bytes.js";
import { parts } from "./cookie.js";

/** @param {any} test @param {any} waxseal @param {any[]} cases */
export async function phxGenAuth(test, waxseal, cases) {
  for (const vector of cases) await test(vector.name, () => new Flow(waxseal, vector).run());
}

/** The value under a key of a tagged map. @param {any} map @param {string} key */
const under = (map, key) => map.v.find(([name]) => name.text === key)?.[1];

class Flow {
  /** @param {any} waxseal @param {any} vector */
  constructor(waxseal, vector) {
    this.waxseal = waxseal;
    this.vector = vector;
    this.is17 = vector.template.includes("1.7");
    this.sessions = waxseal.createSessions(sessionOptions(vector.config, "text"));
    const { secretKeyBase } = connOf(vector.config, "text");
    // 60 days before 1.8.
    this.remember = waxseal.phoenix.rememberMe({ secretKeyBase, name: vector.remember_me_cookie, ...(this.is17 ? { maxAge: 5184000 } : {}) });
  }

  async run() {
    for (const [index, request] of this.vector.requests.entries()) {
      const response = this.vector.responses[index];
      if (response.outcome === "raise") await this.refused(response);
      else await at(request.now_ms, () => this.request(request, response));
    }
  }

  /** @param {any} response */
  fetch(response) {
    const conn = connOf(this.vector.config, "text", this.vector.name === "https" ? "https" : "http");
    const headers = response.sent_cookie_headers_b64.map(headerText);
    return { conn, source: headers.length === 1 ? headers[0] : headers, session: this.sessions.fetch(headers, conn) };
  }

  /** A token of CSRF's from before the log-in. @param {any} response */
  async refused(response) {
    const { session } = this.fetch(response);
    const { phoenix } = this.waxseal;
    equal(response.exception, "Plug.CSRFProtection.InvalidCSRFTokenError", "exception");
    const request = new Request("http://www.example.com/users/log-in", { method: "POST", headers: { "x-csrf-token": "T".repeat(56) } });
    equal(await phoenix.verifyCsrf(request, session, { with: null }), false, "verified");
  }

  /** @param {any} request @param {any} response */
  request(request, response) {
    const { term, phoenix } = this.waxseal;
    const { live } = this.vector;
    const { conn, source, session } = this.fetch({ ...response });
    conn.scheme = request.scheme;
    agrees(term, session.toObject(), response.session_after_fetch, "session after fetch");
    const flash = phoenix.flash(session);
    const isKnown = response.user_id !== null;
    // The template writes a remembered token into the session once its database knows it.
    const token = isKnown ? phoenix.userToken(session, source, this.remember, { live }) : this.remember.read(source);
    if (this.is17 && isKnown && !under(response.session_after_fetch, "user_token")) session.delete("user_remember_me");
    if (isKnown) ok(token?.length === 32, "a user has a token of 32 bytes");
    this.act(request, response, { session, flash, source });

    const header = setCookieOf(this.sessions, session, response.status);
    agrees(term, session.toObject(), response.session_at_send, "session at send");
    const theirs = response.set_cookie.find((/** @type {any} */ cookie) => cookie.session_cookie);
    equal(header !== undefined, theirs !== undefined, "a Set-Cookie");
    if (!theirs || request.scheme === "https") return;
    const expected = headerText(theirs.header_b64);
    if (this.vector.config.encryption_salt_b64) equal(header.length, expected.length, "length of the Set-Cookie");
    else equal(header, expected, "Set-Cookie");
  }

  /** What the template does. @param {any} request @param {any} response @param {any} conn */
  act(request, response, { session, flash }) {
    const { phoenix } = this.waxseal;
    const { live } = this.vector;
    const atSend = (/** @type {string} */ key) => under(response.session_at_send, key);
    const put = (/** @type {string} */ key) => session.put(key, key.endsWith("token") && key.startsWith("user") ? binary(atSend(key)) : atSend(key).text);
    const cookie = response.set_cookie.find((/** @type {any} */ one) => one.remember_me !== undefined);
    const isHttps = { scheme: request.scheme };
    // The database reissues a token after seven days: the session's is another one then.
    const issued = atSend("user_token");
    const held = session.get("user_token");
    if (!request.action.startsWith("log_") && issued && held !== undefined && !same(held, binary(issued))) {
      phoenix.logIn(session, binary(issued), { live, sameUser: true, remember: Boolean(atSend("user_remember_me")) });
    }
    switch (request.action) {
      case "log_in": {
        const sameUser = response.mark === "write";
        const remember = request.params.remember_me === "true" && !this.is17;
        flash.put("info", "Welcome back!");
        const before = session.get("user_return_to");
        const location = phoenix.logIn(session, binary(issued), { live, remember, sameUser: sameUser && !this.is17, returnTo: response.location });
        equal(location, before ?? response.location, "location");
        break;
      }
      case "log_out":
        phoenix.logOut(session);
        if (atSend("phoenix_flash")) flash.put("info", under(atSend("phoenix_flash"), "info").text);
        break;
      case "put":
        session.put(request.key, make(this.waxseal.term, request.value));
        break;
      default:
        if (response.location?.startsWith("/users/log")) flash.put("error", under(atSend("phoenix_flash"), "error").text);
        if (atSend("user_return_to") && session.get("user_return_to") === undefined) put("user_return_to");
    }
    // A form asks for a token, whose state is random.
    if (atSend("_csrf_token") && session.get("_csrf_token") === undefined) {
      phoenix.csrfToken(session);
      equal(String(session.get("_csrf_token")).length, 24, "a state of our own");
      put("_csrf_token");
    }
    if (cookie) this.compare(cookie, issued, isHttps);
  }

  /** @param {any} cookie @param {any} issued @param {any} conn */
  compare(cookie, issued, conn) {
    const header = headerText(cookie.header_b64);
    if (cookie.remember_me === "delete") {
      const deleted = this.remember.delete(conn);
      // Until 1.8 it was deleted without its attributes.
      return equal(this.is17 ? deleted.replace("; SameSite=Lax", "") : deleted, header, "the cookie is deleted");
    }
    equal(this.remember.write(binary(issued), conn), header, "remember-me");
    const read = this.remember.read(`${parts(header).name}=${parts(header).value}`);
    equal(read, binary({ t: "bin", b64: cookie.remember_me.token_b64 }), "its token");
  }
}

/** @param {any} held @param {Uint8Array} token */
function same(held, token) {
  return held instanceof Uint8Array && held.length === token.length && held.every((byte, index) => byte === token[index]);
}
