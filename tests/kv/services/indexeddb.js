// @ts-check
// IndexedDB, in Chromium.

import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { fileURLToPath } from "node:url";
import { launch } from "../../browser/browser.js";
import { wholeSuite } from "../whole.js";

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));
const TYPES = { js: "text/javascript", wasm: "application/wasm" };
const IMPORTS = {
  "#waxseal": "/pkg/dist/waxseal.web.js",
  waxseal: "/pkg/dist/index.js",
  "waxseal/conformance": "/pkg/dist/conformance.js",
  "waxseal/kv/indexeddb": "/pkg/dist/kv/indexeddb.js",
};
const PAGE = `<!doctype html><script type="importmap">${JSON.stringify({ imports: IMPORTS })}</script><script type="module" src="/tests/kv/browser/page.js"></script>`;

/** @param {import("./types.d.ts").Runner} runner */
export async function serve({ section, elsewhere }) {
  const server = createServer(async (request, response) => {
    const path = new URL(request.url ?? "/", "http://localhost").pathname;
    if (path === "/") return void response.writeHead(200, { "content-type": "text/html" }).end(PAGE);
    const file = /^\/(pkg|tests)\/[\w/.-]+\.(js|wasm)$/.exec(path);
    const bytes = file && (await readFile(ROOT + path.slice(1)).catch(() => undefined));
    if (!file || !bytes) return void response.writeHead(404).end();
    response.writeHead(200, { "content-type": TYPES[/** @type {"js" | "wasm"} */ (file[2])] }).end(bytes);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)));
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  const browser = await launch();
  try {
    const page = await browser.newPage();
    /** @type {string[]} */
    const faults = [];
    page.on("pageerror", (error) => faults.push(String(error)));
    await page.goto(`http://127.0.0.1:${port}/`);
    await page.waitForFunction("globalThis.waxsealTests", undefined, { timeout: 10_000 }).catch(() => {
      throw new Error(`the page did not start: ${faults.join("; ")}`);
    });
    elsewhere("IndexedDB: adapter", await page.evaluate("waxsealTests.suite()"));
    const request = async (/** @type {string} */ url, cookie = "") => {
      const { body, setCookie } = await page.evaluate(`waxsealTests.visit(${JSON.stringify(url)}, ${JSON.stringify(cookie)})`);
      return new Response(body, { headers: setCookie ? { "set-cookie": setCookie } : {} });
    };
    const dump = async () => (await page.evaluate("waxsealTests.dump()")).map((/** @type {any} */ [key, bytes]) => [key, Uint8Array.from(bytes)]);
    await section("IndexedDB: application", wholeSuite({ request, dump, atomic: true, many: 200 }));
  } finally {
    await browser.close();
    server.closeAllConnections();
    server.close();
  }
}
