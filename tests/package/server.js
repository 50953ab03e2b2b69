// @ts-check
// What a test of a server needs: a free port, and patience.

import { once } from "node:events";
import { createServer } from "node:net";

/** @returns {Promise<number>} */
export async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  server.close();
  return port;
}

/** @param {string} url */
export async function waitFor(url, seconds = 60) {
  for (const end = Date.now() + seconds * 1000; Date.now() < end; ) {
    const response = await fetch(url).catch(() => undefined);
    // 503: a development server that is not ready yet.
    if (response && response.status !== 503) return void (await response.arrayBuffer());
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`no answer from ${url} within ${seconds} s`);
}
