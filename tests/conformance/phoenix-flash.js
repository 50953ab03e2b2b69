// @ts-check
// The flash over several requests, against what Phoenix did.

import { setCookieOf } from "./platform.js";
import { agrees, make } from "./tagged.js";
import { at } from "./clock.js";
import { connOf, sessionOptions } from "./config.js";
import { equal, fails, ok } from "./check.js";
import { headerText } from "./bytes.js";
import { parts } from "./cookie.js";
import { putAll } from "./flow-conn.js";

const LIVE = "__phoenix_flash__";

/** @param {any} test @param {any} waxseal @param {any[]} cases @param {any} differences */
export async function flash(test, waxseal, cases, differences) {
  for (const vector of cases) await test(vector.name, () => new Flow(waxseal, vector, differences).run());
}

/** Whether something is done with a flash that was not fetched. @param {any} request @param {any} response */
function isUnfetched({ ops, fetch }, { exception_message: message = "" }) {
  const fetched = ops.findIndex((/** @type {any} */ { op }) => /^fetch_(live_)?flash$/.test(op));
  const first = ops.findIndex((/** @type {any} */ { op }) => /^(put|merge|clear|get)_flash$/.test(op));
  return fetch === false || /not fetched/.test(message) || (first >= 0 && (fetched < 0 || first < fetched));
}

/** @param {unknown} value */
const isMap = (value) => value instanceof Map || (value !== null && typeof value === "object" && Object.getPrototypeOf(value) === Object.prototype);

class Flow {
  /** @param {any} waxseal @param {any} vector @param {any} differences */
  constructor(waxseal, vector, differences) {
    this.waxseal = waxseal;
    this.vector = vector;
    this.differences = differences;
    this.sessions = waxseal.createSessions({ ...sessionOptions(vector.config, "text") });
    /** @type {string | undefined} the session's cookie */
    this.cookie = undefined;
  }

  async run() {
    for (const [index, request] of this.vector.requests.entries()) await this.request(request, this.vector.responses[index]);
  }

  /** @param {any} request @param {any} response */
  async request(request, response) {
    const { waxseal, sessions, vector } = this;
    const { term } = waxseal;
    const conn = connOf(vector.config, "text");
    if (request.session_before) {
      const session = await sessions.fetch("", conn);
      putAll(term, session, request.session_before);
      this.cookie = parts(at(response.now_ms, () => sessions.commit(session))).value;
    }
    const session = await sessions.fetch(this.cookie === undefined ? "" : `${vector.config.key}=${this.cookie}`, conn);
    if (response.session_after_fetch) agrees(term, session.toObject(), response.session_after_fetch, "session after fetch");
    const flow = { session, gets: /** @type {unknown[]} */ ([]), /** @type {any} */ flash: undefined };
    // In Phoenix what comes before `fetch_flash` goes into a flash that nobody sends: there is none to call here.
    if (isUnfetched(request, response)) return this.never(flow, response);
    for (const op of request.ops) if (!(await this.step(op, flow, request, response))) return;
    response.gets?.forEach((/** @type {any} */ expected, /** @type {number} */ index) => agrees(term, flow.gets[index], expected, `gets[${index}]`));
    if (response.flash_at_send && flow.flash) agrees(term, flow.flash.get(), response.flash_at_send, "flash at send");
    const status = request.redirect ? 302 : request.status;
    const header = at(response.now_ms, () => setCookieOf(sessions, session, status));
    if (response.outcome !== "raise") this.compare(session, header, response);
    if (header === undefined) return;
    this.cookie = /max-age=0/.test(header) ? undefined : parts(header).value;
  }

