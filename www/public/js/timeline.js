// Requests that run at the same time, each with a row and a bar: when it began, how long it took, what came of it.
import { byId, el } from "./dom.js";

const SECONDS = 4;
const still = matchMedia("(prefers-reduced-motion: reduce)");

let rows = [];
let marks = [];

// Begins a row; what is returned ends it. A new picture begins when nothing of the old one is running any more.
export function begin(title) {
  if (rows.every(({ ended }) => ended)) {
    rows = [];
    marks = [];
    byId("requests").replaceChildren();
  }
  const bar = el("span", { class: "bar-of" });
  const outcome = el("span", { class: "outcome" }, "…");
  const row = { began: performance.now(), ended: undefined, bar };
  rows.push(row);
  const item = el("li", { "data-state": "running" }, el("strong", {}, title), el("span", { class: "track", "aria-hidden": "true" }, bar), outcome);
  byId("requests").append(item);
  if (!still.matches && rows.filter(({ ended }) => !ended).length === 1) requestAnimationFrame(grow);
  draw();

  return (ok, text, { mark = false } = {}) => {
    row.ended = performance.now();
    item.dataset.state = ok ? "passed" : "failed";
    outcome.replaceChildren(text);
    if (mark) marks.push(row.ended);
    draw();
  };
}

function grow() {
  draw();
  if (rows.some(({ ended }) => !ended)) requestAnimationFrame(grow);
}

function draw() {
  const base = rows[0].began;
  const now = performance.now();
  const scale = Math.max(SECONDS * 1000, now - base);
  const percent = (time) => `${((time - base) / scale) * 100}%`;
  for (const { began, ended = now, bar } of rows) {
    bar.style.left = percent(began);
    bar.style.width = `${((ended - began) / scale) * 100}%`;
    bar.parentElement.querySelectorAll("i").forEach((line) => line.remove());
    for (const mark of marks) {
      const line = el("i");
      line.style.left = percent(mark);
      bar.after(line);
    }
  }
}
