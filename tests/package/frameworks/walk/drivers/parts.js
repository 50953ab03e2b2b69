// @ts-check
// What drivers of Node's frameworks share: a server that listens and stops, WebSockets.

import { once } from "node:events";
import { WebSocketServer } from "ws";

/** @typedef {import("../spec.js").App} App */

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
 * WebSockets, each with its request's session.
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
