// A log-out that holds: one user in two browsers. This browser plays both, with a cookie for each.
import { byId, el } from "./dom.js";
import { highlight } from "./highlight.js";
import { showRecord } from "./show-record.js";
import { begin } from "./timeline.js";

const SLOW = 3;
const BROWSERS = ["laptop", "phone"];
const TITLES = { login: "log in", write: "write slowly", logout: "log out", "logout-others": "log out everywhere else" };
const BODIES = { login: () => ({ user }), write: () => ({ note: "a late word", seconds: SLOW }) };
const UNREACHABLE = "The Worker does not answer. Is it still running?";
const ANSWERS = {
  login: () => "a new session",
  write: ({ note }) => `wrote “${note}”`,
  logout: () => "its session ended",
  "logout-others": ({ ended }) => `${ended} other ${ended === 1 ? "session" : "sessions"} ended`,
};

// One for each visit: were it the same for all, each could end the others' sessions.
let user = `ada-${Array.from(crypto.getRandomValues(new Uint8Array(3)), (byte) => byte.toString(16).padStart(2, "0")).join("")}`;
let records = [];
const recordOf = (browser) => records.find(({ name }) => name === browser);
const isIn = (browser) => recordOf(browser)?.session?.user !== undefined;

export async function startLogOut() {
  for (const name of BROWSERS) {
    const sheet = byId("browser").content.cloneNode(true).firstElementChild;
    sheet.id = name;
    sheet.querySelector("h3").textContent = `The ${name}`;
    sheet.addEventListener("click", ({ target }) => target.dataset.ask && ask(name, target.dataset.ask));
    byId("browsers").append(sheet);
  }
  // What is going to be played, before it is.
  byId("requests").replaceChildren(...[["phone", "write"], ["laptop", "logout-others"]].map(([name, action]) =>
    el("li", { "data-state": "waiting" }, el("strong", {}, `${name}: ${TITLES[action]}`), el("span", { class: "track", "aria-hidden": "true" }), el("span", { class: "outcome" }, "not asked yet"))));
  byId("race").addEventListener("click", race);
  try {
    await refresh();
    // Who was logged in before the page was loaded again still is.
    user = records.find(({ session }) => session?.user)?.session.user ?? user;
  } catch {
    byId("race-verdict").textContent = UNREACHABLE;
  }
}

async function race() {
  byId("race").disabled = true;
  for (const browser of BROWSERS) if (!isIn(browser)) await ask(browser, "login");
  await pause(300);
  const write = ask("phone", "write");
  await pause(1000);
  await ask("laptop", "logout-others");
  await write;
  byId("race").disabled = false;
  byId("race").focus({ preventScroll: true });
}

const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

async function ask(browser, action) {
  byId("race-verdict").textContent = "";
  const ended = begin(`${browser}: ${TITLES[action]}`);
  const options = { method: "POST", body: JSON.stringify(BODIES[action]?.() ?? {}), headers: { "content-type": "application/json" } };
  try {
    const response = await fetch(`/api/browsers/${browser}/${action}`, options);
    const answer = await response.json();
    const { error } = answer;
    ended(response.ok, `${response.status} ${error ? (error.code ?? error.message) : ANSWERS[action](answer)}`, { mark: response.ok && action.startsWith("logout") });
    await refresh();
    if (error?.code === "ERR_SESSION_INTERRUPTED") byId("race-verdict").replaceChildren(...refused(browser, error));
  } catch {
    ended(false, UNREACHABLE);
  }
}

function refused(browser, { message }) {
  const gone = recordOf(browser).bytes === null;
  return [
    el("strong", {}, gone ? "It stayed ended." : "Refused."),
    ` The ${browser}'s write came too late: ${message}. `,
    gone ? "Asked again just now, the service has nothing under its key." : "",
  ];
}

async function refresh() {
  const answer = await (await fetch("/api/storage")).json();
  ({ records } = answer);
  for (const name of BROWSERS) show(byId(name), recordOf(name));
  const lists = Object.entries(answer.lists);
  byId("lists").replaceChildren(...lists.flatMap(([of, keys]) => [`Listed now for ${of}: `, ...keys.flatMap((key) => [el("code", {}, `${key.slice(0, 13)}…`), " "])]));
}

function show(sheet, record) {
  const { name, sid, session = {} } = record;
  const fill = (selector, ...children) => sheet.querySelector(selector).replaceChildren(...children);
  sheet.dataset.state = session.user ? "in" : "out";
  fill(".state", session.user ? `logged in as ${session.user}` : sid ? "its session was ended" : "logged out");
  fill(".sid", sid ? `_demo_${name}=${sid}` : "no cookie");
  fill(".opened", ...highlight(JSON.stringify(session, null, 2)));
  showRecord(sheet.querySelector(".record"), record);
}
