// Cold starts in Node, Deno and Bun: a process each.

import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { DEPLOYED } from "../runtimes/lines.js";
import { startersFor } from "./starters.js";

const fresh = fileURLToPath(new URL("fresh.js", import.meta.url));
const module = (file) => new URL(`../${file}`, import.meta.url).href;

/** @param {string} runtime @param {string[]} command */
export async function coldProcesses(runtime, [program, ...words]) {
  const run = (file, headers = [], wanted = 0) => {
    const { stdout, stderr, error } = spawnSync(program, [...words, fresh, file, JSON.stringify(headers), String(wanted)], { encoding: "utf8", env: DEPLOYED });
    if (error || stdout === "") throw error ?? new Error(stderr);
    return JSON.parse(stdout);
  };
  const starters = await startersFor(runtime);
  return {
    starters: starters.map(({ name, kind, file, headers, wanted }) => ({ name, kind, start: () => run(module(file), headers, wanted) })),
    empty: () => run(module("cold/empty.js")),
    stop() {},
  };
}
