// What Linux knows of another process.

import { readFileSync } from "node:fs";

/** A clock tick of /proc, in microseconds: 100 a second on every Linux of today (`getconf CLK_TCK`). */
const TICK = 10_000;

/** Microseconds that a process worked, for itself and in the kernel. @param {number} pid */
export function worked(pid) {
  const text = readFileSync(`/proc/${pid}/stat`, "utf8");
  // Behind its name, which may hold anything.
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11]) + Number(fields[12])) * TICK;
}

/** What it has in memory, in bytes. @param {number} pid */
export const resident = (pid) => Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))[1]) * 1024;
