// A browser of few words, many times: connections that stay, each with a jar of its own, each asking again as soon as it is answered.

import { once } from "node:events";
import { connect } from "node:net";

/** @param {number} port @param {number} connections @param {number} requests in all @returns {Promise<{ seconds: number, last: string }>} */
export async function load(port, connections, requests) {
  const each = Math.ceil(requests / connections);
  const began = performance.now();
  const lasts = await Promise.all(Array.from({ length: connections }, () => visitor(port, each)));
  return { seconds: (performance.now() - began) / 1000, last: lasts[0] };
}

/** @param {number} port @param {number} times @returns {Promise<string>} the last page */
async function visitor(port, times) {
  const socket = connect(port, "127.0.0.1").setNoDelay();
  await once(socket, "connect");
  /** @type {Map<string, string>} */
  const jar = new Map();
  let page = "";
  let text = "";
  let left = times;
  const ask = () => socket.write(`GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n${jar.size ? `Cookie: ${[...jar].map(([name, value]) => `${name}=${value}`).join("; ")}\r\n` : ""}\r\n`);
  return new Promise((resolve, reject) => {
    socket.on("error", reject).on("close", () => reject(new Error("the server hung up"))).on("data", (data) => {
      text += data.toString("latin1");
      const end = text.indexOf("\r\n\r\n");
      if (end < 0) return;
      const head = text.slice(0, end);
      const length = Number(/\r\ncontent-length: (\d+)/i.exec(head)?.[1]);
      if (text.length < end + 4 + length) return;
      if (!head.startsWith("HTTP/1.1 200")) return void reject(new Error(head));
      for (const [, name, value] of head.matchAll(/\r\nset-cookie: ([^=]+)=([^;\r]*)/gi)) jar.set(name, value);
      page = text.slice(end + 4, end + 4 + length);
      text = "";
      left -= 1;
      if (left > 0) ask();
      else {
        socket.removeAllListeners("close").destroy();
        resolve(page);
      }
    });
    ask();
  });
}
