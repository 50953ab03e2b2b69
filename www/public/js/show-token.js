// The token with its parts in colour, every character a place to forge.
import { byId, el } from "./dom.js";

// A browser keeps 4,096 characters: of what is far longer the beginning is shown, and no character of it is a place to forge.
const MOST = 8192;

// `forgedAt`: the index of the character that was changed, if one was.
export function showToken({ token }, forgedAt) {
  let index = 0;
  const pieces = [];
  for (const { role, text, joined } of token.value.length > MOST ? [] : token.parts) {
    if (index > 0 && !joined) {
      pieces.push(el("span", { class: "dot" }, "."));
      index += 1;
    }
    pieces.push(el("span", { class: role }, [...text].map((char) => {
      const at = index;
      index += char.length;
      return el("span", { "data-at": at, class: at === forgedAt ? "forged" : undefined }, char);
    })));
  }
  if (token.value.length > MOST) byId("token").replaceChildren(`${token.value.slice(0, MOST)}…`);
  else byId("token").replaceChildren(...pieces);
  byId("parts").replaceChildren(...token.parts.map(({ role, label, note }) =>
    el("div", { class: role }, el("dt", {}, label), el("dd", {}, note))));
}
