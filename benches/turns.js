// A contestant's turn, inside of the runtime: a job so often, awaited where it has to be.

import { prepare } from "./jobs.js";

/** @param {{ name: string, kind: string }[]} contestants @returns {(ask: { name: string, kind: string, size: number, job: string, times: number }) => Promise<number>} milliseconds, where the clock runs */
export function turns(contestants) {
  const jobs = new Map();
  return async ({ name, kind, size, job, times }) => {
    const key = [name, kind, size, job].join();
    if (!jobs.has(key)) jobs.set(key, job === "empty" ? () => 0 : await prepare(contestants.find((one) => one.name === name && one.kind === kind), size, job));
    const run = jobs.get(key);
    const began = performance.now();
    await repeat(run, times);
    return performance.now() - began;
  };
}

export async function repeat(run, times) {
  let last = run(0);
  if (last instanceof Promise) {
    await last;
    for (let turn = 1; turn < times; turn += 1) last = await run(turn);
  } else {
    for (let turn = 1; turn < times; turn += 1) last = run(turn);
  }
  return last;
}
