// @ts-check
// Which of several pasted cookies is meant, and how the paste was read.
import { byId, el } from "./dom.js";
import { kindOfToken, KINDS } from "../waxseal/inspect/dissect.js";

/** @typedef {import("../waxseal/inspect/pasted.js").Cookie} Cookie */

/** What the list was made of: another paste begins with no choice. */
let shown = "";
let isChosen = false;

/** @param {string} pasted @returns {number | undefined} undefined as long as nobody has chosen */
export const chosenCookie = (pasted) => (isChosen && pasted === shown ? Number(byId("cookies").value) : undefined);

/** @param {() => void} changed */
export function listenToChoice(changed) {
  byId("cookies").addEventListener("change", () => {
    isChosen = true;
    changed();
  });
}

/** @param {string} pasted @param {{ read: { cookies: Cookie[], as: string }, chosen: number, cookie: Cookie }} report */
export function showChoice(pasted, { read: { cookies, as }, chosen, cookie }) {
  if (pasted !== shown) isChosen = false;
  shown = pasted;
  byId("choose").hidden = cookies.length < 2;
  byId("cookies").replaceChildren(...cookies.map(({ name, value }, at) =>
    el("option", { value: at, selected: at === chosen }, `${name ?? "no name"}: ${KINDS[kindOfToken(value)].title.toLowerCase()}, ${value.length.toLocaleString("en")} characters`)));
  const remarks = [
    as === "a value" || cookie.value === "" ? "" : `Read as ${as}${cookies.length > 1 ? `: ${cookies.length} cookies` : ""}.`,
    cookie.encoded ? "Its percent signs were undone here; Plug takes none, so send it without." : "",
  ];
  byId("read-as").textContent = remarks.filter(Boolean).join(" ");
}
