// Cold starts in workerd: an isolate each, the module compiled anew in it. The clock is outside: so many isolates in one request,
// less as many that hold nothing.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import workerd from "workerd";
import { build } from "esbuild";
import { MODULES } from "../base.js";
import { ask } from "../runtimes/ask.js";
import { startersFor } from "./starters.js";

/** Isolates in one request. */
const AT_ONCE = 10;
const folder = new URL("..", import.meta.url).pathname;

export async function coldIsolates() {
  const { origin, stop } = await serveLoader();
  const define = async (name, file) => {
    const code = await isolateOf(file);
    const used = Object.entries(MODULES).filter(([wasm]) => code.includes(wasm));
    await ask(origin, { define: name, code, wasm: used.map(([wasm, url]) => [wasm, readFileSync(url).toString("base64")]) });
  };
  const run = async (name, headers = [], wanted = 0) => [(await ask(origin, { run: name, times: AT_ONCE, headers, wanted })).took / AT_ONCE];
  const starters = [];
  try {
    await define("empty", "cold/empty.js");
    for (const { name, kind, file, headers, wanted } of await startersFor("workerd")) {
      await define(file, file);
      starters.push({ name, kind, start: () => run(file, headers, wanted) });
    }
  } catch (error) {
    await stop();
    throw error;
  }
  return { starters, empty: () => run("empty"), stop };
}

/** @param {string} file @returns {Promise<string>} a Worker that reads one cookie with it */
async function isolateOf(file) {
  const contents = `import * as contestant from "./${file}";
    const { setup } = contestant;
    export default { async fetch(request) {
      const { headers, wanted } = await request.json();
      if (setup) {
        const value = await (await setup()).read(headers[0], "user_id");
        if (value !== wanted) return new Response("not read: " + value);
      }
      return new Response("done");
    } };`;
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: folder }, bundle: true, minify: true, format: "esm", target: "es2024", write: false, outdir: folder,
    conditions: ["workerd", "worker", "browser"], external: ["cloudflare:*", "node:*"], loader: { ".wasm": "copy" }, assetNames: "[name]", logLevel: "error",
  });
  return outputFiles.find(({ path }) => path.endsWith(".js")).text;
}

async function serveLoader() {
  const place = mkdtempSync(join(tmpdir(), "waxseal-isolates-"));
  copyFileSync(fileURLToPath(new URL("on-isolates.js", import.meta.url)), join(place, "main.js"));
  const config = join(place, "config.capnp");
  writeFileSync(config, `using Workerd = import "/workerd/workerd.capnp";
    const config :Workerd.Config = (
      services = [(name = "main", worker = (
        modules = [(name = "main.js", esModule = embed "main.js")], compatibilityDate = "2026-01-01",
        bindings = [(name = "LOADER", workerLoader = ())],
      ))],
      sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "main")],
    );`);
  const child = spawn(workerd.default ?? workerd, ["serve", config, "--control-fd=3", "--experimental"], { stdio: ["ignore", "inherit", "inherit", "pipe"] });
  const ended = once(child, "exit");
  const [line] = await Promise.race([once(child.stdio[3], "data"), ended.then(() => { throw new Error("workerd did not start: what it said is above"); })]);
  return {
    origin: `http://127.0.0.1:${JSON.parse(line).port}`,
    async stop() {
      child.kill("SIGKILL");
      await ended;
      rmSync(place, { recursive: true });
    },
  };
}
