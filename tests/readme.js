// @ts-check
// The code of README.md and of docs/ is run: Workers in workerd, pages in Chromium, TypeScript through its compiler and all else in
// Node; a command is a target of the Makefile or works. `node readme.js [file …]`

import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { createSessions } from "waxseal";
import { browse } from "./browse.js";
import { equal, ok, recorder } from "./conformance/check.js";
import { sentBack } from "./conformance/cookie.js";
import { collector, print } from "./conformance/print.js";
import { freePort, waitFor } from "./package/server.js";
import { bun, deno } from "./runtimes.js";
import { serve } from "./workerd.js";

const repository = fileURLToPath(new URL("..", import.meta.url));
const read = (/** @type {string} */ file) => readFile(join(repository, file), "utf8");
const docs = (await readdir(join(repository, "docs"))).filter((file) => file.endsWith(".md")).map((file) => `docs/${file}`);
const pages = process.argv.length > 2 ? process.argv.slice(2).map((file) => relative(repository, resolve(file))) : ["README.md", ...docs];

process.env.SECRET_KEY_BASE = "0123456789abcdef".repeat(4);
const { failures, report } = collector();
const { counts, group } = recorder(report);
// Where the frameworks are, too.
const folder = await mkdtemp(join(repository, "tests/package/tmp-readme-"));

/** Two visits with a cookie jar. @param {(cookie: string) => Promise<Response>} visit */
async function visits(visit) {
  let cookie = "";
  for (const count of [1, 2]) {
    const response = await visit(cookie);
    equal(await response.text(), `visit ${count}`, "the answer");
    cookie = sentBack(response.headers.getSetCookie()[0] ?? "");
  }
}

/** @param {string} code */
async function inWorkerd(code) {
  const secret = "0123456789abcdef".repeat(4);
  // The app behind it, where there is one: it has the same options, and says what it finds in the session.
  const app = createServer((request, answer) => {
    const sessions = createSessions({ store: "cookie", key: "_shop_key", signingSalt: "3kVbPzQ1", secretKeyBase: secret, log: false });
    answer.end(`visit ${sessions.fetch(request.headers.cookie ?? "").get("visits")}`);
  }).listen(0, "127.0.0.1");
  await once(app, "listening");
  const bindings = { SECRET_KEY_BASE: secret, ORIGIN: `http://127.0.0.1:${/** @type {import("node:net").AddressInfo} */ (app.address()).port}` };
  const { origin, stop } = await serve({ contents: code, resolveDir: folder }, { bindings });
  try {
    await visits((cookie) => fetch(origin, { headers: { cookie } }));
  } finally {
    await stop();
    app.close();
    app.closeAllConnections();
  }
}

/** TypeScript, as strict as it can be. @param {string} code @param {number} index */
async function compiles(code, index) {
  const file = join(folder, `${index}.ts`);
  await writeFile(file, code);
  const config = join(folder, `${index}.json`);
  await writeFile(config, JSON.stringify({
    compilerOptions: {
      noEmit: true, strict: true, skipLibCheck: true, target: "es2024", module: "nodenext", types: ["@cloudflare/workers-types"],
      // The package stands in another folder than Hono.
      paths: { hono: ["../node_modules/hono/dist/types/index.d.ts"] },
    },
    files: [file],
  }));
  const said = await promisify(execFile)(join(repository, "node_modules/.bin/tsc"), ["-p", config], { cwd: repository }).then(() => "", ({ stdout }) => stdout);
  equal(said, "", "what the compiler says");
}

/** A server of Node's, or of a framework on it. @param {any} app @param {(origin: string) => Promise<void>} [more] */
async function onPort(app, more) {
  // Fastify takes an object, and gives a promise. By its name it would look localhost up, and fall over what was closed meanwhile.
  const listening = app.listen("ready" in app ? { port: 0, host: "127.0.0.1" } : 0);
  const server = typeof listening.address === "function" ? listening : app.server;
  if (!server.listening) await once(server, "listening");
  try {
    const origin = `http://127.0.0.1:${server.address().port}`;
    await visits((cookie) => fetch(origin, { headers: { cookie } }));
    await more?.(origin);
  } finally {
    server.close();
    server.closeAllConnections();
  }
}

/** These frameworks' are files of apps that are built and run by `make test-hosts`. @param {string} code */
async function isOfHost(code) {
  const apps = join(repository, "tests/hosts/apps");
  const files = (await readdir(apps, { recursive: true })).filter((file) => /^(next-session|nuxt|tanstack-start|solid-start)\/.*\.js$/.test(file));
  const texts = await Promise.all(files.map((file) => readFile(join(apps, file), "utf8")));
  // Nuxt's serves the walk, too.
  const plain = texts.map((text) => text.replace(/^import \{ spec \} .*\n/m, "").replace(/spec \? .* : (session\(sessions\))/, "$1"));
  ok(plain.includes(code), "no file of tests/hosts/apps is this one");
}

