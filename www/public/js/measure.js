// "Measure it here": one button, every contestant checked and then timed, and a chart of what came out.
import { byId, el } from "./dom.js";
import { check } from "./measure-check.js";
import { bytesOf, payloads } from "./measure-payloads.js";
import { measure } from "./measure-rounds.js";
import * as waxseal from "./measure-waxseal.js";
import * as webcrypto from "./measure-webcrypto.js";
import { measuresOf } from "./show-measures.js";

const KINDS = [
  { id: "signing", title: "Signed", note: "HMAC-SHA-256 on both sides." },
  { id: "encrypting", title: "Encrypted", note: "waxseal: XChaCha20-Poly1305. WebCrypto: AES-GCM with 256 bits." },
];
const JOBS = {
  "read": ({ read }, cookies) => () => read(cookies, "csrf"),
  "read and write": ({ write }, cookies) => (at) => write(cookies, "csrf", "visits", 1000 + (at % 9000)),
};
const NAME = "_measured";

// Fewer with ?rounds=: for a slow machine, and for our tests.
const asked = Number(new URLSearchParams(location.search).get("rounds"));
const ROUNDS = Number.isInteger(asked) && asked > 0 ? Math.min(asked, 101) : 11;

export function startMeasure() {
  byId("measure-run").addEventListener("click", async () => {
    const [button, bar, verdict] = ["measure-run", "measure-progress", "measured"].map(byId);
    button.disabled = true;
    bar.hidden = false;
    verdict.textContent = "Measuring. The page stays usable; using it disturbs the run.";
    try {
      const began = performance.now();
      const kinds = await run((part) => (bar.value = part));
      byId("measures").replaceChildren(...measuresOf(kinds));
      verdict.replaceChildren(...summary(kinds, (performance.now() - began) / 1000));
    } catch (error) {
      byId("measures").replaceChildren();
      verdict.replaceChildren(el("span", { class: "warning" }, `Nothing is shown: ${error.message}.`));
    }
    bar.hidden = true;
    bar.value = 0;
    button.disabled = false;
    button.focus({ preventScroll: true });
  });
}

async function run(onProgress) {
  if (!isSecureContext) throw new Error("browsers have WebCrypto on pages over https alone");
  const kinds = await Promise.all(KINDS.map(async (kind) => ({ ...kind, groups: await groupsOf(kind.id) })));
  const rows = kinds.flatMap(({ groups }) => groups.flatMap((group) => group.rows));
  const medians = await measure(rows, ROUNDS, onProgress);
  rows.forEach((row, at) => (row.micros = medians[at]));
  return kinds;
}

// For each size and each job the contestants, checked.
async function groupsOf(kind) {
  const contestants = { waxseal: waxseal[kind](NAME), WebCrypto: await webcrypto[kind](NAME) };
  const groups = [];
  for (const payload of payloads) {
    const cookies = {};
    for (const [name, contestant] of Object.entries(contestants)) {
      cookies[name] = await check(contestant, payload).catch((error) => Promise.reject(new Error(`${name} ${error.message}`)));
    }
    for (const [title, jobOf] of Object.entries(JOBS)) {
      const job = (name) => jobOf(contestants[name], cookies[name]);
      groups.push({
        title: `${bytesOf(payload).toLocaleString("en")} bytes, ${title}`,
        rows: [
          { title: "waxseal", own: true, how: "now", job: job("waxseal") },
          { title: "WebCrypto", how: "inTurn", job: job("WebCrypto") },
          { title: "… 16 at once", how: "together", job: job("WebCrypto") },
        ],
      });
    }
  }
  return groups;
}

// Says no more than this run shows.
function summary(kinds, seconds) {
  const groups = kinds.flatMap((kind) => kind.groups.map(({ rows }) => rows.map(({ micros }) => micros)));
  const shorter = (at) => groups.filter((micros) => micros[0] < micros[at]).length;
  return [
    el("strong", {}, `Done in ${seconds.toFixed(1)} s.`),
    ` In this run waxseal took less time than WebCrypto asked one at a time in ${shorter(1)} of ${groups.length} cases, and less than WebCrypto asked 16 at once in ${shorter(2)}.`,
  ];
}
