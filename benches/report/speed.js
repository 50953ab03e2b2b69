// Every cell: our time, and how many times as long each peer takes.

import { JOBS, LAYERS } from "../jobs.js";
import { SIZES } from "../payloads.js";
import { isLost, isUnresolved, micros, table, times } from "./format.js";
import { KINDS, LIMIT, OURS, bestOf, rowOf, rowsOf } from "./peers.js";

const CALLED = { token: "the token alone", session: "whole sessions", data: "a token of data that is over in a day" };
const upper = (word) => word[0].toUpperCase() + word.slice(1);
const shown = (ratio) => (isLost(ratio) ? `**${times(ratio)}**` : isUnresolved(ratio) ? `≈ ${times(ratio)}` : times(ratio));

/** The best peer of each cell. */
export function bestPeers(runtimes) {
  const rows = runtimes.flatMap((runtime) => KINDS.flatMap((kind) => JOBS.map((job) => [
    `${runtime.title}, ${kind}, ${job}`,
    ...SIZES.map((size) => {
      const rows = rowsOf(runtime, { kind, job, size });
      const { name, ratio } = bestOf(rows);
      const limit = rowOf(rows, LIMIT);
      return `${shown(ratio)} ${name}${limit ? `, *${times(limit.ratio)}*` : ""}`;
    }),
  ])));
  return table(["", ...SIZES.map((size) => `${size} B`)], rows);
}

/** How many cells are won, lost and neither, against the best peer of each. */
export function standing(runtimes) {
  const ratios = runtimes.flatMap(({ cells }) => cells.map(({ rows }) => bestOf(rows).ratio));
  const lost = ratios.filter(isLost).length;
  const open = ratios.filter(isUnresolved).length;
  return `Of ${ratios.length} cells, waxseal is ahead of the best peer in ${ratios.length - lost - open}, behind in ${lost}, and ${open} are not resolved.`;
}

export const speedTables = ({ title, version, cells, missing }) => `### ${title} ${version}

${KINDS.flatMap((kind) => Object.entries(LAYERS).map(([layer, jobs]) => `${upper(kind)}, ${CALLED[layer]}:

${layerTable(cells.filter((one) => one.kind === kind && jobs.includes(one.job)))}`)).join("\n\n")}${missing.length ? `\n\nCould not run here: ${missing.map(({ file, why }) => `${file} (${why.split("\n", 1)[0]})`).join("; ")}.` : ""}`;

function layerTable(cells) {
  const names = [...new Set(cells.flatMap(({ rows }) => rows.map(({ name }) => name)))];
  return table(["", ...cells.map(({ job, size }) => `${job} ${size}`)], names.map((name) => [
    name === LIMIT ? `*${name}*` : name,
    ...cells.map(({ rows }) => {
      const { ns, ratio } = rowOf(rows, name);
      return name === OURS ? micros(ns) : name === LIMIT ? times(ratio) : shown(ratio);
    }),
  ]));
}
