// @ts-check
// Upstash's REST protocol before a real redis-server: a command as a JSON array in a POST, or several to /pipeline, each one's reply
// as `{ "result": … }` or `{ "error": … }`, bulk strings in base64 if the client asks
// (https://upstash.com/docs/redis/features/restapi). Redis does the work; this carries it.

import { createServer } from "node:http";
import { Redis } from "ioredis";

/** @param {number} redisPort @param {string} token */
export async function startRest(redisPort, token) {
  const redis = new Redis(redisPort);
  const server = createServer(async (request, response) => {
    /** @param {number} status @param {object} body */
    const answer = (status, body) => void response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
    if (request.headers.authorization !== `Bearer ${token}`) return answer(401, { error: "Unauthorized" });
    const inBase64 = request.headers["upstash-encoding"] === "base64";
    /** @param {unknown[]} command */
    const perform = async ([name, ...rest]) => {
      try {
        return { result: encoded(await redis.callBuffer(String(name), ...rest.map(String)), inBase64) };
      } catch (error) {
        return { error: /** @type {Error} */ (error).message };
      }
    };
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const asked = JSON.parse(Buffer.concat(chunks).toString());
    if (request.url === "/pipeline") return answer(200, await Promise.all(asked.map(perform)));
    const reply = await perform(asked);
    answer("error" in reply ? 400 : 200, reply);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)));
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  return {
    url: `http://127.0.0.1:${port}`,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      redis.disconnect();
    },
  };
}

/** @param {unknown} reply @param {boolean} inBase64 @returns {unknown} */
function encoded(reply, inBase64) {
  if (Array.isArray(reply)) return reply.map((part) => encoded(part, inBase64));
  if (!Buffer.isBuffer(reply)) return reply;
  // A status stays as it is, also where strings are encoded.
  return inBase64 && reply.toString() !== "OK" ? reply.toString("base64") : reply.toString();
}
