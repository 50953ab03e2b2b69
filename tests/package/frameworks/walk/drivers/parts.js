// @ts-check
// What drivers of Node's frameworks share: bodies in parts, a server that listens and stops, WebSockets.

import { once } from "node:events";
import { Readable } from "node:stream";
import { setTimeout as pause } from "node:timers/promises";
import { WebSocketServer } from "ws";

/** @typedef {import("../spec.js").App} App */

/** @param {string[]} pieces */
export async function* paused(pieces) {
  for (const piece of pieces) {
    yield piece;
    await pause(5);
  }
}

/** So many bytes of digits. @param {number} bytes */
export function large(bytes) {
  const piece = Buffer.from("0123456789".repeat(1000));
  return Readable.from((function* () {
    for (let sent = 0; sent < bytes; sent += piece.length) yield piece;
  })(), { objectMode: false });
}

/** Server-sent events, the last of them what `late` gives. @param {{ events: string[], late: () => string }} answer */
export async function* events({ events, late }) {
  for (const data of events) {
    await pause(5);
    yield `data: ${data}\n\n`;
  }
  yield `data: ${late()}\n\n`;
}

/** @param {any} server @param {Partial<App>} [more] @returns {Promise<App>} */
export async function listening(server, more = {}) {
  const sockets = new Set();
  server.on("connection", (/** @type {any} */ socket) => sockets.add(socket));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    async stop() {
      // Those of WebSockets, too.
      for (const socket of sockets) socket.destroy();
      await new Promise((done) => server.close(done));
    },
    ...more,
  };
}

/**
 * WebSockets at /socket, each with its request's session.
 * @param {any} server @param {any} withSession @param {import("../spec.js").AppSpec} spec
 */
export function webSockets(server, withSession, spec) {
  const sockets = new WebSocketServer({ noServer: true });
  server.on("upgrade", (/** @type {any} */ req, /** @type {any} */ socket, /** @type {any} */ head) => withSession(req, socket, (/** @type {any} */ error) => {
    if (error) return;
    // The handshake is not over yet: the session is open.
    /** @type {string[]} */
    const said = [];
    spec.socket(req.session, (message) => said.push(message));
    sockets.handleUpgrade(req, socket, head, (own) => said.forEach((message) => own.send(message)));
  }));
}

/** A body as the web has it. @param {AsyncIterable<string | Uint8Array>} pieces */
export function streamOf(pieces) {
  const iterator = pieces[Symbol.asyncIterator]();
  const encoder = new TextEncoder();
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await iterator.next();
      if (done) controller.close();
      else controller.enqueue(typeof value === "string" ? encoder.encode(value) : value);
    },
  });
}
