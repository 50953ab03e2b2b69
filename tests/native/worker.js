// @ts-check
// The Worker in Rust (../../examples/workers-rs), compiled and run in workerd over Workers KV, whose sessions the npm package opens and the
// reverse. `node worker.js`.
//
// What worker-build makes of it beside: an entry that begins the module anew after a panic. Here a panic is a failure.

import { build } from "esbuild";
import { Miniflare, convertV4MiniflareOptions } from "miniflare";
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { createSessions } from "waxseal";
import { cloudflareKV } from "waxseal/kv/cloudflare";
import { equal, ok, recorder } from "../conformance/check.js";
import { collector, print } from "../conformance/print.js";

const examples = fileURLToPath(new URL("../../examples/", import.meta.url));
const target = join(process.env.CARGO_TARGET_DIR ?? fileURLToPath(new URL("../../target", import.meta.url)), "examples");
const MACHINE = "wasm32-unknown-unknown";
const ENTRY = `
  import module from "./index_bg.wasm";
  import { fetch, initSync } from "./index.js";
  initSync({ module });
  export default { fetch };`;

const run = async (/** @type {string} */ program, /** @type {string[]} */ ...words) => promisify(execFile)(program, words, { maxBuffer: 1 << 26 });

/** From Rust to the Worker's two modules, as worker-build makes them. @param {string} folder */
async function compile(folder) {
  await run("cargo", "build", "--quiet", "--locked", "--manifest-path", join(examples, "Cargo.toml"), "--target-dir", target, "-p", "workers-rs", "--target", MACHINE);
  const bound = join(folder, "bound");
  await run("wasm-bindgen", "--target", "web", "--no-typescript", "--omit-default-module-path", "--out-dir", bound, "--out-name", "index", join(target, MACHINE, "debug/workers_rs.wasm"));
  await build({
    stdin: { contents: ENTRY, resolveDir: bound },
    outfile: join(folder, "worker.js"),
    bundle: true,
    format: "esm",
    target: "es2024",
    external: ["cloudflare:*", "*.wasm"],
    logLevel: "error",
  });
  return [
    { type: /** @type {const} */ ("ESModule"), path: "worker.js", contents: await readFile(join(folder, "worker.js"), "utf8") },
    { type: /** @type {const} */ ("CompiledWasm"), path: "index_bg.wasm", contents: await readFile(join(bound, "index_bg.wasm")) },
  ];
}

const { failures, report } = collector();
const { counts, group } = recorder(report);
const add = group("a Worker in Rust and the npm package");
const folder = await mkdtemp(join(tmpdir(), "waxseal-workers-rs-"));
/** @type {Miniflare | undefined} */
let miniflare;

const pairOf = (/** @type {string | undefined} */ setCookie) => String(setCookie).split(";")[0];

try {
  const worker = new Miniflare(convertV4MiniflareOptions({
    modules: await compile(folder),
    compatibilityDate: "2026-01-01",
    kvNamespaces: ["SESSIONS"],
  }));
  miniflare = worker;
  const kv = cloudflareKV(/** @type {any} */ (await worker.getKVNamespace("SESSIONS")));
  const sessions = createSessions({ store: "kv", kv, key: "_my_app", log: false });
  const ask = (/** @type {string | undefined} */ cookie) => worker.dispatchFetch("https://app.example/", { headers: cookie ? { cookie } : {} });

  await add("a visit is counted over two requests, and the npm package opens the session", async () => {
    const first = await ask(undefined);
    equal(await first.text(), "visit 1", "the first");
    const [setCookie] = first.headers.getSetCookie();
    ok(/; secure(;|$)/i.test(setCookie), `over https it is secure: ${setCookie}`);
    const cookie = pairOf(setCookie);
    equal(await (await ask(cookie)).text(), "visit 2", "the second");
    equal((await sessions.fetch(cookie)).get("visits"), 2, "what the npm package reads");
  });
  await add("the Worker opens the npm package's session", async () => {
    const session = await sessions.fetch("");
    session.put("visits", 41);
    const cookie = pairOf(await sessions.commit(session));
    equal(await (await ask(cookie)).text(), "visit 42", "text");
    equal((await sessions.fetch(cookie)).get("visits"), 42, "what the npm package reads");
  });
  await add("the npm package's log-out ends it", async () => {
    const cookie = pairOf((await ask(undefined)).headers.getSetCookie()[0]);
    const session = await sessions.fetch(cookie);
    session.drop();
    await sessions.commit(session);
    // The mark is read, and neither is anything written: a visitor without a session.
    const late = await ask(cookie);
    equal(await late.text(), "visit 1", "text");
    equal(late.headers.getSetCookie().length, 0, "a late request sets no cookie");
  });
  await add("what nobody gave out is no session, and no error", async () => {
    const answer = await ask(`_my_app=${"A".repeat(43)}`);
    equal(await answer.text(), "visit 1", "text");
    equal(answer.status, 200, "status");
  });
} finally {
  await miniflare?.dispose();
  await rm(folder, { recursive: true, force: true });
}
const isGood = print(counts, failures);
const sum = (/** @type {"passed" | "failed"} */ key) => Object.values(counts).reduce((total, count) => total + count[key], 0);
console.log(`${sum("passed")} passed, ${sum("failed")} failed`);
process.exitCode = isGood ? 0 : 1;
