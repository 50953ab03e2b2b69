// The checks in Plug's order, each with its outcome, and under a failure what probably caused it.
import { byId, el } from "./dom.js";
import { probableCauses } from "../waxseal/inspect/probable-cause.js";

const MARKS = { passed: ["✓", "passed"], failed: ["✗", "failed"], waiting: ["·", "not reached"] };

export function showChecks(report) {
  byId("checks").replaceChildren(...report.checks.map(({ title, state, detail }) => {
    const [mark, word] = MARKS[state];
    return el("li", { "data-state": state },
      el("span", { class: "mark", "aria-hidden": "true" }, mark), el("span", { class: "unseen" }, `${word}: `),
      el("strong", {}, title), el("span", {}, detail));
  }));

  // A forged byte has its cause on the screen already.
  const causes = report.forged ? [] : [...probableCauses(report)];
  byId("causes").hidden = causes.length === 0;
  byId("causes").replaceChildren(el("h4", {}, "Probably"), el("ul", {}, causes.map((cause) => el("li", {}, cause))));
}
