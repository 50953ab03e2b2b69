/** Nanoseconds, to be read. */
export const micros = (ns) => `${significant(ns / 1000)} µs`;
export const times = (ratio) => `${significant(ratio)}×`;

/** Below it nothing is resolved. */
export const RESOLVED = 1.3;
export const isLost = (ratio) => ratio < 1 / RESOLVED;
export const isUnresolved = (ratio) => !isLost(ratio) && ratio < RESOLVED;

export function significant(value) {
  const size = Math.abs(value);
  return size >= 10 ? Math.round(value).toLocaleString("en") : size >= 1 ? value.toFixed(1) : value.toFixed(2);
}

/** @param {string[]} head @param {string[][]} rows */
export const table = (head, rows) => {
  const line = (row) => `| ${row.join(" | ")} |`;
  return [line(head), `|---|${"--:|".repeat(head.length - 1)}`, ...rows.map(line)].join("\n");
};
