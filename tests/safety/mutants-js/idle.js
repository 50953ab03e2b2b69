// @ts-check
// Ends a process that waits for what never comes: for a while nothing of it has had a processor, nor asked for one, nor has a service that it
// started. By what the system counts and not by a clock: a process that is slow because others work is one that asks.

import { readFileSync, readdirSync } from "node:fs";

/** One look after the other at which nothing had happened. No test waits for as long, but on a mutant. */
const LOOKS = 10;
const BETWEEN_MS = 1000;
/** What node itself and idle services do every now and then, in hundredths of a second. */
const LITTLE = 3;

/** Where there is no /proc it does nothing. @param {import("node:child_process").ChildProcess} child the first of its process group @returns {() => void} stops looking */
export function endIdle(child) {
  let [idle, before] = [0, -1];
  const looking = setInterval(() => {
    const now = used(Number(child.pid));
    // What ran at either look is Infinity, and so is the difference, or none at all.
    idle = Math.abs(now - before) <= LITTLE ? idle + 1 : 0;
    before = now;
    if (idle === LOOKS) child.kill("SIGKILL");
  }, BETWEEN_MS);
  return () => clearInterval(looking);
}

/** The time of all threads of the group, in hundredths of a second; Infinity if one of them runs, or is about to. @param {number} group */
function used(group) {
  let all = NaN;
  for (const pid of pids()) {
    try {
      if (statOf(`/proc/${pid}/stat`).group !== group) continue;
      for (const thread of readdirSync(`/proc/${pid}/task`)) {
        const { state, time } = statOf(`/proc/${pid}/task/${thread}/stat`);
        all = (all || 0) + (state === "R" || state === "D" ? Infinity : time);
      }
    } catch {
      // It has ended meanwhile.
    }
  }
  return all;
}

function pids() {
  try {
    return readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  } catch {
    return [];
  }
}

/** Its state, its process group, and what it had of processors (proc(5)). @param {string} file */
function statOf(file) {
  // The name, which stands in brackets, may have anything in it.
  const fields = readFileSync(file, "utf8").replace(/^.*\) /s, "").split(" ");
  return { state: fields[0], group: Number(fields[2]), time: Number(fields[11]) + Number(fields[12]) };
}
