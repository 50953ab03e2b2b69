// @ts-check
// The tests that mutants are tried on, each in a process of its own, and what each reaches without a mutant.

import { execFileSync, spawn } from "node:child_process";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { startRedis, tell } from "../../kv/redis-server.js";
import { TARGET } from "./build.js";
import { each } from "../each.js";

/** @typedef {import("./build.js").Binary} Binary */
/** @typedef {{ name: string, binary: Binary, test: string, seconds: number, reached: number[] }} Test */

export async function startTests() {
  const servers = await Promise.all(Array.from({ length: availableParallelism() }, () => startRedis()));

  /**
   * How it ended: with a code, or by a signal. What goes round without end is ended after so many seconds of a processor's, which are as
   * many on a machine that is busy; what takes memory without end at 6 GB; what waits without end after two minutes, where the longest takes a quarter of one.
   * @param {{ binary: Binary, test: string }} test @param {Record<string, string>} env @param {number} seconds @param {number} place which has a Redis of its own
   * @returns {Promise<{ code: number | null, signal: string | null }>}
   */
  async function run({ binary, test }, env, seconds, place) {
    const { port } = servers[place];
    // Of a run before, what a mutant left there is not this one's.
    if (binary.name === "services") await tell(port, "FLUSHALL");
    const words = ["-c", 'ulimit -t "$0" -v 6291456 && exec "$@"', String(Math.ceil(seconds)), binary.path, "--exact", test, "--test-threads=1"];
    const REDIS_URL = `redis://127.0.0.1:${port}`;
    const options = { cwd: binary.cwd, env: { ...process.env, RUST_BACKTRACE: "0", RUST_MIN_STACK: "67108864", REDIS_URL, ...env }, timeout: 120_000 };
    return new Promise((resolve, reject) => {
      const child = spawn("bash", words, { ...options, killSignal: "SIGKILL", stdio: "ignore" });
      child.on("error", reject);
      child.on("close", (code, signal) => resolve({ code, signal }));
    });
  }

  return { run, stop: () => Promise.all(servers.map(({ stop }) => stop())) };
}

/** Each passes without a mutant, or one that it fails on would say nothing. @param {Binary[]} binaries @param {Awaited<ReturnType<typeof startTests>>["run"]} run @returns {Promise<Test[]>} the fastest first */
export async function covered(binaries, run) {
  const kept = `${TARGET}covers.json`;
  if (existsSync(kept)) return JSON.parse(readFileSync(kept, "utf8"));
  /** @type {Test[]} */
  const tests = [];
  for (const binary of binaries) {
    const names = execFileSync(binary.path, ["--list", "--format=terse"], { cwd: binary.cwd, encoding: "utf8" }).matchAll(/^(\S+): test$/gm);
    for (const [, test] of names) tests.push({ name: `${binary.name} ${test}`, binary, test, seconds: 0, reached: [] });
  }
  console.log(`what each of ${tests.length} tests reaches`);
  await each(tests, async (test, place) => {
    const COVER = `${TARGET}reached-${place}.txt`;
    rmSync(COVER, { force: true });
    const start = Date.now();
    const { code, signal } = await run(test, { COVER }, 600, place);
    if (code !== 0) throw new Error(`${test.name} fails without a mutant: ended with ${code ?? signal}`);
    test.seconds = (Date.now() - start) / 1000;
    test.reached = existsSync(COVER) ? readFileSync(COVER, "utf8").trim().split("\n").map(Number) : [];
  });
  tests.sort((one, other) => one.seconds - other.seconds);
  writeFileSync(kept, JSON.stringify(tests));
  return tests;
}
