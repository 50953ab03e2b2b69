// One way to grow, in a process of its own: `node --expose-gc grow.js SERIES ROUNDS`. All points in turns, round by round.

import { median } from "../median.js";
import { repeat } from "../turns.js";

const [name, rounds] = process.argv.slice(2);
const { title, unit, points, at } = await import(`./${name}.js`);
const TURN = 4;
const WARM = 60;

const runners = [];
const bytes = [];
for (const x of points) {
  const { bytes: each, ...jobs } = await at(x);
  if (each !== undefined) bytes.push(each);
  for (const [job, run] of Object.entries(jobs)) runners.push({ x, job, run, rounds: [] });
}
for (const runner of runners) {
  let ran = 0;
  const began = performance.now();
  while (performance.now() - began < WARM) {
    await repeat(runner.run, 10);
    ran += 10;
  }
  runner.times = Math.max(1, Math.round((ran * TURN) / (performance.now() - began)));
}
for (let round = 0; round < Number(rounds); round += 1) {
  for (const { run, times, rounds: took } of runners) {
    const began = performance.now();
    await repeat(run, times);
    took.push(((performance.now() - began) * 1e6) / times);
  }
}
const jobs = [...new Set(runners.map(({ job }) => job))].map((job) => ({
  job, ns: runners.filter((one) => one.job === job).map(({ rounds: took }) => median(took)),
}));
process.stdout.write(JSON.stringify({ title, unit, points, jobs, bytes: bytes.length ? bytes : undefined }));
process.exit(0);
