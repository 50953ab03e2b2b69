// Everyone in turns, round by round: what a job takes of each is the median over its rounds, and a ratio is one of two medians of one run. By the
// clock, or by what the process takes of the processor, which others at work on the machine do not change.

import { median } from "../median.js";
import { repeat } from "../turns.js";
import { DATA } from "./sessions.js";

const ROUNDS = Number(process.env.ROUNDS ?? 61);
/** Milliseconds: how long a turn takes, and how long everyone runs before it counts. */
const TURN = { wall: 20, cpu: 4 };
const WARM = 200;
/** As many sessions has everyone. */
const SESSIONS = 500;

export const JOBS = {
  read: { title: "A request that reads", run: ({ read }, sids) => (turn) => read(sids[turn % SESSIONS]) },
  write: { title: "A request that reads and writes", run: ({ write }, sids) => (turn) => write(sids[turn % SESSIONS]) },
  create: { title: "A new session", run: ({ create }) => () => create(DATA) },
};

/** Milliseconds. @type {Record<"wall" | "cpu", () => number>} */
const CLOCKS = {
  wall: () => performance.now(),
  cpu() {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1000;
  },
};

/** @param {any[]} contestants @param {"wall" | "cpu"} clock @returns {Promise<{ job: string, rows: { name: string, driver: string, isBare: boolean, ns: number }[] }[]>} */
export async function measure(contestants, clock) {
  const ready = [];
  for (const contestant of contestants) {
    await prove(contestant);
    const sids = [];
    while (sids.length < SESSIONS) sids.push(await contestant.create(DATA));
    ready.push({ contestant, sids });
  }
  const measured = [];
  for (const [job, { run }] of Object.entries(JOBS)) {
    const runners = [];
    for (const { contestant, sids } of ready) {
      const act = run(contestant, sids);
      runners.push({ contestant, act, times: await warm(act, TURN[clock]), rounds: [] });
    }
    for (let round = 0; round < ROUNDS; round += 1) {
      for (let at = 0; at < runners.length; at += 1) {
        const runner = runners[(at + round) % runners.length];
        runner.rounds.push(((await took(runner.act, runner.times, CLOCKS[clock])) * 1e6) / runner.times);
      }
    }
    measured.push({ job, rows: runners.map(({ contestant: { name, driver, isBare = false }, rounds }) => ({ name, driver, isBare, ns: median(rounds) })) });
  }
  return measured;
}

/** That it does what is measured. */
export async function prove({ name, driver, isBare, create, read, write }) {
  const sid = await create(DATA);
  const user = await read(sid);
  const counts = [await write(sid), await write(sid)];
  const right = isBare ? user > 0 && counts.every((one) => Number(one) === 1) : user === DATA.user_id && counts.join() === `${DATA.visits + 1},${DATA.visits + 2}`;
  if (!right) throw new Error(`${name}, ${driver}: read ${user}, wrote ${counts}`);
}

async function took(act, times, clock = CLOCKS.wall) {
  const began = clock();
  await repeat(act, times);
  return clock() - began;
}

/** Runs it until it is warm. @param {() => unknown} act @param {number} turn @returns {Promise<number>} how often it runs in a turn */
async function warm(act, turn) {
  let [times, spent] = [1, 0];
  while (spent < WARM) {
    const ms = await took(act, times);
    spent += Math.max(ms, 0.05);
    times = Math.max(1, Math.min(times * 10, Math.round((times * turn) / Math.max(ms, 0.01))));
  }
  return times;
}
