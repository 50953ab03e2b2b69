// The upper half of the page: what is in the form is inspected at every change, and shown.
import { byId } from "./dom.js";
import { examples } from "./examples.js";
import { forge, forgeable } from "./forge.js";
import { inspectOne, inspectPasted } from "../waxseal/inspect/inspect.js";
import { chosenCookie, listenToChoice, showChoice } from "./choose-cookie.js";
import { fillForm, listenToForm, readForm } from "./keys-form.js";
import { listenToChange, showChange } from "./changing.js";
import { showChecks } from "./show-checks.js";
import { showCode } from "./show-code.js";
import { showCsrf, startCsrf } from "./show-csrf.js";
import { showKeys } from "./show-keys.js";
import { showKind, startClock } from "./show-kind.js";
import { showSession } from "./show-session.js";
import { showToken } from "./show-token.js";
import { showVerdict } from "./show-verdict.js";
import { showWeights } from "./show-weights.js";

let report;
let genuine = "";
let forgedAt;

function inspectForm() {
  const { pasted, given, keysets } = readForm();
  forgedAt = undefined;
  report = inspectPasted(pasted, { given, keysets, chosen: chosenCookie(pasted) });
  showChoice(pasted, report);
  // The name that was pasted is the cookie's.
  if (report.cookie.name !== undefined && pasted.trim() !== "") byId("key").value = report.cookie.name;
  genuine = report.cookie.value;
  const slider = byId("forge-at");
  slider.max = Math.max(1, genuine.length);
  slider.value = Math.ceil(genuine.length * 0.4) || 1;
  show();
}

function inspectForged(index) {
  const { given, keysets } = readForm();
  forgedAt = index === undefined ? undefined : forgeable(genuine, index);
  const value = forgedAt === undefined ? genuine : forge(genuine, forgedAt);
  report = { ...report, ...inspectOne({ ...report.cookie, value }, keysets, given, report.as), forged: forgedAt !== undefined };
  if (report.forged) byId("forge-at").value = forgedAt + 1;
  show();
}

function show() {
  showVerdict(report);
  byId("verdict").removeAttribute("aria-busy");
  // On a phone it stays in sight while characters are forged.
  byId("verdict").toggleAttribute("data-forged", report.forged === true);
  showToken(report, forgedAt);
  showChecks(report);
  showSession(report);
  showWeights(report);
  showChange(report);
  showCode(report);
  showKind(report);
  showKeys(report);
  showCsrf(report);
  showForging();
}

function showForging() {
  byId("forge-index").textContent = byId("forge-at").value;
  for (const id of ["forge", "forge-at"]) byId(id).disabled = genuine === "";
  byId("restore").disabled = forgedAt === undefined;
  byId("token").querySelector(".aimed")?.classList.remove("aimed");
  byId("token").querySelector(`[data-at="${byId("forge-at").value - 1}"]`)?.classList.add("aimed");
}

export function openInInspector(filled) {
  fillForm(filled);
  inspectForm();
}

export function startInspector() {
  let pending;
  // After a pause in the typing: deriving keys takes a moment with many iterations.
  listenToForm(() => {
    clearTimeout(pending);
    byId("verdict").setAttribute("aria-busy", "true");
    pending = setTimeout(inspectForm, 120);
  });
  listenToChange();
  byId("keys").addEventListener("click", ({ target }) => {
    if (target.dataset.example) openInInspector(examples[target.dataset.example]);
  });
  listenToChoice(inspectForm);
  byId("session-view").addEventListener("change", () => showSession(report));
  byId("token").addEventListener("click", ({ target }) => {
    if (target.dataset.at) inspectForged(Number(target.dataset.at));
  });
  byId("forge-at").addEventListener("input", showForging);
  byId("forge").addEventListener("click", () => inspectForged(byId("forge-at").value - 1));
  byId("restore").addEventListener("click", () => {
    inspectForged(undefined);
    byId("forge").focus();
  });
  startCsrf();
  startClock(inspectForm);
  openInInspector(examples.signed);
}
