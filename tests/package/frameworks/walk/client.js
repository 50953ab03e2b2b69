// @ts-check
// A browser of few words: requests over HTTP/1.1, HTTP/2 and WebSocket, with the session's cookie kept.

import { once } from "node:events";
import { request as ask } from "node:http";
import { connect } from "node:http2";
import { text } from "node:stream/consumers";
import WebSocket from "ws";
import { sentBack } from "../../../conformance/cookie.js";
import { KEY } from "./spec.js";

/** @typedef {{ status: number, headers: Record<string, any>, text: string, cookies: string[], session: string | undefined }} Visit */

/** A body, or that there was no end to it. @param {import("node:stream").Readable} body */
const whole = (body) => text(body).catch(() => "broken off");

export class Client {
  /** What goes back as Cookie. */
  cookie = "";
  #url;
  #isHttp2;

  /** @param {import("./spec.js").App} app */
  constructor({ url, isHttp2 = false }) {
    this.#url = url;
    this.#isHttp2 = isHttp2;
  }

  /** Another browser. */
  another() {
    return new Client({ url: this.#url, isHttp2: this.#isHttp2, stop() {} });
  }

  /** @param {string} path @param {{ method?: string, headers?: Record<string, string> }} [init] @returns {Promise<Visit>} */
  async visit(path, { method = "GET", headers = {} } = {}) {
    const sent = { ...headers, ...(this.cookie ? { cookie: this.cookie } : {}) };
    const got = await (this.#isHttp2 ? this.#http2(path, method, sent) : this.#http1(path, method, sent));
    return this.#keep(got.status, got.headers, got.text);
  }

  /** A WebSocket's first message, and its handshake. @param {string} path @returns {Promise<Visit>} */
  async upgrade(path) {
    const socket = new WebSocket(this.#url.replace("http", "ws") + path, { headers: this.cookie ? { cookie: this.cookie } : {} });
    socket.on("error", () => {});
    const refused = once(socket, "unexpected-response").then(([, response]) => [response, ""]);
    const opened = Promise.all([once(socket, "upgrade"), once(socket, "message")]).then(([[response], [message]]) => [response, `${message}`]);
    const [response, said] = await Promise.race([opened, refused]);
    socket.terminate();
    return this.#keep(response.statusCode, response.headers, said);
  }

  /** Asks, and goes away then. @param {string} path @param {() => Promise<void>} then */
  async leave(path, then) {
    const headers = { cookie: this.cookie };
    const connection = this.#isHttp2 ? connect(this.#url) : undefined;
    const request = connection?.request({ ":path": path, ...headers }) ?? ask(this.#url + path, { agent: false, headers });
    request.on("error", () => {});
    request.end();
    await then();
    request.destroy();
    connection?.destroy();
  }

  /** @param {number} status @param {any} headers @param {string} body @returns {Visit} */
  #keep(status, headers, body) {
    const cookies = headers["set-cookie"] ?? [];
    const session = cookies.findLast((/** @type {string} */ header) => header.startsWith(`${KEY}=`));
    if (session) this.cookie = / 1970 /.test(session) ? "" : sentBack(session);
    return { status, headers, text: body, cookies, session };
  }

  /** @param {string} path @param {string} method @param {Record<string, string>} headers */
  async #http1(path, method, headers) {
    const request = ask(this.#url + path, { method, headers, agent: false });
    request.end();
    const [response] = await once(request, "response");
    return { status: response.statusCode, headers: response.headers, text: await whole(response) };
  }

  /** @param {string} path @param {string} method @param {Record<string, string>} headers */
  async #http2(path, method, headers) {
    const connection = connect(this.#url);
    try {
      const stream = connection.request({ ":path": path, ":method": method, ...headers });
      const [got] = await once(stream, "response");
      return { status: got[":status"], headers: got, text: await whole(stream) };
    } finally {
      connection.close();
    }
  }
}
