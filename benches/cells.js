// One cell of the tables: everyone who can do a job, round by round in turns.

import { layerOf } from "./jobs.js";
import { median } from "./median.js";

export const ROUNDS = Number(process.env.ROUNDS ?? 21);
/**
 * How long one turn takes, and how long everyone runs before it counts, in milliseconds. Many short turns: others at work on the
 * machine then spoil some, and the median stands. In the time before, hot WebAssembly and JavaScript are compiled for good.
 */
const TURN = 4;
const WARM = 120;

/**
 * @param {any} running a runtime that was started @param {{ kind: string, job: string, size: number }} what @param {{ turnMs?: number, rounds?: number }} runtime
 * @returns {Promise<{ name: string, ns: number, ratio: number, sameFormat: boolean }[]>} median time, and median of the ratios to our time in the same round
 */
export async function cell(running, what, { turnMs = TURN, rounds = ROUNDS }) {
  const runners = [];
  for (const { name, kind, layers, sameFormat } of running.contestants) {
    if (kind !== what.kind || !layers.includes(layerOf(what.job))) continue;
    const time = (times) => running.turn({ ...what, name, times });
    runners.push({ name, sameFormat: sameFormat === true, time, times: await warm(time, turnMs), rounds: [] });
  }
  for (let round = 0; round < Math.min(rounds, ROUNDS); round += 1) {
    for (let at = 0; at < runners.length; at += 1) {
      const runner = runners[(at + round) % runners.length];
      runner.rounds.push(((await runner.time(runner.times)) * 1e6) / runner.times);
    }
  }
  const ours = runners.find(({ name }) => name === "waxseal").rounds;
  return runners.map(({ name, sameFormat, rounds }) => ({
    name, sameFormat, ns: median(rounds), ratio: median(rounds.map((ns, round) => ns / ours[round])),
  }));
}

/** Runs it until it is warm. @returns {Promise<number>} how often it runs in a turn */
async function warm(time, turnMs) {
  let [times, spent, took] = [1, 0, await time(1)];
  const fitting = () => Math.max(1, Math.round((times * turnMs) / Math.max(took, 0.01)));
  while (spent < WARM) {
    // By what it took last, as it gets faster; a clock may be too coarse for the first ones.
    times = Math.min(times * 10, fitting());
    took = await time(times);
    spent += Math.max(took, 0.05);
  }
  took = median([took, await time(times), await time(times)]);
  return fitting();
}
