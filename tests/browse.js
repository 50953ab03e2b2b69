// @ts-check
// Opens a page of this repository in a real browser, headless and with a new profile, and waits for what it posts to /result.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** @type {Record<string, (profile: string) => string[]>} */
const BROWSERS = {
  chromium: (profile) => ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync", `--user-data-dir=${profile}`],
  firefox: (profile) => ["firefox-esr", "--headless", "--no-remote", "--profile", profile],
};

/** Firefox asks nothing and calls nobody. */
const PREFERENCES = [
  ["app.normandy.enabled", false], ["browser.aboutwelcome.enabled", false], ["browser.shell.checkDefaultBrowser", false],
  ["datareporting.policy.dataSubmissionEnabled", false], ["network.captive-portal-service.enabled", false],
  ["network.connectivity-service.enabled", false], ["toolkit.telemetry.reportingpolicy.firstRun", false],
].map(([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});`).join("\n");

/** @type {Record<string, string>} */
const TYPES = { ".html": "text/html", ".js": "text/javascript", ".json": "application/json", ".wasm": "application/wasm", ".css": "text/css" };
const REPOSITORY = fileURLToPath(new URL("..", import.meta.url));

/**
 * @param {string} name "chromium" | "firefox" @param {string} path
 * @param {{ root?: string, upstream?: string, seconds?: number }} [options] the folder to serve, or the server to pass on
 * @returns {Promise<any>} what the page posted
 */
export async function browse(name, path, { root = REPOSITORY, upstream, seconds = 120 } = {}) {
  const profile = await mkdtemp(join(tmpdir(), "waxseal-browser-"));
  await writeFile(join(profile, "user.js"), PREFERENCES);
  /** @type {(result: any) => void} */
  let finish = () => {};
  const result = new Promise((resolve) => (finish = resolve));
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://localhost");
    if (request.method === "POST" && pathname === "/result") {
      let text = "";
      for await (const chunk of request) text += chunk;
      response.end();
      return finish(JSON.parse(text));
    }
    if (upstream) {
      const answer = await fetch(upstream + request.url, { headers: { accept: request.headers.accept ?? "*/*" } });
      response.writeHead(answer.status, { "content-type": answer.headers.get("content-type") ?? "" });
      return response.end(new Uint8Array(await answer.arrayBuffer()));
    }
    const file = await readFile(join(root, pathname)).catch(() => undefined);
    response.writeHead(file ? 200 : 404, { "content-type": TYPES[extname(pathname)] ?? "application/octet-stream" }).end(file);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());

  const [program, ...words] = BROWSERS[name](profile);
  const browser = spawn(program, [...words, `http://127.0.0.1:${port}${path}`], { stdio: "ignore", detached: true, env: { ...process.env, HOME: profile } });
  const gone = new Promise((_, reject) => {
    browser.on("error", reject);
    browser.on("exit", (code) => reject(new Error(`${program} ended with ${code} before the page was done`)));
    setTimeout(() => reject(new Error(`${program}: nothing within ${seconds} s`)), seconds * 1000).unref();
  });
  try {
    return await Promise.race([result, gone]);
  } finally {
    // A group of its own, as a browser is many processes.
    if (browser.pid && browser.exitCode === null) {
      const ended = once(browser, "exit");
      process.kill(-browser.pid, "SIGKILL");
      await ended;
    }
    server.closeAllConnections();
    server.close();
    gone.catch(() => {});
    await rm(profile, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  }
}
