// A server of bundles for browsers. Its pages are isolated from all others, as their clock is finer then: 5 µs instead of 100.

import { build } from "esbuild";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { MODULES } from "../base.js";

const modules = Object.fromEntries(Object.entries(MODULES).map(([name, url]) => [`/wasm/${name}`, readFileSync(url)]));
const ISOLATED = { "cross-origin-opener-policy": "same-origin", "cross-origin-embedder-policy": "require-corp", "cache-control": "max-age=600" };

/** @param {{ contents: string, resolveDir: string }} source @returns {Promise<string>} */
export async function bundleForBrowsers(source) {
  const { outputFiles } = await build({
    stdin: source, bundle: true, minify: true, format: "esm", target: "es2024", write: false, conditions: ["browser"], logLevel: "error",
  });
  return outputFiles[0].text;
}

/** Each script at /js/NAME, the modules, and a page without any at all others. @param {Record<string, string>} scripts */
export async function servePages(scripts) {
  const server = createServer((request, response) => {
    const script = scripts[request.url.slice("/js/".length)];
    const [type, body] = request.url in modules ? ["application/wasm", modules[request.url]] : script === undefined ? ["text/html", "<!doctype html>"] : ["text/javascript", script];
    response.writeHead(200, { "content-type": type, ...ISOLATED }).end(body);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    origin: `http://127.0.0.1:${server.address().port}`,
    stop() {
      server.closeAllConnections();
      server.close();
    },
  };
}
