// What was aimed at against the build of an earlier commit, what was reached, and what bare WebAssembly would take in the same run.

import { SIZES } from "../payloads.js";
import { table } from "./format.js";
import { BEFORE, KINDS, LIMIT, OURS, rowOf, rowsOf, startOf } from "./peers.js";

const LARGE = SIZES.at(-1);
/** A cell: its runtime, its job, its sizes, and how many times as long as that commit's build it may take. */
const CELLS = [
  ["node", "read all", [LARGE], 0.45],
  ["workerd", "read all", [LARGE], 0.5],
  ["bun", "read all", [LARGE], 0.5],
  ["node", "session", [LARGE], 0.5],
  ["workerd", "session", [LARGE], 0.6],
  ["bun", "session", [LARGE], 0.5],
  ["node", "session", [327], 0.7],
  ...["node", "workerd", "bun"].flatMap((runtime) => ["sign", "verify", "read", "request"].map((job) => [runtime, job, SIZES, 1.03])),
];
const STARTS = [["Node", 0.65], ["Node, bundled", 0.8], ["workerd", 0.7]];
const ONE_SHOT = "node:crypto, one-shot";
const AT_LEAST = 0.55;

const span = (values) => [Math.min(...values), Math.max(...values)].map((value) => value.toFixed(2)).filter((value, at, all) => at === 0 || value !== all[0]).join("–");
const mark = (isMet) => (isMet ? "reached" : "**missed**");

/** @param {any} results of a run beside an earlier commit's build */
export function targetsPage({ commit, runtimes, cold }) {
  const cells = CELLS.flatMap(([id, job, sizes, most]) => {
    const runtime = runtimes.find((one) => one.id === id);
    if (!runtime) return [];
    const all = KINDS.flatMap((kind) => sizes.map((size) => rowsOf(runtime, { kind, job, size })));
    const before = (rows) => rowOf(rows, BEFORE).ratio;
    const [ours, limit] = [all.map((rows) => 1 / before(rows)), all.map((rows) => rowOf(rows, LIMIT).ratio / before(rows))];
    const what = sizes.length === 1 ? `${job}, ${sizes[0]} B` : job;
    return [[`${runtime.title}, ${what}`, `${most}×`, `${span(ours)}×`, mark(Math.max(...ours) <= most), `${span(limit)}×`]];
  });
  const starts = STARTS.flatMap(([title, most]) => {
    const start = cold.find((one) => one.title === title);
    if (!start) return [];
    const ours = KINDS.map((kind) => startOf(start.starters, OURS, kind) / startOf(start.starters, BEFORE, kind));
    return [[`cold start, ${title}`, `${most}×`, `${span(ours)}×`, mark(Math.max(...ours) <= most), ""]];
  });
  const node = runtimes.find(({ id }) => id === "node");
  const peer = node && rowOf(rowsOf(node, { kind: "signed", job: "session", size: LARGE }), ONE_SHOT).ratio;
  const against = node ? [[`${ONE_SHOT}, and JSON, to ours: Node, session, ${LARGE} B`, `≥ ${AT_LEAST}×`, `${peer.toFixed(2)}×`, mark(peer >= AT_LEAST), ""]] : [];
  return `### What was aimed at

Times the build of ${commit}; the least and the most of signed and encrypted cookies, and of the sizes. *Bare* is bare WebAssembly by the same measure: hash or cipher,
base64 and JSON with nothing around them, so what no work on the rest could pass.

${table(["", "at most", "today", "", "bare"], [...cells, ...starts, ...against])}

Where one is missed, what takes the time, and what was tried about it: [REQUESTS.md](REQUESTS.md), and for cold starts [COLD.md](COLD.md).
`;
}
