// The medians as a chart that is a table: each row has its bar and its number, and each kind of cookie one scale.
import { el } from "./dom.js";

// Takes [{ title, note, groups: [{ title, rows: [{ title, micros, own }] }] }]: `own` is waxseal's row, which the others are compared with.
export const measuresOf = (kinds) => kinds.map(({ id, title, note, groups }) => {
  const longest = Math.max(...groups.flatMap(({ rows }) => rows.map(({ micros }) => micros)));
  return el("div", { class: "sheet" },
    el("h3", { id: `measured-${id}` }, title),
    el("p", { class: "help" }, note),
    el("table", { class: "measures", "aria-labelledby": `measured-${id}` },
      el("thead", {}, el("tr", {}, ["Who", "Time, as a bar", "Median", "Ratio"].map((name) =>
        el("th", { scope: "col", class: name === "Time, as a bar" && "drawn" }, el("span", { class: "unseen" }, name))))),
      groups.map((group) => groupOf(group, longest))));
});

function groupOf({ title, rows }, longest) {
  const own = rows.find((row) => row.own).micros;
  return el("tbody", {},
    el("tr", {}, el("th", { scope: "rowgroup", colspan: "4" }, title)),
    rows.map((row) => {
      const bar = el("i");
      bar.style.width = `${(row.micros / longest) * 100}%`;
      return el("tr", { class: row.own && "own" },
        el("th", { scope: "row" }, row.title),
        el("td", { class: "drawn", "aria-hidden": "true" }, bar),
        el("td", { "data-micros": row.micros }, `${digits(row.micros)} µs`),
        el("td", {}, row.own ? "1×" : `${digits(row.micros / own)}×`));
    }));
}

const digits = (number) => number.toLocaleString("en", number < 100 ? { minimumSignificantDigits: 2, maximumSignificantDigits: 2 } : { maximumFractionDigits: 0 });
