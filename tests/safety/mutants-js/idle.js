// @ts-check
// Ends a process that waits for what never comes: none of its threads has had a processor for a while, nor asked for one. By what the system
// counts and not by a clock: a process that is slow because others work is one that asks.

import { readFileSync, readdirSync } from "node:fs";

/** One look after the other at which nothing had happened. No test waits for as long, but on a mutant. */
const LOOKS = 10;
const BETWEEN_MS = 1000;
/** What node itself does every now and then, in hundredths of a second. */
const LITTLE = 1;

/** Where there is no /proc it does nothing. @param {import("node:child_process").ChildProcess} child @returns {() => void} stops looking */
export function endIdle(child) {
  let [idle, before] = [0, -1];
  const looking = setInterval(() => {
    const now = used(child.pid);
    if (now === undefined) return;
    // What ran at either look is Infinity, and so is the difference, or none at all.
    idle = Math.abs(now - before) <= LITTLE ? idle + 1 : 0;
    before = now;
    if (idle === LOOKS) child.kill("SIGKILL");
  }, BETWEEN_MS);
  return () => clearInterval(looking);
}

/** The time of all its threads, in hundredths of a second; Infinity if one of them runs, or is about to. @param {number | undefined} pid */
function used(pid) {
  try {
    const threads = readdirSync(`/proc/${pid}/task`).map((thread) => fieldsOf(`/proc/${pid}/task/${thread}/stat`));
    return threads.every(([state]) => state === "S") ? threads.reduce((sum, [, time]) => sum + time, 0) : Infinity;
  } catch {
    return undefined;
  }
}

/** Its state, and what it had of processors (proc(5)). @param {string} stat @returns {[state: string, time: number]} */
function fieldsOf(stat) {
  // The name, which stands in brackets, may have anything in it.
  const fields = readFileSync(stat, "utf8").replace(/^.*\) /s, "").split(" ");
  return [fields[0], Number(fields[11]) + Number(fields[12])];
}
