// How long something takes.

import { median } from "../median.js";

const TURNS = 40;

/** Median nanoseconds. @param {() => unknown} run @param {number} times a turn */
export function time(run, times) {
  const turns = [];
  for (let turn = -5; turn < TURNS; turn += 1) {
    const began = process.hrtime.bigint();
    for (let at = 0; at < times; at += 1) run();
    if (turn >= 0) turns.push(Number(process.hrtime.bigint() - began) / times);
  }
  return median(turns);
}