/** @param {string} code @param {number} index */
async function inNode(code, index) {
  const file = join(folder, `${index}.js`);
  // A server is given a port that is free.
  const before = code.includes("const before = expressSession(");
  await writeFile(file, (before ? withOld(code) : code).replace(/^(\w+)\.listen\(.*\);$/m, "export default $1;"));
  const { default: app, sessions } = await import(pathToFileURL(file).href);
  ok(app ?? sessions, "exports neither a handler nor sessions: how could it be tried?");
  if (typeof app?.listen === "function" && typeof app.fetch !== "function") return onPort(app, before ? isTakenOver : undefined);
  if (app && code.includes('"/logout-everywhere"')) return isWholeApp(app, code);
  if (app) return visits(async (cookie) => app.fetch(new Request("https://example.com/", { headers: { cookie } })));
  const session = await sessions.fetch("");
  session.put("seen", true);
  const header = await sessions.commit(session);
  equal((await sessions.fetch(sentBack(header))).get("seen"), true, "what the next request finds");
}

/** The app of docs/coming-from.md, with a log-in as it was before, and pages that say who is there and log out. @param {string} code */
function withOld(code) {
  const old = 'app.get("/old", before, (req, res) => { req.session.user = "ada"; res.end(); });';
  const pages = 'app.get("/who", (req, res) => res.send(req.session.get("user", "nobody"))).get("/out", (req, res) => { req.session.drop(); res.end(); });';
  return code.replace(/^const app = .*$/m, `$&\n${old}`).replace(/^app\.listen/m, `${pages}\n$&`);
}

/** Who was logged in by express-session stays so, and not after a log-out. @param {string} origin */
async function isTakenOver(origin) {
  const ask = (/** @type {string} */ path, /** @type {string} */ cookie) => fetch(origin + path, { headers: { cookie } });
  const sent = (/** @type {Response} */ response) => sentBack(response.headers.getSetCookie()[0] ?? "");
  const old = sent(await ask("/old", ""));
  const first = await ask("/who", old);
  const both = `${old}; ${sent(first)}`;
  equal([await first.text(), await (await ask("/who", both)).text()].join(), "ada,ada", "taken over, and kept");
  await ask("/out", both);
  equal([await (await ask("/who", old)).text(), await (await ask("/who", both)).text()].join(), "nobody,nobody", "after a log-out");
}

/** A server of Deno's or of Bun's. @param {string} code @param {number} index @param {string} program @param {...string} words */
async function inRuntime(code, index, program, ...words) {
  const file = join(folder, `${index}.js`);
  const port = await freePort();
  await writeFile(file, code.replace(/\bport: \d+/, `port: ${port}`));
  const server = spawn(program, [...words, file], { cwd: repository, detached: true, stdio: "ignore" });
  const ended = once(server, "exit");
  try {
    await waitFor(`http://127.0.0.1:${port}/`);
    await visits((cookie) => fetch(`http://127.0.0.1:${port}/`, { headers: { cookie } }));
  } finally {
    // A group of its own: what npm installs of Deno starts another.
    if (server.pid && server.exitCode === null) process.kill(-server.pid, "SIGKILL");
    await ended;
  }
}

/** The app of docs/recipes.md, with two browsers. @param {{ fetch(request: Request): Response | Promise<Response> }} app @param {string} code */
async function isWholeApp(app, code) {
  ok(code.trimEnd().split("\n").length <= 28, `${code.trimEnd().split("\n").length} lines`);
  const browser = () => {
    let cookie = "";
    return async (/** @type {string} */ path, /** @type {Record<string, string>} */ form) => {
      const response = await app.fetch(new Request(`https://example.com${path}`, { headers: { cookie }, ...(form ? { method: "POST", body: new URLSearchParams(form) } : {}) }));
      const header = response.headers.getSetCookie()[0] ?? "";
      if (header) cookie = sentBack(header);
      return { status: response.status, header, cookie, text: await response.text(), keep: (/** @type {string} */ old) => (cookie = old) };
    };
  };
  const [one, other] = [browser(), browser()];
  const page = async (/** @type {ReturnType<typeof browser>} */ ask) => Object.values(JSON.parse((await ask("/")).text)).join();
  ok(/max-age=2592000/.test((await one("/login", { user: "ada", remember: "on" })).header), "remembered");
  ok(!/max-age/.test((await other("/login", { user: "ada" })).header), "and not");
  equal([await page(one), await page(one), await page(other)].join(" "), "Welcome ada,ada,1 ,ada,2 Welcome ada,ada,1", "each its own");
  equal((await one("/admin")).status, 302, "ada is no admin");
  const { cookie } = await other("/");
  await one("/logout-everywhere", {});
  equal([await page(one), await page(other)].join(" "), "Bye, everywhere ", "both are logged out");
  await one("/login", { user: "admin" });
  equal((await one("/admin")).text, "admin", "the admin's page");
  await one("/logout", {});
  equal(await page(one), "Bye", "logged out");
  (await other("/")).keep(cookie);
  ok(!(await page(other)).includes("ada"), "a cookie of before opens nothing");
}

