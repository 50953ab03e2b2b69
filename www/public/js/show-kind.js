// @ts-check
// What belongs to a session alone, or to a token alone; and a token's kind, salt and time, which goes on while one looks.
import { byId, el } from "./dom.js";
import { tokenKind } from "../waxseal/inspect/token-kind.js";
import { duration, isOver, moment, times } from "../waxseal/inspect/token-time.js";

/** @type {any} */
let current;

/** @param {any} report */
export function showKind(report) {
  current = report;
  for (const section of document.querySelectorAll("[data-for]")) /** @type {HTMLElement} */ (section).hidden = section.getAttribute("data-for") !== report.as;
  if (report.as !== "token") return;
  // Where the salt is asked for, its field is in sight.
  if (!report.opened && !report.forged && report.salts) byId("token-options").open = true;
  showTime();
}

/** Nothing here is announced by itself; once a token is over, all is looked at anew. @param {() => void} again */
export function startClock(again) {
  setInterval(() => {
    if (current?.as !== "token" || !current.opened) return;
    if (current.ok && isOver(current.opened, Date.now() / 1000)) again();
    else showTime();
  }, 1000);
}

function showTime() {
  const { opened } = current;
  if (!opened) {
    byId("time").replaceChildren(el("p", { class: "help" }, "Once it opens: what it is for, its salt, how old it is, and when it is over."));
    return;
  }
  const now = Date.now() / 1000;
  const { age, expiry } = times(opened, now);
  const { title, text } = tokenKind(current);
  const rows = [
    ["Kind", title],
    ["Salt", el("code", {}, opened.salt)],
    ["Signed at", opened.signedAt === null ? "not said" : moment(opened.signedAt)],
    ["Age", age],
    ["max_age", `${opened.own === null ? "none" : opened.own === Infinity ? "infinity" : `${opened.own} s (${duration(opened.own)})`} in the token${opened.asked === undefined ? "" : `; you ask for ${opened.asked === Infinity ? "infinity" : `${opened.asked} s`}`}`],
    [isOver(opened, now) ? "Expired" : "Expires", expiry],
  ];
  byId("time").replaceChildren(
    el("dl", { class: "facts" }, rows.map(([name, value]) => el("div", { "data-over": name === "Expired" }, el("dt", {}, name), el("dd", {}, value)))),
    el("p", { class: "help" }, text));
}
