// @ts-check
// An edge of Deno's before an app that compresses: its fetch unpacks what its server then sends without saying that it is compressed, but of no copy.

import { brotliCompressSync, gzipSync, zstdCompressSync } from "node:zlib";
import { createSessions } from "waxseal";
import { ok } from "../../conformance/check.js";
import { plainConfig } from "../../conformance/cookie.js";
import { get, serving } from "./http.js";

const PAGE = "hello ".repeat(1000);
/** The last is none that it unpacks. @type {Record<string, (page: string) => Uint8Array>} */
const packed = { gzip: gzipSync, GZIP: gzipSync, br: brotliCompressSync, zstd: zstdCompressSync };

/** @param {any} test */
export async function denoEdge(test) {
  const sessions = createSessions(plainConfig.sessions);
  const { Deno } = /** @type {any} */ (globalThis);
  const app = (/** @type {any} */ { url }, /** @type {any} */ res) => {
    const name = url.slice(1);
    const body = packed[name](PAGE);
    res.writeHead(200, { "content-encoding": name, "content-length": body.length }).end(body);
  };
  await serving(app, async (origin) => {
    for (const act of ["get", "put"]) {
      const edge = sessions.handle((request, session) => {
        session[act]("visits", 1);
        return fetch(new URL(new URL(request.url).pathname, origin), { headers: { "accept-encoding": "gzip, br, zstd" } });
      });
      const server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen() {} }, (/** @type {Request} */ request) => edge(request));
      for (const name of Object.keys(packed)) {
        await test(`${name}, ${act}: the page arrives as it is said to be`, async () => {
          const { headers, text } = await get(`http://127.0.0.1:${server.addr.port}/${name}`);
          ok(headers["content-encoding"] === (name === "zstd" ? name : undefined), `content-encoding: ${headers["content-encoding"]}`);
          ok(name === "zstd" || text === PAGE, `the page: ${text.length}`);
          ok((headers["set-cookie"] !== undefined) === (act === "put"), "Set-Cookie");
        });
      }
      await server.shutdown();
    }
  });
}
