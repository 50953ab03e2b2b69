// The build of an earlier commit, in the same run: how many times as long today's takes.

import { JOBS } from "../jobs.js";
import { SIZES } from "../payloads.js";
import { BEFORE, KINDS, OURS, rowOf, rowsOf, startOf } from "./peers.js";
import { table } from "./format.js";
import { targetsPage } from "./targets.js";

/** Above it something got slower: what the rounds resolve. */
const SLOWER = 1.03;
const shown = (ratio) => (ratio > SLOWER ? `**${ratio.toFixed(2)}×**` : `${ratio.toFixed(2)}×`);

export function beforePage(results) {
  const { commit, runtimes, cold } = results;
  const rows = runtimes.flatMap((runtime) => KINDS.flatMap((kind) => JOBS.flatMap((job) => {
    const cells = SIZES.map((size) => rowOf(rowsOf(runtime, { kind, job, size }), BEFORE));
    return cells[0] ? [[`${runtime.title}, ${kind}, ${job}`, ...cells.map(({ ratio }) => shown(1 / ratio))]] : [];
  })));
  const starts = cold.flatMap(({ title, starters }) => KINDS.map((kind) => {
    return [`${title}, ${kind}`, shown(startOf(starters, OURS, kind) / startOf(starters, BEFORE, kind))];
  }));
  return `## Against the build of ${commit}

How many times as long today's build takes as that commit's, in turns with it in the same rounds; in bold what got slower. The package of
then makes no tokens of data.

${table(["", ...SIZES.map((size) => `${size} B`)], rows)}

Cold start, over an empty module:

${table(["", "today's"], starts)}

${targetsPage(results)}`;
}
