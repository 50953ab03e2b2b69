// @ts-check
// Random walks of a browser through an edge to an app: `node run.js [walks] [seed]`. Log in and out on either side, count, flash,
// rotate keys, streams, sockets, two tabs at once; after each step the browser's session is the model's.

import { fileURLToPath } from "node:url";
import { createSessions } from "waxseal";
import { serve } from "../workerd.js";
import { after, shown } from "./model.js";
import { HEADER, phases } from "./options.js";
import { random } from "./random.js";
import { serveOrigin } from "./origin.js";
import { upgrade } from "./upgrade.js";

const [walks, seed] = [Number(process.argv[2] ?? 300), Number(process.argv[3] ?? 1)];
const STEPS = 12;
const AT_ONCE = 8;
const PATHS = [
  "/page", "/page", "/form", "/log-in", "/log-out", "/drop", "/flash", "/not-modified", "/asset", "/stream",
  "/edge/log-in", "/edge/log-out", "/edge/fails",
];

/** Reads by every key that was ever in use. */
const READERS = Object.fromEntries([false, true].map((isEncrypted) => {
  const [, , all] = phases(isEncrypted);
  return [isEncrypted ? "encrypted" : "signed", createSessions(all)];
}));

/** A browser's cookie, as its session. @param {string} kind @param {string | null} cookie */
function held(kind, cookie) {
  if (cookie === null) return null;
  const session = /** @type {any} */ (READERS[kind].fetch(`_shop_key=${cookie}`));
  return { user: session.get("user_token")?.[0] ?? null, visits: session.get("visits", 0), flash: session.get("phoenix_flash")?.info ?? null, form: session.has("_csrf_token") };
}

/** What a response does to the browser's cookie: undefined for nothing, null for its deletion. @param {string[]} setCookies */
function kept(setCookies) {
  const ours = setCookies.filter((header) => header.startsWith("_shop_key="));
  if (ours.length > 1) throw new Error(`${ours.length} cookies of one name`);
  if (ours.length === 0) return undefined;
  return /max-age=0/i.test(ours[0]) ? null : ours[0].slice("_shop_key=".length, ours[0].indexOf(";"));
}

/** @param {string} edge @param {number} number @returns {Promise<number>} how many steps it took */
async function walk(edge, number) {
  const roll = random(seed * 1_000_003 + number);
  const kind = roll(2) === 0 ? "signed" : "encrypted";
  /** @type {string | null} */
  let cookie = null;
  /** @type {import("./model.js").Model} */
  let model = null;
  let phase = 0;
  /** @type {string[]} */
  const trace = [];
  for (let step = 0; step < STEPS; step += 1) {
    // Both sides move on together, or one of them first.
    if (phase < 3 && roll(6) === 0) phase += 1;
    const behind = () => Math.max(0, phase - roll(2));
    /** A user's token is 32 bytes that are no UTF-8. One tab, or two at once: both send what the browser has now. */
    const tabs = Array.from({ length: roll(5) === 0 ? 2 : 1 }, () => {
      const path = PATHS[roll(PATHS.length)];
      return { path, counts: !path.startsWith("/edge") && roll(2) === 0, user: 0x80 + roll(64), phases: `${kind} ${phase === 3 ? 3 : behind()} ${phase === 3 ? 3 : behind()}` };
    });
    // The last phase reads no old key: whoever still has an old cookie was there before the others wrote by the new one.
    if (phase === 3 && cookie !== null) {
      const session = READERS[kind].fetch(`_shop_key=${cookie}`);
      cookie = kept([/** @type {string} */ (READERS[kind].commit(/** @type {any} */ (session).delete("none")))]) ?? null;
    }
    const sent = model;
    const headers = cookie === null ? {} : { cookie: `theme=dark; _shop_key=${cookie}` };
    trace.push(tabs.map(({ path, counts, phases }) => `${path}${counts ? " counted" : ""} (${phases})`).join(" and "));
    const wrong = (/** @type {string} */ what) => new Error(`walk ${number} of seed ${seed}: ${what}\n    ${trace.join("\n    ")}`);
    await Promise.all(tabs.map(async (tab) => {
      const url = `${edge}${tab.path}?user=${tab.user}${tab.counts ? "&count" : ""}`;
      const response = await fetch(url, { redirect: "manual", headers: { ...headers, [HEADER]: tab.phases } });
      const body = await response.text();
      if (response.status === 500 && tab.path !== "/edge/fails") throw wrong(`500: ${body}`);
      if (tab.path === "/page" || tab.path === "/form") {
        const right = JSON.stringify(shown(sent, tab));
        if (body !== right) throw wrong(`the page shows ${body}, not ${right}`);
      }
      if (tab.path === "/stream" && body !== "onetwothree") throw wrong(`the stream is ${body}`);
      const setCookies = response.headers.getSetCookie();
      const cached = response.headers.get("cache-control") ?? "";
      if (setCookies.length > 0 && (/public/.test(cached) || !/private|no-store/.test(cached))) throw wrong(`a cookie with Cache-Control: ${cached}`);
      if (tab.path === "/asset" && !tab.counts && cached !== "public, max-age=31536000, immutable") throw wrong(`an asset with ${cached}`);
      const value = kept(setCookies);
      const right = after(sent, tab);
      if ((value === undefined) !== (right === undefined)) throw wrong(`${value === undefined ? "no" : "a"} cookie, the model has ${JSON.stringify(right)}`);
      if (value === undefined || right === undefined) return;
      const now = held(kind, value);
      if (JSON.stringify(now) !== JSON.stringify(right)) throw wrong(`the browser holds ${JSON.stringify(now)}, not ${JSON.stringify(right)}`);
      // Of two answers the one that comes last is kept.
      [cookie, model] = [value, right];
    }));
    if (roll(4) === 0) {
      const { status, user } = await upgrade(edge, { ...headersOf(cookie), [HEADER]: `${kind} ${phase} ${phase}` });
      const right = String(model?.user ?? "none");
      if (status !== 101 || user !== right) throw wrong(`a socket: ${status}, user ${user}, not ${right}`);
    }
  }
  return STEPS;
}

/** @param {string | null} cookie @returns {Record<string, string>} */
const headersOf = (cookie) => (cookie === null ? {} : { cookie: `_shop_key=${cookie}` });

const app = await serveOrigin();
const edge = await serve(fileURLToPath(new URL("edge.js", import.meta.url)), { bindings: { ORIGIN: app.origin } });
let [passed, failed, next] = [0, 0, 0];
try {
  await Promise.all(Array.from({ length: AT_ONCE }, async () => {
    for (let number = next++; number < walks && failed < 5; number = next++) {
      try {
        await walk(edge.origin, number);
        passed += 1;
      } catch (error) {
        failed += 1;
        console.error(`FAILED ${error instanceof Error ? error.message : error}`);
      }
      if (passed > 0 && passed % 1000 === 0) console.error(`  ${passed} of ${walks} walks`);
    }
  }));
} finally {
  await edge.stop();
  await app.stop();
}
console.log(`walks of ${STEPS} steps\t${passed}\t${failed}`);
console.log(`walks: ${passed} of ${walks} as the model has them`);
process.exitCode = failed === 0 && passed === walks ? 0 : 1;
