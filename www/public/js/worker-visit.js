// The lower half of the page: a visitor of the demo's Worker, with the session in one store or another.
import { byId, el } from "./dom.js";
import { demoWorker } from "./examples.js";
import { highlight } from "./highlight.js";
import { openInInspector } from "./inspector.js";
import { showRecord } from "./show-record.js";
import { typed } from "./read-value.js";

const NOTES = {
  cookie: "Everything is in here, encrypted: the Worker keeps nothing, and the browser can't read what it keeps.",
  memory: "Only an id. What it stands for is in the Worker's memory, and is gone when that Worker stops.",
  kv: "Only an id. What it stands for is in a Durable Object, sealed under this very id.",
};

let held = "";
const store = () => document.querySelector('input[name="store"]:checked').value;

export function startVisit() {
  byId("login").addEventListener("submit", (event) => {
    event.preventDefault();
    ask("POST", "login", { name: byId("name").value });
  });
  byId("keep").addEventListener("submit", (event) => {
    event.preventDefault();
    ask("POST", "put", { key: byId("keep-key").value, value: typed(byId("keep-value").value) });
  });
  for (const button of document.querySelectorAll("[data-action]")) {
    button.addEventListener("click", () => ask("POST", button.dataset.action));
  }
  byId("store").addEventListener("change", () => ask("GET", "session"));
  byId("open-held").addEventListener("click", () => {
    openInInspector({ ...demoWorker, cookie: held });
    byId("open").scrollIntoView();
    byId("token").focus({ preventScroll: true });
  });
  ask("GET", "session");
}

async function ask(method, action, body) {
  const path = `/api/${action}?store=${store()}`;
  try {
    const started = performance.now();
    const response = await fetch(path, body || method === "POST" ? { method, body: JSON.stringify(body ?? {}), headers: { "content-type": "application/json" } } : {});
    const answer = await response.json();
    showAnswer(method, path, response, answer, performance.now() - started);
    if (response.ok) byId("worker-session").replaceChildren(...highlight(JSON.stringify(answer.session, null, 2)));
    await showHeld();
  } catch {
    byId("answer").replaceChildren(el("p", { class: "warning" }, "The Worker does not answer. Is it still running?"));
  }
}

function showAnswer(method, path, { ok, status }, { error }, milliseconds) {
  byId("answer").replaceChildren(
    el("p", {}, el("code", {}, `${method} ${path}`)),
    el("p", { class: ok ? "fine" : "warning" }, el("strong", {}, String(status)), ok ? `, after ${milliseconds.toFixed(1)} ms` : ` ${error.message}`));
}

async function showHeld() {
  const { cookies } = await (await fetch("/api/held")).json();
  const name = `_demo_${store()}=`;
  held = cookies.find((pair) => pair.startsWith(name)) ?? "";
  byId("held").textContent = held || "no cookie of this store";
  byId("held-note").textContent = `${NOTES[store()]}${held ? ` ${held.length} bytes.` : ""}`;
  byId("open-held").disabled = held === "" || store() !== "cookie";
  byId("open-held").hidden = store() === "kv";
  byId("held-storage").hidden = store() !== "kv";
  if (store() === "kv") {
    const { records } = await (await fetch("/api/storage")).json();
    showRecord(byId("held-record"), records.find(({ name }) => name === "kv"));
  }
}
