// @ts-check
// dynalite, which speaks DynamoDB's protocol: a server in this process and in its memory. It is others' work and not Amazon's; and it can be told to
// refuse what it is asked, as DynamoDB does where it is asked too often, or to be away.

import { once } from "node:events";
import { createServer } from "node:http";
// @ts-ignore: it has no types
import dynalite from "dynalite";

/** The protocol's name for it. */
const THROTTLED = JSON.stringify({ __type: "com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException", message: "The level of configured provisioned throughput for the table was exceeded." });

export async function startDynamo() {
  const emulator = dynalite({ createTableMs: 0 });
  /** @type {{ operation: string, left: number, status: number }} */
  let refuse = { operation: "", left: 0, status: 400 };
  let refused = 0;
  const server = createServer((request, response) => {
    if (refuse.left > 0 && String(request.headers["x-amz-target"]).endsWith(refuse.operation)) {
      refuse.left -= 1;
      refused += 1;
      request.resume();
      response.writeHead(refuse.status, { "content-type": "application/x-amz-json-1.0" }).end(refuse.status === 400 ? THROTTLED : "{}");
      return;
    }
    emulator.emit("request", request, response);
  });
  const listen = (/** @type {number} */ port) => once(server.listen(port, "127.0.0.1"), "listening");
  const leave = async () => {
    const closed = once(server, "close");
    server.close();
    server.closeAllConnections();
    await closed;
  };
  await listen(0);
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    /** The next so many of an operation are refused: 400, as throttled, or a status of 500 and more. @param {string} operation @param {number} left @param {number} [status] */
    refuse(operation, left, status = 400) {
      refuse = { operation, left, status };
      refused = 0;
    },
    /** How many were. */
    refused: () => refused,
    /** Connections are cut, and for a while there is nobody. @param {number} pause milliseconds */
    async away(pause) {
      await leave();
      await new Promise((resolve) => setTimeout(resolve, pause));
      await listen(port);
    },
    stop: leave,
  };
}
