// Cold starts, and the calls after them.

import { significant, table } from "./format.js";
import { KINDS, LIMIT, OURS, rowOf, rowsOf } from "./peers.js";

export function coldTable(columns) {
  const rows = KINDS.flatMap((kind) => namesOf(columns, kind).map((name) => [
    `${name}, ${kind}`,
    ...columns.map(({ starters }) => {
      const one = starters.find((starter) => starter.name === name && starter.kind === kind);
      return one ? significant(one.over) : "–";
    }),
  ]));
  return table(["ms", ...columns.map(({ title }) => title)], [["an empty module", ...columns.map(({ empty }) => significant(empty))], ...rows]);
}

/** What a cookie's reading costs at first, and later: there the cell of the tables above. */
export function callsTable(columns, runtimes) {
  const rows = columns.filter(({ starters, id }) => starters[0].calls.length > 0 && id !== "node-bundled").flatMap(({ id, title, starters }) =>
    starters.filter(({ name }) => id === "node" || name.startsWith(OURS) || name.startsWith(LIMIT)).map(({ name, kind, calls }) => {
      const steady = rowOf(rowsOf(runtimes.find((one) => one.id === id), { kind, job: "read", size: 66 }), name);
      return [`${title}, ${name}, ${kind}`, ...calls.map((ms) => significant(ms * 1000)), steady ? significant(steady.ns / 1000) : "–"];
    }));
  return table(["µs", "call 1", "2–10", "11–100", "steady"], rows);
}

const namesOf = (columns, kind) => [...new Set(columns.flatMap(({ starters }) => starters.filter((one) => one.kind === kind).map(({ name }) => name)))];
