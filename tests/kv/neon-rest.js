// @ts-check
// Neon's SQL over HTTP before a real PostgreSQL: a query and its values as JSON in a POST, the rows as lists of text, and an error with the server's
// own code (as `neon()` of `@neondatabase/serverless` 1.2 asks and reads). PostgreSQL does the work; this carries it.

import { createServer } from "node:http";

/** @param {import("pg").Pool} pool @returns {Promise<{ url: string, stop(): void }>} */
export async function startNeon(pool) {
  const server = createServer(async (request, response) => {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const { query, params } = JSON.parse(Buffer.concat(chunks).toString());
    try {
      const { command, rowCount, rows, fields } = await pool.query({ text: query, values: params, rowMode: "array", types: { getTypeParser: () => String } });
      response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify({ command, rowCount, rows, fields }));
    } catch (error) {
      const { message, code } = /** @type {any} */ (error);
      response.writeHead(400, { "content-type": "application/json" }).end(JSON.stringify({ message, code }));
    }
  });
  await new Promise((resolve) => void server.listen(0, "127.0.0.1", () => resolve(undefined)));
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  return { url: `http://127.0.0.1:${port}/sql`, stop: () => void server.close() };
}
