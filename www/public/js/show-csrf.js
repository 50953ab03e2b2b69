// @ts-check
// "Does a CSRF token fit?": a field, and at each change the answer, of the session that lies open.
import { byId, el } from "./dom.js";
import { checkCsrf, madeFor, stateIn } from "./csrf-check.js";
import { csrfTokenIn } from "./csrf-paste.js";

/** @type {any} */
let report;
let asked = 0;

/** @param {any} current */
export function showCsrf(current) {
  report = current;
  const hasState = "state" in stateIn(report);
  for (const id of ["csrf-make", "csrf-make-host"]) byId(id).disabled = !hasState;
  return answer();
}

export function startCsrf() {
  for (const id of ["csrf-token", "csrf-host", "csrf-allow"]) byId(id).addEventListener("input", answer);
  byId("csrf").addEventListener("submit", (/** @type {Event} */ event) => event.preventDefault());
  byId("csrf-make").addEventListener("click", () => make());
  byId("csrf-make-host").addEventListener("click", () => {
    if (byId("csrf-host").value.trim() === "") byId("csrf-host").value = "www.example.com";
    make(hostOf(byId("csrf-host").value));
  });
}

/** @param {string} [host] undefined: for every host; null: it is none */
function make(host) {
  if (host === null) return;
  byId("csrf-token").value = madeFor(report, host);
  answer();
}

/** A host, or an address that has one; null if it is neither. @param {string} text @returns {any} */
function hostOf(text) {
  if (text.trim() === "") return "";
  try {
    const { hostname } = new URL(/^\w+:\/\//.test(text.trim()) ? text.trim() : `https://${text.trim()}`);
    // Chromium writes what a host may not have with percent signs.
    return hostname.includes("%") ? null : hostname;
  } catch {
    return null;
  }
}

async function answer() {
  const mine = (asked += 1);
  const token = csrfTokenIn(byId("csrf-token").value);
  const host = hostOf(byId("csrf-host").value);
  const allowHosts = byId("csrf-allow").value.split(/[\s,"'[\]]+/).filter(Boolean);
  const found = stateIn(report);
  if (token === "") return show(undefined, "problem" in found ? found.problem : "Paste one out of a page, or let one be made.");
  if (host === null) return show(false, "The host is none: write it as www.example.com.");
  const { fits, text } = await checkCsrf(report, { token, host, allowHosts });
  // Another was typed in the meantime.
  if (mine === asked) show(fits, text);
}

/** @param {boolean | undefined} fits undefined: nothing was asked @param {string} text */
function show(fits, text) {
  const place = byId("csrf-answer");
  place.dataset.state = fits === undefined ? "none" : fits ? "passed" : "failed";
  place.replaceChildren(fits === undefined ? el("p", { class: "help" }, text) : el("p", {}, el("strong", {}, fits ? "It fits. " : "It does not fit. "), text));
}
