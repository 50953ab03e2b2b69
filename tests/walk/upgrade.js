// @ts-check
// A WebSocket's handshake, as far as the session is concerned: what the app behind read of it.

import { request } from "node:http";

/** @param {string} edge @param {Record<string, string>} headers @returns {Promise<{ status: number, user: string }>} */
export function upgrade(edge, headers) {
  return new Promise((resolve, reject) => {
    const handshake = { connection: "Upgrade", upgrade: "websocket", "sec-websocket-version": "13", "sec-websocket-key": "dGhlIHNhbXBsZSBub25jZQ==" };
    const asked = request(`${edge}/socket`, { headers: { ...headers, ...handshake } });
    asked.on("upgrade", (response, socket) => {
      socket.destroy();
      resolve({ status: response.statusCode ?? 0, user: String(response.headers["x-user"]) });
    });
    asked.on("response", (response) => {
      response.resume();
      resolve({ status: response.statusCode ?? 0, user: "" });
    });
    asked.on("error", reject);
    asked.end();
  });
}
