// @ts-check
// PostgreSQL itself: one server on loopback, in a folder of its own that goes with it.

import { spawn, spawnSync } from "node:child_process";
import { chown, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "./redis-server.js";

/** Debian's programs are not on PATH. @param {string} name */
async function program(name) {
  const folder = "/usr/lib/postgresql";
  const versions = (await readdir(folder).catch(() => [])).sort((one, other) => Number(one) - Number(other));
  const newest = versions.at(-1);
  return newest ? join(folder, newest, "bin", name) : name;
}

/** It refuses to be run by root. */
function user() {
  if (process.getuid?.() !== 0) return {};
  const id = (/** @type {string} */ flag) => Number(spawnSync("id", [flag, "postgres"], { encoding: "utf8" }).stdout) || 65534;
  return { uid: id("-u"), gid: id("-g") };
}

export async function startPostgres() {
  const folder = await mkdtemp(join(tmpdir(), "waxseal-postgres-"));
  const { uid, gid } = user();
  const as = uid === undefined ? {} : { uid, gid };
  if (uid !== undefined && gid !== undefined) await chown(folder, uid, gid);
  const port = await freePort();
  const data = join(folder, "data");
  const made = spawnSync(await program("initdb"), ["-D", data, "-U", "waxseal", "-A", "trust", "--no-sync", "-E", "UTF8", "--locale=C"], { ...as, cwd: folder, encoding: "utf8" });
  if (made.status !== 0) throw new Error(`initdb: ${made.error?.message ?? made.stderr}`);
  const postgres = await program("postgres");
  const words = ["-D", data, "-p", `${port}`, "-c", "listen_addresses=127.0.0.1", "-c", `unix_socket_directories=${folder}`, "-c", "fsync=off", "-c", "max_connections=200"];

  /** @returns {Promise<{ stop(signal: NodeJS.Signals): Promise<void> }>} */
  async function start() {
    const server = spawn(postgres, words, { ...as, cwd: folder, stdio: ["ignore", "ignore", "pipe"] });
    const ended = new Promise((resolve) => server.once("close", resolve));
    // Also when a run breaks off before it stops what it started.
    const kill = () => server.kill("SIGQUIT");
    process.once("exit", kill);
    await new Promise((resolve, reject) => {
      let said = "";
      server.on("error", reject);
      server.once("close", () => reject(new Error(`postgres ended: ${said.slice(-500)}`)));
      server.stderr.on("data", (text) => {
        said += text;
        if (said.includes("ready to accept connections")) resolve(undefined);
      });
    });
    return {
      async stop(signal) {
        process.off("exit", kill);
        server.kill(signal);
        await ended;
      },
    };
  }

  let server = await start();
  return {
    url: `postgres://waxseal@127.0.0.1:${port}/postgres`,
    /**
     * As a failover has it: those who are connected are cut off, and for a while there is nobody.
     * @param {number} pause milliseconds @param {NodeJS.Signals} [signal] SIGKILL as when the machine fails
     */
    async restart(pause, signal = "SIGQUIT") {
      await server.stop(signal);
      await new Promise((resolve) => setTimeout(resolve, pause));
      // Whoever served a connection sees only a moment later that the server is gone, and until then keeps its memory.
      for (let tried = 0; ; tried += 1) {
        try {
          server = await start();
          return;
        } catch (error) {
          if (signal !== "SIGKILL" || tried === 20) throw error;
          await new Promise((resolve) => setTimeout(resolve, 200));
        }
      }
    },
    async stop() {
      await server.stop("SIGQUIT");
      await rm(folder, { recursive: true, force: true });
    },
  };
}
