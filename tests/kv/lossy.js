// @ts-check
// A way to a service on which one answer can be lost: the server did what it was asked, and the connection ends before it says so.

import { connect, createServer } from "node:net";

/** @param {number} port the service's */
export async function lossy(port) {
  /** @type {string | undefined} */
  let wanted;
  let lost = 0;
  /** @type {Set<import("node:net").Socket>} */
  const sockets = new Set();
  const server = createServer((client) => {
    const service = connect(port, "127.0.0.1");
    let isLost = false;
    const end = () => (client.destroy(), service.destroy());
    for (const socket of [client, service]) {
      sockets.add(socket);
      socket.on("error", end);
      socket.on("close", () => (sockets.delete(socket), end()));
    }
    client.on("data", (bytes) => {
      if (wanted !== undefined && bytes.includes(wanted)) {
        wanted = undefined;
        isLost = true;
      }
      service.write(bytes);
    });
    service.on("data", (bytes) => {
      if (!isLost) return void client.write(bytes);
      lost += 1;
      end();
    });
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)));
  return {
    port: /** @type {import("node:net").AddressInfo} */ (server.address()).port,
    /** @param {string} words the next request that has them in it */
    lose: (words) => void (wanted = words),
    /** How many answers were lost. */
    lost: () => lost,
    async stop() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
