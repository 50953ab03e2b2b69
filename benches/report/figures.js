// The figures to reach, as the project set them for itself, beside what was measured.

import { significant, table, times } from "./format.js";

/** What a platform brings along, and so no library. */
const PLATFORM = ["node:crypto", "node:crypto, one-shot", "WebCrypto"];

const SPEED = [
  { what: "sign and verify, signed, against the best peer of the same format", kind: "signed", jobs: ["sign", "verify"], peer: ({ sameFormat }) => sameFormat,
    wanted: { node: { 66: 2.5, 327: 1.3, 1846: 0.55 }, workerd: { 66: 4.5, 327: 2.2, 1846: 0.8 } } },
  { what: "the same, encrypted, against the best encrypting peer", kind: "encrypted", jobs: ["sign", "verify"], peer: () => true,
    wanted: { node: { 66: 3, 327: 2, 1846: 0.9 }, workerd: { 66: 4, 327: 2.5, 1846: 0.9 } } },
  { what: "a whole request, against React Router", kind: "signed", jobs: ["request"], peer: ({ name }) => name === "React Router",
    wanted: { workerd: { 66: 15, 327: 7, 1846: 5 } } },
  { what: "a whole request, against iron-session", kind: "encrypted", jobs: ["request"], peer: ({ name }) => name === "iron-session",
    wanted: { workerd: { 66: 30, 327: 18, 1846: 9 } } },
  { what: "a read-only request, against React Router", kind: "signed", jobs: ["read"], peer: ({ name }) => name === "React Router", wanted: { workerd: { 66: 20 } } },
  { what: "a read-only request, against iron-session", kind: "encrypted", jobs: ["read"], peer: ({ name }) => name === "iron-session", wanted: { workerd: { 66: 35 } } },
];
const COLD_MS = 3;

/** @returns {{ what: string, where: string, wanted: string, measured: string, reached: boolean }[]} a row for each figure that this run can say something of */
export function figures({ runtimes, cold, memory }) {
  return [...SPEED.flatMap((figure) => speed(figure, runtimes)), ...cold.flatMap(coldStart), ...Object.entries(memory).map(linear)];
}

function speed({ what, kind, jobs, peer, wanted }, runtimes) {
  return runtimes.flatMap(({ id, title, cells }) => Object.entries(wanted[id] ?? {}).map(([size, least]) => {
    const best = jobs.map((job) => {
      const { rows } = cells.find((one) => one.kind === kind && one.job === job && one.size === Number(size));
      return rows.filter((row) => row.name !== "waxseal" && peer(row)).reduce((low, row) => (row.ratio < low.ratio ? row : low));
    });
    const named = jobs.length > 1;
    return {
      what, where: `${title}, ${size} B`, wanted: `≥ ${least}×`,
      measured: best.map(({ ratio, name }) => `${times(ratio)}${named ? ` (${name})` : ""}`).join(" / "),
      reached: best.every(({ ratio }) => ratio >= least),
    };
  }));
}

function coldStart({ id, title, starters }) {
  if (!["node", "workerd"].includes(id)) return [];
  const [ours] = starters.filter(({ name, kind }) => name === "waxseal" && kind === "signed");
  const fastest = starters.filter(({ name }) => !name.startsWith("waxseal") && !PLATFORM.includes(name)).reduce((low, one) => (one.over < low.over ? one : low));
  return [{
    what: "cold start to the first verified cookie, over an empty module", where: title, wanted: `≤ ${COLD_MS} ms, below every library`,
    measured: `${significant(ours.over)} ms; ${fastest.name} ${significant(fastest.over)} ms`, reached: ours.over <= COLD_MS && ours.over < fastest.over,
  }];
}

function linear([where, { requests, before, after }]) {
  return {
    what: `linear memory after ${requests.toLocaleString("en")} requests, none committed`, where, wanted: "unchanged",
    measured: `${before.toLocaleString("en")} → ${after.toLocaleString("en")} bytes`, reached: before === after,
  };
}

export const figuresTable = (results) => table(
  ["", "where", "to reach", "measured", ""],
  figures(results).map(({ what, where, wanted, measured, reached }) => [what, where, wanted, measured, reached ? "reached" : "**not reached**"]),
);
