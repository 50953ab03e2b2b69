// How cost grows, one panel each, both axes logarithmic: as steep as the dashed line is linear.

import { micros } from "./format.js";
import { STYLE } from "./colours.js";

const [WIDTH, HEIGHT, ACROSS] = [345, 150, 2];

export function growthChart(series) {
  const panels = series.map((one, at) => `<g transform="translate(${(at % ACROSS) * WIDTH},${Math.floor(at / ACROSS) * (HEIGHT + 50)})">${panel(one)}</g>`);
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${ACROSS * WIDTH + 10} ${Math.ceil(series.length / ACROSS) * (HEIGHT + 50)}" role="img">
<title>How cost grows; as steep as the dashed line is linear</title>${STYLE}
${panels.join("\n")}
</svg>
`;
}

function panel({ title, unit, points, jobs }) {
  const shift = points[0] === 0 ? 1 : 0;
  const xs = points.map((x) => x + shift);
  const all = jobs.flatMap(({ ns }) => ns);
  // As many decades high as the highest curve needs, with room around it.
  const [low, high] = [Math.min(...all) / 2, Math.max(...all) * 2];
  const scale = (value, from, to, begin, end) => begin + (Math.log(value / from) / Math.log(to / from)) * (end - begin);
  const [left, right, top, bottom] = [16, WIDTH - 14, 30, HEIGHT];
  const x = (value) => scale(value, xs[0], xs.at(-1), left, right).toFixed(0);
  const y = (value) => scale(value, low, high, bottom, top).toFixed(0);
  const lines = jobs.map(({ ns }, index) => `<path class="c${index}" style="fill:none" stroke-width="2" d="M${ns.map((one, at) => `${x(xs[at])},${y(one)}`).join("L")}"/>`);
  const names = jobs.map(({ job, ns, exponent }, index) =>
    `<text class="s" x="${left}" y="${bottom + 17 + index * 14}"><tspan class="c${index}" style="stroke:none">■</tspan> ${job}: ${micros(ns[0])} … ${micros(ns.at(-1))}, exponent ${exponent.toFixed(2)}</text>`);
  // From the highest point, back as far as the panel goes.
  const most = Math.max(...jobs.map(({ ns }) => ns.at(-1)));
  const back = Math.max(xs[0], (xs.at(-1) * low) / most);
  const linear = `<path class="g" stroke-dasharray="3 3" d="M${x(back)},${y((most * back) / xs.at(-1))}L${x(xs.at(-1))},${y(most)}"/>`;
  return `<text class="b" x="${left}" y="18">${title}</text><text class="s" x="${left}" y="${bottom - 4}">${points[0].toLocaleString("en")}</text><text class="s" x="${right}" y="${bottom - 4}" text-anchor="end">${points.at(-1).toLocaleString("en")} ${unit}</text><path class="g" style="fill:none" d="M${left},${top}V${bottom}H${right}"/>${linear}${lines.join("")}${names.join("")}`;
}
