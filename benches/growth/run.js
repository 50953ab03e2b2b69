// How cost grows, in Node.

import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const SERIES = ["size", "keys", "rotated", "records", "open"];
const ROUNDS = Number(process.env.GROWTH_ROUNDS ?? 15);

/** @returns {Generator<{ title: string, unit: string, points: number[], jobs: { job: string, ns: number[], exponent: number }[], bytes?: number[] }>} */
export function* growth() {
  for (const series of SERIES) {
    const words = ["--expose-gc", "--max-old-space-size=8192", fileURLToPath(new URL("grow.js", import.meta.url)), series, String(ROUNDS)];
    const grown = JSON.parse(execFileSync(process.execPath, words, { encoding: "utf8" }));
    yield { ...grown, jobs: grown.jobs.map((one) => ({ ...one, exponent: exponent(grown.points, one.ns) })) };
  }
}

/**
 * The slope between the logarithms over the last two decades, where what is constant counts least: 1 is linear. Where the points
 * begin at none, what it costs then is no part of the growth, and is subtracted.
 */
export function exponent(points, values) {
  const base = points[0] === 0 ? values[0] : 0;
  const pairs = points.map((x, at) => [x, values[at] - base]).filter(([x, y]) => x > 0 && y > 0 && x >= points.at(-1) / 100).map((pair) => pair.map(Math.log));
  const mean = (column) => pairs.reduce((sum, pair) => sum + pair[column], 0) / pairs.length;
  const [x, y] = [mean(0), mean(1)];
  return pairs.reduce((sum, pair) => sum + (pair[0] - x) * (pair[1] - y), 0) / pairs.reduce((sum, pair) => sum + (pair[0] - x) ** 2, 0);
}
