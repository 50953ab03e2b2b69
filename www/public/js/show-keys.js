// @ts-check
// Under a session: what its known keys are for.
import { byId, el } from "./dom.js";
import { explained } from "./known-keys.js";

/** @param {any} report */
export function showKeys(report) {
  const keys = report.as === "session" && report.ok ? explained(report.session) : [];
  byId("explained").hidden = keys.length === 0;
  byId("explained-keys").replaceChildren(...keys.map(({ key, text, remark }) =>
    el("div", {}, el("dt", {}, el("code", {}, key)), el("dd", {}, text, ...(remark ? [" ", el("strong", { class: "odd" }, remark)] : [])))));
}
