// @ts-check
// The driver for Rust: its adapters on real services, its layer; axum's example as a server, whose cookies the npm package opens and the
// reverse, over one Redis. `node run.js`.

import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { createClient } from "redis";
import { createSessions } from "waxseal";
import { redisKV } from "waxseal/kv/redis";
import { equal, ok, recorder } from "../conformance/check.js";
import { collector, print } from "../conformance/print.js";
import { startRedis } from "../kv/redis-server.js";

const examples = fileURLToPath(new URL("../../examples/", import.meta.url));
const target = join(process.env.CARGO_TARGET_DIR ?? fileURLToPath(new URL("../../target", import.meta.url)), "examples");
const cargo = (/** @type {string} */ command, /** @type {string[]} */ ...words) => [command, "--locked", "--manifest-path", join(examples, "Cargo.toml"), "--target-dir", target, ...words];

const { failures, report } = collector();
const { counts, group } = recorder(report);
const { port, stop } = await startRedis();
const redisUrl = `redis://127.0.0.1:${port}`;
const client = await createClient({ url: redisUrl }).connect();

/** Runs the crate's own tests; each is one here. */
async function crateTests() {
  const child = spawn("cargo", cargo("test", "-p", "native"), { env: { ...process.env, REDIS_URL: redisUrl }, stdio: ["ignore", "pipe", "inherit"] });
  let output = "";
  child.stdout.setEncoding("utf8").on("data", (text) => (output += text));
  const [code] = await once(child, "close");
  const results = [...output.matchAll(/^test (\S+) \.\.\. (\S+)/gm)];
  const add = group("the crate on its services");
  for (const [, name, outcome] of results) await add(name, () => ok(outcome === "ok", output));
  await add("all of it ran", () => ok(code === 0 && results.length > 15, `cargo ended with ${code}: ${output}`));
}

/** axum's example on a port of its own. @param {Record<string, unknown>} options @param {boolean} hasRedis */
async function serve(options, hasRedis) {
  const env = { ...process.env, LISTEN: "127.0.0.1:0", SESSION: JSON.stringify(options), ...(hasRedis ? { REDIS_URL: redisUrl } : {}) };
  const child = spawn(join(target, "debug/axum"), { env, stdio: ["ignore", "pipe", "inherit"] });
  process.once("exit", () => child.kill("SIGKILL"));
  const ended = once(child, "exit").then(([code]) => Promise.reject(new Error(`axum's example ended with ${code}`)));
  ended.catch(() => {});
  const [line] = await Promise.race([once(child.stdout.setEncoding("utf8"), "data"), ended]);
  return { origin: String(line).trim(), stop: () => child.kill("SIGKILL") };
}

const secret = { secretKeyBase: "native ".repeat(10), signingSalt: "3kVbPzQ1" };
/** What axum is told and what the npm package is, of the same sessions. @type {Record<string, [Record<string, unknown>, any]>} */
const STORES = {
  signed: [secret, { store: "cookie", ...secret }],
  encrypted: [{ ...secret, encryptionSalt: "q8Lm" }, { store: "cookie", ...secret, encryptionSalt: "q8Lm" }],
  "kv, one Redis": [{ idleTimeout: 3600 }, { store: "kv", kv: redisKV(client), idleTimeout: 3600 }],
};

/** @param {string} name */
async function exchange(name) {
  const [rust, js] = STORES[name];
  const { origin, stop } = await serve({ key: "_shared", ...rust }, js.store === "kv");
  const sessions = createSessions({ key: "_shared", log: false, ...js });
  const pairOf = (/** @type {string | undefined} */ setCookie) => String(setCookie).split(";")[0];
  const ask = (/** @type {string} */ path, /** @type {string | undefined} */ cookie, method = "GET") =>
    fetch(origin + path, { method, redirect: "manual", headers: cookie ? { cookie } : {} });
  const sentBack = (/** @type {Response} */ response) => pairOf(response.headers.getSetCookie()[0]);
  const add = group(`axum and the npm package: ${name}`);
  try {
    await add("the npm package opens axum's cookie", async () => {
      const answer = await ask("/login/ada", undefined, "POST");
      equal(answer.status, 303, "status");
      const session = await sessions.fetch(sentBack(answer));
      equal(session.get("user"), "ada", "user");
      equal(answer.headers.get("cache-control"), "max-age=0, private, must-revalidate", "Cache-Control");
    });
    await add("axum opens the npm package's cookie, and both go on with one session", async () => {
      const session = await sessions.fetch("");
      session.put("user", "grace").put("visits", 41);
      let cookie = pairOf(await sessions.commit(session));
      const answer = await ask("/", cookie);
      equal(await answer.text(), "grace, visit 42", "text");
      if (answer.headers.has("set-cookie")) cookie = sentBack(answer);
      const again = await sessions.fetch(cookie);
      equal(again.get("visits"), 42, "visits");
    });
    await add("axum's log-out ends it", async () => {
      const cookie = sentBack(await ask("/login/ada", undefined, "POST"));
      const out = await ask("/logout", cookie, "POST");
      ok(/max-age=0/.test(out.headers.getSetCookie()[0]), "the cookie's deletion");
      if (js.store === "kv") {
        equal((await sessions.fetch(cookie)).get("user"), undefined, "user in the npm package");
        equal(await (await ask("/", cookie)).text(), "nobody, visit 1", "text in axum");
      }
    });
    await add("the npm package's log-out ends it in axum", async () => {
      const cookie = sentBack(await ask("/login/ada", undefined, "POST"));
      const session = await sessions.fetch(cookie);
      session.drop();
      ok(/max-age=0/.test(String(await sessions.commit(session))), "the cookie's deletion");
      if (js.store === "kv") equal(await (await ask("/", cookie)).text(), "nobody, visit 1", "text in axum");
    });
    await add("what nobody signed is no session, and no error", async () => {
      const answer = await ask("/", "_shared=forged");
      equal(await answer.text(), "nobody, visit 1", "text");
    });
  } finally {
    stop();
  }
}

try {
  await crateTests();
  await promisify(execFile)("cargo", cargo("build", "--bin", "axum"), { maxBuffer: 1 << 26 });
  for (const name of Object.keys(STORES)) await exchange(name);
} finally {
  client.destroy();
  await stop();
}
const isGood = print(counts, failures);
const sum = (/** @type {"passed" | "failed"} */ key) => Object.values(counts).reduce((total, count) => total + count[key], 0);
console.log(`${sum("passed")} passed, ${sum("failed")} failed`);
process.exitCode = isGood ? 0 : 1;
