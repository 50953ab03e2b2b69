// One picture of whole requests and whole sessions: how many times as long each peer takes, a mark for each runtime.

import { micros } from "./format.js";
import { MARKS, STYLE } from "./colours.js";
import { BEFORE, LIMIT, OURS, rowOf, rowsOf } from "./peers.js";

const SIZE = 327;
const [LEFT, RIGHT, ROW] = [176, 690, 20];
const CALLED = { request: "a request", session: "a session" };
const TICKS = [0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200];

export function chart(runtimes) {
  const cells = Object.keys(CALLED).flatMap((job) => ["signed", "encrypted"].map((kind) => ({
    job, kind, of: runtimes.map((runtime) => ({ title: runtime.title, rows: rowsOf(runtime, { kind, job, size: SIZE }) })),
  })));
  const ratios = cells.flatMap(({ of }) => of.flatMap(({ rows }) => rows.map(({ ratio }) => ratio)));
  const [low, high] = [Math.min(0.5, ...ratios) / 1.15, Math.max(10, ...ratios) * 1.15];
  const at = (ratio) => Math.round(LEFT + (Math.log(ratio / low) / Math.log(high / low)) * (RIGHT - LEFT));
  const ticks = TICKS.filter((tick) => tick > low && tick < high);
  let y = 44;
  const parts = [];
  for (const { job, kind, of } of cells) {
    y += ROW;
    const top = y + 8;
    const ours = of.map(({ title, rows }) => `${title} ${micros(rowOf(rows, OURS).ns)}`).join(", ");
    parts.push(`<text class="b" x="10" y="${y}">${CALLED[job]}, ${kind}</text><text class="s" x="150" y="${y}">waxseal: ${ours}</text>`);
    for (const name of namesIn(of)) {
      y += ROW;
      const marks = of.map(({ rows }, index) => {
        const row = rowOf(rows, name);
        return row ? MARKS[index % MARKS.length](at(row.ratio), y - 4) : "";
      });
      parts.push(`<text x="${LEFT - 12}" y="${y}" text-anchor="end">${name === LIMIT ? `the limit: ${name}` : name}</text>${marks.join("")}`);
    }
    y += 6;
    parts.unshift(...ticks.map((tick) => `<path class="${tick === 1 ? "one" : "g"}" d="M${at(tick)},${top}V${y}"/>`));
    y += 4;
  }
  const labels = ticks.map((tick) => `<text class="s" x="${at(tick)}" y="${y + 10}" text-anchor="middle">${tick === 1 ? "waxseal" : `${tick}×`}</text>`);
  const legend = runtimes.map(({ title }, index) => `${MARKS[index % MARKS.length](16 + index * 92, 38)}<text x="${26 + index * 92}" y="42">${title}</text>`);
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 700 ${y + 20}" role="img">
<title>How many times as long as waxseal: a whole request (Cookie header in, Set-Cookie header out) and a whole session (written, then read), ${SIZE} bytes</title>${STYLE}
<text class="b" x="10" y="18">A whole request, and a whole session, ${SIZE} bytes: how many times as long as waxseal</text>
${[...legend, ...labels, ...parts].join("\n")}
</svg>
`;
}

/** The slowest last. */
function namesIn(of) {
  const mean = new Map();
  for (const { rows } of of) for (const { name, ratio } of rows) if (name !== OURS && name !== BEFORE) mean.set(name, [...(mean.get(name) ?? []), Math.log(ratio)]);
  const average = (logs) => logs.reduce((sum, one) => sum + one, 0) / logs.length;
  return [...mean].sort((left, right) => average(left[1]) - average(right[1])).map(([name]) => name);
}
