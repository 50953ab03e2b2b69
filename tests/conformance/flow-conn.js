// @ts-check
// As much of a Plug.Conn as the flows need: one request, its operations in order, the cookies of its response. What is not
// this package's (put_resp_cookie, delete_resp_cookie, fetching twice) is modelled here.

import { binary, make } from "./tagged.js";
import { textOrBytes, toLatin1, utf8 } from "./bytes.js";
import { parts } from "./cookie.js";

export class FlowConn {
  /** @param {any} term waxseal/term @param {any} sessions @param {any} conn @param {string} key @param {string[]} headers */
  constructor(term, sessions, conn, key, headers) {
    this.term = term;
    this.sessions = sessions;
    this.conn = conn;
    this.headers = headers;
    this.key = toLatin1(utf8(key));
    /** @type {any} */ this.session = undefined;
    /** @type {unknown} */ this.afterFetch = undefined;
    /** @type {unknown} */ this.atSend = undefined;
    /** @type {unknown[]} */ this.gets = [];
    /** The response's cookies by name; `own` is the header that commit gave. @type {Map<string, { value?: string, own?: string }>} */
    this.cookies = new Map();
    this.sent = false;
  }

  async fetch() {
    if (this.session) return; // fetch_session does nothing the second time
    const earlier = this.cookies.get(this.key); // a cookie set before the fetch is what is read
    const headers = earlier ? (earlier.value === undefined ? [] : [`${this.key}=${earlier.value}`]) : this.headers;
    this.session = await this.sessions.fetch(headers.length === 1 ? headers[0] : headers, this.conn);
  }

  async send() {
    if (this.sent || !this.session) return;
    this.atSend = this.session.toObject();
    const header = await this.sessions.commit(this.session);
    if (header !== undefined) this.cookies.set(this.key, { value: parts(header).value, own: header });
    this.sent = true;
  }

  /** @param {any} op */
  async run(op) {
    const { session } = this;
    const key = op.key ?? op.key_atom;
    switch (op.op) {
      case "fetch":
        return this.sent ? void (await this.sessions.fetch(this.headers, this.conn)) : this.fetch();
      case "send":
        return this.send();
      case "put":
        return void session.put(key, make(this.term, op.value));
      case "delete":
        return void session.delete(key);
      case "clear":
        return void session.clear();
      case "configure":
        return void session.configure(flags(op));
      case "get_all":
        return void this.gets.push(session.toObject());
      case "get":
        return void this.gets.push("default" in op ? session.get(key, make(this.term, op.default)) : (session.get(key) ?? null));
      case "put_resp_cookie":
        return void this.cookies.set(op.name, { value: op.value });
      case "delete_resp_cookie":
        return void this.cookies.set(op.name, {});
      default:
        throw new Error(`an operation that nobody knows: ${op.op}`);
    }
  }
}

/** @param {any} op */
function flags({ op, ...rest }) {
  return rest;
}

/** Puts every pair of a tagged map. @param {any} term @param {any} session @param {any} map */
export function putAll(term, session, map) {
  for (const [key, value] of map.v) session.put(textOrBytes(binary(key)), make(term, value));
}
