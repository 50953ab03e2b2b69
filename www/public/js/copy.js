// Copy buttons, wherever they come up: data-copy names the element whose text is meant.
import { byId } from "./dom.js";

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  const text = byId(button.dataset.copy).textContent;
  try {
    await navigator.clipboard.writeText(text);
    told(button, "Copied");
  } catch {
    // No clipboard here (plain http, say): select it, and the keyboard does the rest.
    getSelection().selectAllChildren(byId(button.dataset.copy));
    told(button, "Selected");
  }
});

function told(button, word) {
  button.dataset.told = word;
  button.setAttribute("aria-label", word);
  setTimeout(() => {
    delete button.dataset.told;
    button.removeAttribute("aria-label");
  }, 1500);
}
