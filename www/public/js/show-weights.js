// The 4,096 bytes as one bar, and the keys of the session by weight.
import { byId, el } from "./dom.js";
import { inspect } from "../waxseal/inspect/elixir.js";
import { LIMIT, weigh } from "./weigh.js";

export function showWeights(report) {
  if (!report.ok || report.as !== "session") {
    byId("weights").replaceChildren(el("p", { class: "help" }, "Once it opens: the weight of each key, and what is left of the 4,096 bytes."));
    return;
  }
  const { keys, frame, sealing, around, whole } = weigh(report);
  const rows = [
    ...keys.map(({ key, bytes }) => ["key", bytes, el("code", {}, typeof key === "string" ? key : inspect(key))]),
    ["sealing", frame, frame < 0 ? "saved by compression" : "the map around them"],
    ["sealing", sealing, "base64, and the seal"],
    ["around", around, "the cookie's name and attributes"],
  ];
  byId("weights").replaceChildren(
    el("p", { class: "total" }, el("strong", {}, whole.toLocaleString("en")), ` of ${LIMIT.toLocaleString("en")} bytes, as a whole Set-Cookie line`),
    el("div", { class: "bar", "aria-hidden": "true" }, rows.filter(([, bytes]) => bytes > 0).map(segment)),
    el("table", {},
      el("thead", {}, el("tr", {}, el("th", { scope: "col" }, "Key"), el("th", { scope: "col" }, "Bytes"))),
      el("tbody", {}, rows.map(([role, bytes, title]) =>
        el("tr", { class: role }, el("th", { scope: "row" }, title), el("td", {}, String(bytes)))))));
}

function segment([role, bytes, title]) {
  const piece = el("span", { class: role, title: `${title.textContent ?? title}: ${bytes} bytes` });
  piece.style.width = `${(bytes / LIMIT) * 100}%`;
  return piece;
}
