// The figures to reach, as the project set them for itself, beside what was measured.

import { significant, table, times } from "./format.js";
import { LIMIT, OURS, bestOf, isLibrary, rowOf, rowsOf } from "./peers.js";

const SPEED = [
  { what: "sign and verify, signed, against the best peer of the same format", kind: "signed", jobs: ["sign", "verify"], peer: ({ sameFormat }) => sameFormat,
    wanted: { node: { 66: 2.5, 327: 1.3, 1846: 0.55 }, workerd: { 66: 4.5, 327: 2.2, 1846: 0.8 } } },
  { what: "the same, encrypted, against the best encrypting peer", kind: "encrypted", jobs: ["sign", "verify"], peer: () => true,
    wanted: { node: { 66: 3, 327: 2, 1846: 0.9 }, workerd: { 66: 4, 327: 2.5, 1846: 0.9 } } },
  { what: "a whole request, against React Router", kind: "signed", jobs: ["request"], peer: ({ name }) => name === "React Router",
    wanted: { workerd: { 66: 15, 327: 7, 1846: 5 } } },
  { what: "a whole request, against iron-session", kind: "encrypted", jobs: ["request"], peer: ({ name }) => name === "iron-session",
    wanted: { workerd: { 66: 30, 327: 18, 1846: 9 } } },
  { what: "a token of data, signed and verified, against jose", kind: "signed", jobs: ["token of data"], peer: ({ name }) => name === "jose JWT",
    wanted: { node: { 66: 2 }, workerd: { 66: 2 } } },
  { what: "a read-only request, against React Router", kind: "signed", jobs: ["read"], peer: ({ name }) => name === "React Router", wanted: { workerd: { 66: 20 } } },
  { what: "a read-only request, against iron-session", kind: "encrypted", jobs: ["read"], peer: ({ name }) => name === "iron-session", wanted: { workerd: { 66: 35 } } },
];
const COLD_MS = 3;

/**
 * A row for each figure that this run can say something of. `limit` is what the bare module reaches, in the same terms, where there is one.
 * @returns {{ what: string, where: string, wanted: string, measured: string, limit: string, isReached: boolean, isWithinReach: boolean }[]}
 */
export function figures({ runtimes, cold, memory, limits }) {
  return [...SPEED.flatMap((figure) => speed(figure, runtimes, limits)), ...cold.flatMap(coldStart), ...Object.entries(memory).map(linear)];
}

function speed({ what, kind, jobs, peer, wanted }, runtimes, measured) {
  return runtimes.flatMap((runtime) => Object.entries(wanted[runtime.id] ?? {}).map(([size, least]) => {
    const all = jobs.map((job) => rowsOf(runtime, { kind, job, size: Number(size) }));
    const best = all.map((rows) => bestOf(rows, peer));
    // A token that is encrypted takes a nonce, which the bare module has in stock.
    const nonce = (job) => (runtime.id === "node" && kind === "encrypted" && job === "sign" ? measured.nonce : 0);
    // What has no bare module beside it has no limit known.
    const limits = all.filter((rows) => rowOf(rows, LIMIT)).map((rows, at) => (best[at].ratio * rowOf(rows, OURS).ns) / (rowOf(rows, LIMIT).ns + nonce(jobs[at])));
    const named = jobs.length > 1;
    return {
      what, where: `${runtime.title}, ${size} B`, wanted: `≥ ${least}×`,
      measured: best.map(({ ratio, name }) => `${times(ratio)}${named ? ` (${name})` : ""}`).join(" / "),
      limit: limits.length > 0 ? limits.map(times).join(" / ") : "–",
      isReached: best.every(({ ratio }) => ratio >= least),
      isWithinReach: limits.every((ratio) => ratio >= least),
    };
  }));
}

function coldStart({ id, title, starters }) {
  if (!["node", "workerd"].includes(id)) return [];
  const over = (wanted) => starters.find(({ name, kind }) => name === wanted && kind === "signed").over;
  const [ours, limit] = [over(OURS), over(`${LIMIT}, key derived`)];
  const fastest = starters.filter(isLibrary).reduce((low, one) => (one.over < low.over ? one : low));
  const reaches = (ms) => ms <= COLD_MS && ms < fastest.over;
  return [{
    what: "cold start to the first verified cookie, over an empty module", where: title, wanted: `≤ ${COLD_MS} ms, below every library`,
    measured: `${significant(ours)} ms; ${fastest.name} ${significant(fastest.over)} ms`, limit: `${significant(limit)} ms`, isReached: reaches(ours), isWithinReach: reaches(limit),
  }];
}

function linear([where, { requests, before, after }]) {
  return {
    what: `linear memory after ${requests.toLocaleString("en")} requests, none committed`, where, wanted: "unchanged",
    measured: `${before.toLocaleString("en")} → ${after.toLocaleString("en")} bytes`, limit: "–", isReached: before === after, isWithinReach: true,
  };
}

export const figuresTable = (rows) => table(
  ["", "where", "to reach", "measured", LIMIT, ""],
  rows.map(({ what, where, wanted, measured, limit, isReached, isWithinReach }) => [what, where, wanted, measured, limit, isReached ? "reached" : isWithinReach ? "**not reached**" : "beyond the limit"]),
);
