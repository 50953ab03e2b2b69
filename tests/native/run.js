// @ts-check
// The driver for Rust: its adapters on real services; axum's example as a server, whose cookies the npm package opens and the
// reverse, over one Redis. `node run.js`.

import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
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
  await add("all of it ran", () => ok(code === 0 && results.length > 7, `cargo ended with ${code}: ${output}`));
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

/** A program in Rust that is asked in lines. @param {string[]} words */
function ask(words) {
  const child = spawn(join(target, "debug/owners"), words, { env: { ...process.env, REDIS_URL: redisUrl }, stdio: ["pipe", "pipe", "inherit"] });
  process.once("exit", () => child.kill("SIGKILL"));
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    async say(/** @type {string} */ line) {
      child.stdin.write(`${line}\n`);
      const { value, done } = await lines.next();
      if (done) throw new Error(`the program ended at ${line}`);
      return String(value);
    },
    stop: () => child.kill("SIGKILL"),
  };
}

const OWNER = "user:42";

/** Owners by the npm package and in Rust, over one Redis. @param {boolean} isCookies */
async function owners(isCookies) {
  const add = group(`owners by the npm package and in Rust: ${isCookies ? "cookies" : "kv, one Redis"}`);
  const rust = ask(isCookies ? ["cookies"] : []);
  const ownerSecret = "an owner secret of 32 bytes, ok!";
  const sessions = createSessions({ key: "_owned", log: false, ...(isCookies
    ? { store: "cookie", ...secret, revocation: { kv: redisKV(client), every: 0, ownerSecret } }
    : { store: "kv", kv: redisKV(client), ownerSecret }) });
  const logIn = async (/** @type {string} */ note) => {
    const session = (await sessions.fetch("")).clear().put("user", 42).renew();
    session.owner = OWNER;
    session.note = note;
    return String(await sessions.commit(session)).split(";")[0];
  };
  const isIn = async (/** @type {string} */ cookie) => (await sessions.fetch(cookie)).has("user");
  const list = async () => (await sessions.list(OWNER)).map(({ note, id, createdAt, lastSeen }) => `${note} ${id} ${createdAt.getTime()} ${lastSeen.getTime()}`).sort().join();
  const out = async (/** @type {string} */ cookie) => [await isIn(cookie), await rust.say(`read ${cookie}`)].join();
  try {
    if (isCookies) {
      for (const revoke of [() => rust.say(`revoke ${OWNER}`), () => sessions.revoke(OWNER)]) {
        await add(`all are revoked in both, by ${revoke.toString().includes("rust") ? "Rust" : "the npm package"}`, async () => {
          const cookies = [await logIn("phone"), await rust.say(`login ${OWNER} laptop`)];
          for (const cookie of cookies) equal([await isIn(cookie), (await rust.say(`read ${cookie}`)).slice(0, 10)].join(), "true,42 user:42", "in");
          await revoke();
          for (const cookie of cookies) equal(await out(cookie), "false,nobody  ", "out");
          for (const cookie of [await logIn("phone"), await rust.say(`login ${OWNER} laptop`)]) ok(await isIn(cookie) && (await rust.say(`read ${cookie}`)).startsWith("42"), "and in again");
        });
      }
      await add("all but one", async () => {
        const [mine, other] = [await rust.say(`login ${OWNER} laptop`), await logIn("phone")];
        const anew = await rust.say(`revoke ${OWNER} except ${mine}`);
        equal([anew !== mine, await isIn(anew), await isIn(mine), await isIn(other)].join(), "true,true,false,false", "this one goes on");
      });
      return;
    }
    await add("each lists what the other entered, to the letter", async () => {
      const cookies = [await logIn("phone"), await rust.say(`login ${OWNER} laptop`)];
      equal(await rust.say(`list ${OWNER}`), await list(), "the lists");
      equal((await sessions.list(OWNER)).length, 2, "of both");
      equal(await rust.say(`read ${cookies[0]}`), "42 user:42 phone", "the npm package's in Rust");
      const theirs = await sessions.fetch(cookies[1]);
      equal(`${theirs.owner} ${theirs.note}`, "user:42 laptop", "Rust's in the npm package");
    });
    await add("renewed, dropped, revoked by its id: by one, seen by the other", async () => {
      const [here] = [await logIn("mine"), await logIn("renewed")];
      const renewed = await rust.say(`renew ${here}`);
      equal(await rust.say(`list ${OWNER}`), await list(), "after a renewal in Rust");
      equal([await isIn(here), await isIn(renewed)].join(), "false,true", "its sids");
      const again = String(await sessions.commit((await sessions.fetch(renewed)).renew())).split(";")[0];
      equal(await rust.say(`list ${OWNER}`), await list(), "after a renewal in the npm package");
      const { id } = await sessions.fetch(again);
      equal(await rust.say(`revoke ${OWNER} id ${id}`), "Some(1)", "by its id in Rust");
      equal(await out(again), "false,nobody  ", "out");
      const dropped = await logIn("dropped");
      await rust.say(`drop ${dropped}`);
      ok(!(await list()).includes("dropped"), "a drop in Rust");
      equal(await rust.say(`list ${OWNER}`), await list(), "after it");
    });
    await add("Rust revokes what the npm package entered, and the reverse", async () => {
      for (const [revoke, count] of /** @type {[() => Promise<unknown>, RegExp][]} */ ([[() => rust.say(`revoke ${OWNER}`), /^Some\(\d+\)$/], [() => sessions.revoke(OWNER), /^\d+$/]])) {
        const cookies = [await logIn("phone"), await rust.say(`login ${OWNER} laptop`), await logIn("tablet")];
        const late = (await sessions.fetch(cookies[1])).put("late", 1);
        ok(count.test(String(await revoke())), "how many");
        for (const cookie of cookies) equal(await out(cookie), "false,nobody  ", "out");
        equal(await sessions.commit(late).catch((/** @type {any} */ { code }) => code), "ERR_SESSION_INTERRUPTED", "what was read before is not written after it");
        equal(`${await rust.say(`list ${OWNER}`)}${await list()}`, "", "nothing is listed");
      }
      const [mine, other] = [await rust.say(`login ${OWNER} laptop`), await logIn("phone")];
      equal(await rust.say(`revoke ${OWNER} except ${mine}`), mine, "all but one");
      equal([await isIn(mine), await isIn(other)].join(), "true,false", "this one stays");
    });
    await add("an index of many pages", async () => {
      const note = "n".repeat(200);
      for (let at = 0; at < 110; at += 1) await logIn(note);
      for (let at = 0; at < 110; at += 1) await rust.say(`login ${OWNER} ${note}`);
      equal(await rust.say(`list ${OWNER}`), await list(), "the lists");
      equal((await sessions.list(OWNER)).length, 221, "with the one that stayed");
      equal(await rust.say(`revoke ${OWNER}`), "Some(221)", "revoked");
      equal(await list(), "", "none is left");
    });
  } finally {
    rust.stop();
  }
}

try {
  await crateTests();
  await promisify(execFile)("cargo", cargo("build", "--bin", "axum", "-p", "examples", "-p", "native", "--bin", "owners"), { maxBuffer: 1 << 26 });
  for (const name of Object.keys(STORES)) await exchange(name);
  for (const isCookies of [false, true]) await owners(isCookies);
} finally {
  client.destroy();
  await stop();
}
const isGood = print(counts, failures);
const sum = (/** @type {"passed" | "failed"} */ key) => Object.values(counts).reduce((total, count) => total + count[key], 0);
console.log(`${sum("passed")} passed, ${sum("failed")} failed`);
process.exitCode = isGood ? 0 : 1;
