// Which of several pasted cookies is meant.
import { byId, el } from "./dom.js";

export const chosenCookie = () => Number(byId("cookies").value) || 0;

export function showChoice({ cookies, cookie }) {
  byId("choose").hidden = cookies.length < 2;
  const labels = cookies.map(({ name, value }) => `${name ?? "no name"} (${value.length} characters)`);
  if (labels.join() === [...byId("cookies").options].map(({ text }) => text).join()) return;
  byId("cookies").replaceChildren(...labels.map((label, at) => el("option", { value: at, selected: cookies[at].value === cookie.value }, label)));
}
