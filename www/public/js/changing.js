// The form that puts one key, and what came of it: the new cookie, and the proof that nothing else moved.
import { byId, el } from "./dom.js";
import { changeKey, differences } from "./change-key.js";
import { inspect } from "../waxseal/inspect/elixir.js";
import { typed } from "./read-value.js";
import { mapEntries } from "../waxseal/inspect/term-kinds.js";

let report;

export function showChange(current) {
  report = current;
  if (report.as !== "session") return;
  for (const id of ["put", "delete"]) byId(id).disabled = !report.ok;
  const keys = report.ok ? mapEntries(report.session).map(([key]) => key).filter((key) => typeof key === "string") : [];
  byId("known-keys").replaceChildren(...keys.map((value) => el("option", { value })));
  byId("changed").replaceChildren(el("p", { class: "help" }, report.ok
    ? "The new cookie comes up here."
    : "A cookie that does not open can't be changed: it would come back as a new, empty session."));
}

export function listenToChange() {
  byId("change").addEventListener("submit", (event) => {
    event.preventDefault();
    change(typed(byId("change-value").value));
  });
  byId("delete").addEventListener("click", () => change(undefined));
  byId("change-value").addEventListener("input", describe);
  describe();
}

function describe() {
  byId("change-type").textContent = `Phoenix will read ${inspect(typed(byId("change-value").value)).replace(/\s+/g, " ").slice(0, 120)}`;
}

function change(value) {
  const key = byId("change-key").value;
  try {
    const { setCookie, value: cookie } = changeKey(report, key, value);
    const { changed, kept } = differences(report.session, cookie, report.keysets[0]);
    byId("changed").replaceChildren(
      el("pre", { class: "code wrap", id: "new-cookie", tabindex: "0", "aria-label": "The new Set-Cookie line" }, setCookie),
      el("p", {}, el("button", { type: "button", class: "quiet copy", "data-copy": "new-cookie" }, "Copy"), " ",
        el("strong", {}, changed.length === 0 ? "No key differs" : `${changed.map((name) => JSON.stringify(name)).join(", ")} ${changed.length === 1 ? "differs" : "differ"}`),
        `; ${kept.length} ${kept.length === 1 ? "key kept its" : "keys kept their"} bytes.`,
        report.match === report.keysets[0] ? "" : " It is sealed with the primary keys now."));
  } catch (error) {
    byId("changed").replaceChildren(el("p", { class: "warning" }, error.message));
  }
}