/** An import map, as it stands. @param {string} code @param {number} index */
async function inChromium(code, index) {
  await writeFile(join(folder, `${index}.html`), `<!doctype html><link rel="icon" href="data:,">${code}<script type="module">
    const post = (result) => fetch("/result", { method: "POST", body: JSON.stringify(result) });
    import("waxseal").then((waxseal) => post(Object.keys(waxseal)), (error) => post(String(error)));</script>`);
  const names = await browse("chromium", `/${folder.slice(repository.length)}/${index}.html`);
  ok(names.includes("createSessions"), `${names}`);
}

/** What is installed under this name, with a cookie of an app's. @param {string} command */
async function ends(command) {
  const sessions = createSessions({ store: "cookie", key: "_shop_key", signingSalt: "3kVbPzQ1", secretKeyBase: "0123456789abcdef".repeat(4) });
  const env = { ...process.env, COOKIE: sentBack(sessions.commit(sessions.fetch("").put("visits", 1))) };
  const line = command.replace(/^npx waxseal/, `"${process.execPath}" "${join(repository, "pkg/dist/command.js")}"`);
  ok((await promisify(execFile)("bash", ["-c", line], { env })).stdout.trim(), `${command} prints nothing`);
}

/** @param {string} command */
async function works(command) {
  const [program, verb, ...names] = command.trim().split(/\s+/);
  if (program === "make") return ok(new RegExp(`^${verb}:`, "m").test(await read("Makefile")), `no target ${verb}`);
  // Not published from here: what is installed must be what is packed.
  if (program === "npm" && verb === "install") return equal(names.join(), JSON.parse(await read("pkg/package.json")).name, "the package's name");
  if (program === "npx" && verb === "waxseal") return ends(command.trim());
  throw new Error(`nobody has tried \`${command}\``);
}

/** @param {string} page */
async function tryPage(page) {
  const test = group(page);
  const text = await read(page);
  const blocks = [...text.matchAll(/^```(\w+)\n(.*?)^```$/gms)].map(([, language, code], index) => ({ language, code, name: `block ${index + 1}: ${code.split("\n")[0]}` }));
  for (const { language, code, name } of blocks) {
    const index = next++;
    if (language === "js" && /from "(?:next\/|@tanstack\/|@solidjs\/|solid-js\/|[./]+\/session\.js")|defineNitroPlugin|useNitroApp/.test(code)) await test(name, () => isOfHost(code));
    else if (language === "js" && code.includes("Deno.serve(")) await test(name, () => inRuntime(code, index, deno, "run", "--no-prompt", "--no-lock", "--allow-env=SECRET_KEY_BASE", "--allow-net"));
    else if (language === "js" && code.includes("Bun.serve(")) await test(name, () => inRuntime(code, index, bun));
    else if (language === "js") await test(name, () => (code.includes('from "cloudflare:') ? inWorkerd(code) : inNode(code, index)));
    else if (language === "ts") await test(name, () => compiles(code, index));
    else if (language === "html") await test(name, () => inChromium(code, index));
    else if (language === "sh") for (const command of code.trim().split("\n")) await test(name, () => works(command));
    else await test(name, () => ok(false, `nobody runs ${language}`));
  }
  for (const [, command] of text.matchAll(/`(make [\w-]+)`/g)) await test(command, () => works(command));
  for (const [, path] of text.matchAll(/\]\((?!https?:|#)([^)#]+)\)/g)) await test(path, async () => ok(await read(join(dirname(page), path)), `${path} is empty`));
  for (const [, path] of text.matchAll(/"(waxseal\/[\w/-]+)"/g)) await test(path, async () => ok(import.meta.resolve(path), path));
}

let next = 0;
try {
  for (const page of pages) await tryPage(page);
} finally {
  await rm(folder, { recursive: true, force: true });
}
process.exitCode = print(counts, failures) ? 0 : 1;
