// The demo as `make demo` serves it, on a port of its own: wrangler, workerd, no network.
import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const www = fileURLToPath(new URL("../../www", import.meta.url));
const wrangler = fileURLToPath(new URL("../../node_modules/wrangler/bin/wrangler.js", import.meta.url));

export async function serve() {
  const port = await freePort();
  const state = await mkdtemp(join(tmpdir(), "waxseal-demo-"));
  const args = ["dev", "--port", port, "--inspector-port", 0, "--persist-to", state, "--show-interactive-dev-session", false];
  const child = spawn(process.execPath, [wrangler, ...args.map(String)], {
    cwd: www,
    // A group of its own, so that workerd ends with it.
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, WRANGLER_SEND_METRICS: "false", WRANGLER_LOG_PATH: state, NO_COLOR: "1" },
  });
  let log = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (log += chunk));
  const exited = new Promise((resolve) => child.once("exit", resolve));

  const stop = async () => {
    try {
      process.kill(-child.pid);
    } catch {
      // It is gone already.
    }
    await exited;
    await rm(state, { recursive: true, force: true });
  };
  const origin = `http://127.0.0.1:${port}`;
  try {
    await Promise.race([answers(`${origin}/api/session`), exited.then(() => Promise.reject(new Error("wrangler ended")))]);
  } catch (error) {
    await stop();
    throw new Error(`the demo did not start: ${error.message}\n${log}`);
  }
  return { origin, state, stop, log: () => log };
}

async function answers(url) {
  for (const end = Date.now() + 90_000; Date.now() < end; ) {
    try {
      const response = await fetch(url);
      await response.arrayBuffer();
      return;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
  throw new Error("no answer within 90 s");
}

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer().once("error", reject).listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
