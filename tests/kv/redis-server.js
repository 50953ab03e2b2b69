// @ts-check
// Redis itself: one server, or a cluster of three on loopback, in a folder of its own that goes with it.

import { execFile, spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

/** @param {string[]} [options] */
export async function startRedis(options = []) {
  const folder = await mkdtemp(join(tmpdir(), "waxseal-redis-"));
  const port = await freePort();
  const words = ["--port", `${port}`, "--bind", "127.0.0.1", "--dir", folder, "--save", "", "--appendonly", "no", ...options];
  const server = spawn("redis-server", words, { stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  server.stdout.on("data", (text) => (output += text));
  const ended = new Promise((_, reject) => {
    server.on("error", (error) => reject(new Error(`redis-server can't be run: ${error.message}`)));
    server.on("exit", (code) => reject(new Error(`redis-server ended with ${code}: ${output.slice(-500)}`)));
  });
  ended.catch(() => {});
  // Also when a run breaks off before it stops what it started.
  process.once("exit", () => server.kill("SIGKILL"));
  await Promise.race([ended, answers(port)]);
  return {
    port,
    async stop() {
      server.kill("SIGKILL");
      await ended.catch(() => {});
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export async function startCluster() {
  /** @type {Awaited<ReturnType<typeof startRedis>>[]} */
  const nodes = [];
  const stop = async () => void (await Promise.all(nodes.map((node) => node.stop())));
  try {
    for (let node = 0; node < 3; node += 1) {
      // The bus between the nodes has a port of its own, by default 10,000 above: that may be no port at all.
      nodes.push(await startRedis(["--cluster-enabled", "yes", "--cluster-port", `${await freePort()}`]));
    }
    const addresses = nodes.map(({ port }) => `127.0.0.1:${port}`);
    await promisify(execFile)("redis-cli", ["--cluster", "create", ...addresses, "--cluster-yes"]);
    // Each node says so for itself, some time after the others agreed.
    for (const { port } of nodes) await until(async () => (await tell(port, "CLUSTER INFO")).includes("cluster_state:ok"));
  } catch (error) {
    await stop();
    throw error;
  }
  return { ports: nodes.map(({ port }) => port), stop };
}

/** A primary, a replica of it, and one sentinel that knows them. */
export async function startSentinel() {
  const primary = await startRedis();
  const replica = await startRedis(["--replicaof", "127.0.0.1", `${primary.port}`]);
  const folder = await mkdtemp(join(tmpdir(), "waxseal-sentinel-"));
  const file = join(folder, "sentinel.conf");
  const port = await freePort();
  await writeFile(file, `port ${port}\nbind 127.0.0.1\ndir ${folder}\nsentinel monitor sessions 127.0.0.1 ${primary.port} 1\n`);
  const server = spawn("redis-server", [file, "--sentinel"], { stdio: "ignore" });
  const ended = new Promise((resolve) => server.once("exit", resolve));
  process.once("exit", () => server.kill("SIGKILL"));
  await until(async () => (await tell(port, "SENTINEL REPLICAS sessions")).includes(`${replica.port}`));
  return {
    name: "sessions",
    port,
    keys: async () => (await tell(primary.port, "KEYS *")).split("\r\n").filter((line) => !/^[*$]/.test(line)),
    async stop() {
      server.kill("SIGKILL");
      await ended;
      await Promise.all([replica.stop(), primary.stop()]);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** @returns {Promise<number>} */
export async function freePort() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)));
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  await new Promise((resolve) => server.close(resolve));
  return port;
}

const answers = (/** @type {number} */ port) => until(async () => (await tell(port, "PING")).includes("PONG"));

/** @param {() => Promise<boolean>} isSo */
async function until(isSo) {
  for (let tried = 0; tried < 200; tried += 1) {
    if (await isSo().catch(() => false)) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error("a redis-server did not come up in 10 s");
}

/** One command by hand, before there is a client. @param {number} port @param {string} command @returns {Promise<string>} */
export function tell(port, command) {
  return new Promise((resolve, reject) => {
    const socket = connect(port, "127.0.0.1", () => socket.write(`${command}\r\n`));
    socket.on("data", (data) => (resolve(data.toString()), socket.destroy()));
    socket.on("error", reject);
  });
}
