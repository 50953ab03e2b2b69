// @ts-check
// Whole requests, one after the other, against what real Plug answered: the cookie store and the server-side store.

import { agrees } from "./tagged.js";
import { equal, fails, ok } from "./check.js";
import { FlowConn, putAll } from "./flow-conn.js";
import { connOf, sessionOptions } from "./config.js";
import { headerText } from "./bytes.js";
import { compareCookies, compareRecords } from "./flow-compare.js";
import { parts } from "./cookie.js";

const CODES = {
  "Plug.Conn.CookieOverflowError": "ERR_COOKIE_OVERFLOW",
  "Plug.Conn.AlreadySentError": "ERR_ALREADY_SENT",
  "Plug.Conn.InvalidHeaderError": "ERR_CONFIG",
};

/** Operations on a session, as methods. @type {Record<string, string>} */
const METHODS = { get: "get", get_all: "toObject", put: "put", delete: "delete", clear: "clear", configure: "configure" };

/** @param {any} test @param {any} waxseal @param {any[]} cases @param {any} differences */
export async function sessionFlow(test, waxseal, cases, differences) {
  for (const vector of cases) {
    const differs = differences.of("session_flow", vector.name);
    for (const otp of vector.config.store === "ets" ? [undefined] : [25, undefined]) {
      await test(vector.name, () => new Flow(waxseal, vector, otp, differs, differences).run());
    }
  }
}

class Flow {
  /** @param {any} waxseal @param {any} vector @param {number | undefined} otp @param {string | undefined} differs @param {any} differences */
  constructor(waxseal, vector, otp, differs, differences) {
    this.waxseal = waxseal;
    this.vector = vector;
    this.otp = otp;
    this.differs = differs;
    this.differences = differences;
    this.options = { ...sessionOptions(vector.config, "text"), ...(otp ? { otp } : {}) };
    /** Plug's sids and ours. @type {Map<string, string>} */ this.sids = new Map();
    /** The browser's cookies. @type {Map<string, string>} */ this.jar = new Map();
  }

  async run() {
    const { vector, waxseal } = this;
    if (this.expectsConfigError()) return fails(() => waxseal.createSessions(this.options), "ERR_CONFIG", "createSessions");
    this.sessions = waxseal.createSessions(this.options);
    for (const row of vector.ets_before ?? []) await this.record(row);
    for (const [index, request] of vector.requests.entries()) await this.request(request, vector.responses[index], index);
  }

  expectsConfigError() {
    return this.vector.responses.some((response) => CODES[response.exception] === "ERR_CONFIG");
  }

  /** Makes a record of ours for one of Plug's. @param {any} row */
  async record(row) {
    const session = await this.sessions.fetch("", this.connOf({}));
    putAll(this.waxseal.term, session, row.data);
    this.sids.set(row.sid, parts(await this.sessions.commit(session)).value);
  }

  /** @param {{ scheme?: string }} request */
  connOf({ scheme }) {
    return connOf(this.vector.config, "text", scheme);
  }

  /** The request's Cookie headers, with our sids for Plug's. @param {any} request */
  headersOf(request) {
    if (request.cookie_from_jar) {
      const cookies = [...this.jar].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, value]) => `${name}=${value}`);
      return cookies.length ? [cookies.join("; ")] : [];
    }
    return request.cookie_headers_b64.map((base64) => {
      let text = headerText(base64);
      for (const [theirs, ours] of this.sids) text = text.replace(theirs, ours);
      return text;
    });
  }

  async request(request, response, index) {
    const {
      differs,
      waxseal: { term },
    } = this;
    const headers = this.headersOf(request);
    const conn = new FlowConn(term, this.sessions, this.connOf(request), this.vector.config.key, headers);
    if (request.cookie_from_jar && this.otp === 25) this.sent(headers, response.sent_cookie_headers_b64);
    let error;
    try {
      if (request.fetch !== false) await conn.fetch();
      conn.afterFetch = conn.session?.toObject();
      for (const op of request.ops) await conn.run(op);
      await conn.send();
    } catch (thrown) {
      error = thrown;
    }
    if (differs === "no_session_before_fetch")
      return request.ops.forEach(({ op }) => equal(METHODS[op] in this.sessions, false, `sessions.${METHODS[op]}`));
    if (differs === "shorter_header")
      return equal(
        conn.cookies.get(conn.key)?.own?.length,
        Number(/\d+$/.exec(this.vector.name)) - (128 - 43),
        "length of the header",
      );
    if (differs === "only_ours")
      return equal(error ?? [...conn.cookies.values()].some(({ own }) => own), false, "an error or a cookie of ours");
    if (differs === "no_session") return this.noSession(request, conn, error);
    if (response.outcome === "raise") {
      const expected = CODES[response.exception];
      ok(expected && error?.code === expected, `expected ${expected} for ${response.exception}, got ${error?.code}: ${error}`);
    } else if (error) throw error;
    if (response.session_after_fetch) agrees(term, conn.afterFetch, response.session_after_fetch, "session after fetch");
    if (response.session_at_send) agrees(term, conn.atSend, response.session_at_send, "session at send");
    (response.gets ?? []).forEach((expected, at) => agrees(term, conn.gets[at], expected, `gets[${at}]`));
    equal(conn.gets.length, (response.gets ?? []).length, "number of gets");
    await compareCookies(this, conn, response, index);
    if (response.ets_after) await compareRecords(this, response);
    this.keep(conn);
  }

  /** Where Plug raises BadMapError we have no session: what is written is a fresh one, and drop has nothing to delete. */
  noSession(request, conn, error) {
    equal(error, undefined, "error");
    agrees(this.waxseal.term, conn.afterFetch, { t: "map", v: [] }, "session after fetch");
    const drops = request.ops.some((op) => op.drop);
    const writes = request.ops.length > 0;
    equal(conn.cookies.size, writes && !drops ? 1 : 0, "Set-Cookie headers");
  }

  /** What the browser sends is what it sent to Plug, as far as that is not random. @param {string[]} headers @param {string[]} theirs */
  sent(headers, theirs) {
    equal(headers.length, theirs.length, "Cookie headers sent");
    if (!this.vector.config.encryption_salt_b64) equal(headers.join(), theirs.map(headerText).join(), "Cookie header sent");
  }

  /** What a browser keeps of a response. @param {FlowConn} conn */
  keep(conn) {
    for (const [name, { value, own }] of conn.cookies) {
      if (value === undefined || /max-age=0/.test(own ?? "")) this.jar.delete(name);
      else this.jar.set(name, value);
    }
  }
}