  /** @param {any} session @param {string | undefined} header @param {any} response */
  compare(session, header, response) {
    const { vector } = this;
    const { term } = this.waxseal;
    agrees(term, session.toObject(), response.session_at_send, "session at send");
    const theirs = response.set_cookie.find((/** @type {any} */ one) => one.session_cookie);
    const isForStranger = theirs?.session_cookie === "value" && header === undefined;
    if (isForStranger) {
      // Phoenix makes an empty session for who was shown something, and had none.
      this.differences.use("no-session-for-strangers in flash");
      equal(this.cookie, undefined, "a visitor without a cookie");
      return equal(response.session_at_send.v.length, 0, "keys of Phoenix's session");
    }
    equal(header !== undefined, theirs !== undefined, "a Set-Cookie");
    if (theirs === undefined || header === undefined) return;
    const expected = headerText(theirs.header_b64);
    if (theirs.session_cookie === "value" && vector.config.encryption_salt_b64) return equal(header.length, expected.length, "length of the Set-Cookie");
    equal(header, expected, "Set-Cookie");
  }

  /** The browser goes on with what Phoenix answered. @param {any} flow @param {any} response */
  never({ session }, response) {
    this.differences.use("flash-is-fetched in flash");
    equal(typeof this.waxseal.phoenix.flash(session).get, "function", "there is no flash that is not fetched");
    const theirs = response.set_cookie?.find((/** @type {any} */ one) => one.session_cookie);
    if (theirs) this.cookie = theirs.session_cookie === "value" ? parts(headerText(theirs.header_b64)).value : undefined;
  }

  /** @param {any} op @param {any} flow @param {any} request @param {any} response @returns {Promise<boolean>} whether to go on */
  async step(op, flow, request, response) {
    const { phoenix, term } = this.waxseal;
    const { session } = flow;
    const kind = op.key ?? op.key_atom;
    switch (op.op) {
      case "fetch_flash":
        flow.flash ??= phoenix.flash(session);
        if (response.exception === "BadMapError" && !isMap(session.get("phoenix_flash"))) {
          // Phoenix raises at each request, for ever; here it is an empty flash, which goes.
          this.differences.use("flash-of-no-map in flash");
          equal(Object.keys(flow.flash.get()).length, 0, "messages");
        }
        return true;
      case "fetch_live_flash":
        flow.flash ??= phoenix.flash(session);
        this.live(flow.flash, response);
        return true;
      case "put_flash":
        if (op.key_term) {
          await fails(() => flow.flash.put(make(term, op.key_term), make(term, op.value)), "ERR_CONFIG", "put");
          return false;
        }
        flow.flash?.put(kind, make(term, op.value));
        return true;
      case "merge_flash":
        for (const [key, value] of op.pairs) flow.flash?.put(key.text ?? key.v, make(term, value));
        return true;
      case "clear_flash":
        flow.flash?.clear();
        return true;
      case "get_flash":
        flow.gets.push(kind === undefined ? (flow.flash?.get() ?? Object.create(null)) : (flow.flash?.get(kind) ?? null));
        return true;
      case "put":
        session.put(op.key, make(term, op.value));
        return true;
      case "delete":
        session.delete(op.key);
        return true;
      case "clear":
        session.clear();
        return true;
      case "configure": {
        const { op: _, ...flags } = op;
        session.configure(flags);
        return true;
      }
      default:
        throw new Error(`an operation that nobody knows: ${op.op}`);
    }
  }

  /** LiveView's own cookie is a token, good for 60,000 seconds. @param {any} flash @param {any} response */
  live(flash, response) {
    const sent = response.sent_cookie_headers_b64.map(headerText).join("; ");
    const cookie = sent.split("; ").find((/** @type {string} */ pair) => pair.startsWith(`${LIVE}=`))?.slice(LIVE.length + 1);
    const { secretKeyBase } = connOf(this.vector.config, "text");
    const opened = at(response.now_ms, () => this.waxseal.phoenix.Token.verify(secretKeyBase, "flash:LvSalt12", cookie, { maxAge: 60_000 }));
    if (opened.ok) for (const [kind, message] of Object.entries(opened.data)) flash.put(kind, message);
    ok(opened.ok || cookie === undefined || /60001|future/.test(this.vector.name), `LiveView's cookie: ${opened.reason}`);
  }
}
