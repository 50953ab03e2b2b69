// A runtime that is a program: child.js in a process of its own.

import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

/** As an app is deployed: in development waxseal looks for what was changed and never put. */
export const DEPLOYED = { ...process.env, NODE_ENV: "production" };

const child = fileURLToPath(new URL("child.js", import.meta.url));

/** What the program says its version is. @param {string[]} command */
export function versionOf([program, ...words]) {
  const { stdout, error } = spawnSync(program, words, { encoding: "utf8" });
  if (error) throw error;
  return /\d+\.\d+\.\d+/.exec(stdout)?.[0] ?? stdout.trim();
}

/** @param {string[]} command that runs a file @param {string} runtime */
export async function startLines([program, ...words], runtime) {
  const running = spawn(program, [...words, child, runtime], { stdio: ["pipe", "pipe", "inherit"], env: DEPLOYED });
  const ended = once(running, "exit");
  const lines = createInterface({ input: running.stdout })[Symbol.asyncIterator]();
  const next = async () => {
    const { value, done } = await lines.next();
    if (done) throw new Error(`${program} ended`);
    return JSON.parse(value);
  };
  const { contestants, missing } = await next();
  return {
    contestants,
    missing,
    async turn(ask) {
      running.stdin.write(`${JSON.stringify(ask)}\n`);
      const { ms, error } = await next();
      if (error) throw new Error(error);
      return ms;
    },
    async stop() {
      running.kill();
      await ended;
    },
  };
}
