// @ts-check
// waxseal/sveltekit in SvelteKit: an app is built by its own vite plugin, and served.

import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, readFile, readdir, rm, symlink } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { createSessions } from "waxseal";
import { equal, ok } from "../../conformance/check.js";
import { sentBack } from "../../conformance/cookie.js";

const here = (/** @type {string} */ path) => fileURLToPath(new URL(path, import.meta.url));
const ORIGIN = "https://example.com";
/** As the app's. */
const sessions = createSessions({ store: "cookie", key: "_app_key", secretKeyBase: "0123456789abcdef".repeat(4), signingSalt: "a salt", log: false });

/** The versions, newest first, by their folders. */
export const VERSIONS = ["@sveltejs/kit", "sveltekit-2"];

/** @param {(name: string) => any} group */
export async function svelteKit(group) {
  for (const name of VERSIONS) {
    const folder = await build(name);
    try {
      await inVersion(group(`SvelteKit ${await majorOf(name)}`), name, folder);
    } finally {
      await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
    }
  }
}

/** @param {string} name */
async function majorOf(name) {
  const { version } = JSON.parse(await readFile(here(`../node_modules/${name}/package.json`), "utf8"));
  return Number.parseInt(version, 10);
}

/** @param {string} name of a version @param {string[]} [external] what is not bundled @returns {Promise<string>} the app's folder, where the frameworks are found */
export async function build(name, external = []) {
  const folder = await mkdtemp(here("../tmp-sveltekit-"));
  await cp(here("sveltekit"), folder, { recursive: true });
  await mkdir(join(folder, "node_modules/@sveltejs"), { recursive: true });
  await symlink(here(`../node_modules/${name}`), join(folder, "node_modules/@sveltejs/kit"));
  // What it has of its own, as what it builds imports that.
  const its = here(`../node_modules/${name}/node_modules`);
  for (const one of await readdir(its).catch(() => [])) await symlink(join(its, one), join(folder, "node_modules", one));
  const env = { ...process.env, EXTERNAL: external.join(" ") };
  await promisify(execFile)(process.execPath, [here("../node_modules/vite/bin/vite.js"), "build"], { cwd: folder, env });
  return folder;
}

/** @param {any} test @param {string} name of a version @param {string} folder its app's */
export async function inVersion(test, name, folder) {
  const major = await majorOf(name);
  const built = (/** @type {string} */ file) => import(pathToFileURL(join(folder, ".svelte-kit/output/server", file)).href);
  const [{ Server }, { manifest }] = [await built("index.js"), await built("manifest.js")];
  const server = new Server(manifest);
  await server.init({ env: {} });

  let cookie = "";
  const visit = async (/** @type {string} */ path, /** @type {RequestInit} */ init = {}) => {
    const request = new Request(ORIGIN + path, { ...init, headers: { cookie, origin: ORIGIN, accept: "text/html", ...init.headers } });
    const response = await server.respond(request, { getClientAddress: () => "127.0.0.1" });
    const [header] = response.headers.getSetCookie();
    if (header) cookie = sentBack(header);
    return { response, text: await response.text(), header };
  };

  await test("an endpoint counts visits", async () => {
    for (const count of [1, 2, 3]) {
      const { text, header } = await visit("/");
      equal(text, `visit ${count}`, "body");
      ok(header.includes("; secure; HttpOnly"), header);
    }
  });
  await test("an endpoint that throws commits nothing", async () => {
    const { response, header } = await visit("/throws");
    equal(response.status, major < 3 ? 500 : 503, "the status that handleError gives since SvelteKit 3");
    equal(header, undefined, "Set-Cookie");
    equal((await visit("/")).text, "visit 4", "afterwards");
  });
  await test("a form action logs in, a page shows it", async () => {
    ok((await visit("/page")).text.includes("Hello, nobody"), "before");
    const { response } = await visit("/page", { method: "POST", body: new URLSearchParams({ user: "ada" }) });
    equal(response.status, 303, "redirected");
    const page = await visit("/page");
    ok(page.text.includes("Hello, ada"), page.text);
    equal(page.response.headers.get("vary"), "Cookie", "Vary");
  });
  await test("an unexpected throw of load commits nothing, in a page and in a data request; what handleError did goes out", async () => {
    for (const path of ["/data?throw", "/data/__data.json?throw"]) equal((await visit(path)).header, undefined, path);
    const { header } = await visit("/data/__data.json?throw&note");
    ok(header, "handleError's own");
    equal((await visit("/")).text, "visit 5", "afterwards");
    ok((await visit("/data/__data.json")).header, "a data request that throws nothing");
  });
  await test("a redirect of a hook of the app's own is an answer", async () => {
    const before = cookie;
    for (const path of ["/data?guard&other", "/data/__data.json?guard&other"]) {
      cookie = before;
      const { response } = await visit(path);
      const headers = response.headers.getSetCookie();
      equal(headers.map((header) => header.split("=")[0]).sort().join(), "_app_key,_other", path);
      for (const header of headers) ok(/; HttpOnly/i.test(header) && /; Secure/i.test(header) && !/; SameSite/i.test(header), header);
    }
    cookie = before;
  });
  await test("it is one whatever came before it: calls of the app's own, the page; and if it is a Response", async () => {
    const earlier = cookie;
    cookie = "";
    await visit("/");
    const before = cookie;
    for (const [how, wanted] of Object.entries({ "": "notice,visits", "call=/": "notice,visits 2", "call=/answers/own": "deleted", late: "notice,visits", response: "notice,visits", "response&call=/": "notice,visits" })) {
      for (const path of ["/page", "/page/__data.json"]) {
        cookie = before;
        const { response, text, header } = await visit(`${path}?guard&${how}`);
        equal(`${response.status} ${response.headers.getSetCookie().length} ${/"redirect".*"\/page"/.test(text)}`, path === "/page" ? "303 1 false" : "200 1 true", `${path}, ${how}: ${text}`);
        const own = sessions.fetch(cookie);
        const seen = /max-age=0/i.test(header) ? "deleted" : own.keys().sort().join();
        if (path !== "/page") equal(response.headers.get("cache-control"), "private, no-store", `${path}, ${how}: for whom it is`);
        equal(how === "call=/" ? `${seen} ${own.get("visits")}` : seen, wanted, `${path}, ${how}`);
      }
    }
    cookie = earlier;
  });
  await test("two sessions of two cookies: what was not expected is told to both", async () => {
    const names = async (/** @type {string} */ path) => (await visit(path)).response.headers.getSetCookie().map((header) => header.split("=")[0]).sort().join();
    const before = cookie;
    equal(await names("/data/__data.json?other"), "_app_key,_other", "both commit");
    cookie = before;
    equal(await names("/data/__data.json?other&throw"), "", "neither does");
  });
  await test("a remote function that throws what nobody expects commits nothing; all else does", async () => {
    const [hash] = Object.keys(manifest.remotes ?? manifest._.remotes);
    // As SvelteKit's client writes an argument: devalue's text in base64url.
    const payload = (/** @type {string} */ how) => Buffer.from(JSON.stringify([how])).toString("base64url");
    const call = async (/** @type {string} */ how) => {
      const init = { method: "POST", body: JSON.stringify({ payload: payload(how), refreshes: [] }), headers: { "content-type": "application/json", "x-sveltekit-pathname": "/remote", "x-sveltekit-search": "" } };
      const { response, text, header } = await visit(`/_app/remote/${hash}/count`, init);
      equal(response.status, 200, text);
      return { header, type: JSON.parse(text).type };
    };
    const before = cookie;
    const counted = await call("return");
    equal(counted.type, "result", "what it gave");
    ok(counted.header, "counts");
    const expected = await call("error");
    equal(expected.type, "error", "an expected error");
    ok(expected.header, "commits");
    const thrown = await call("throw");
    equal(thrown.type, "error", "an unexpected one");
    equal(thrown.header, undefined, "commits nothing");
    cookie = before;
  });
  await test("an answer is an answer: redirect, error, a Response of status 500", async () => {
    const before = cookie;
    for (const what of ["error", "missing", "redirect", "own", "far"]) {
      cookie = before;
      const { header } = await visit(`/answers/${what}`);
      ok(header?.includes("max-age=0"), `${what}: ${header}`);
    }
    for (const what of ["error", "missing", "redirect", "own", "far"]) {
      cookie = before;
      for (const method of ["GET", "HEAD"]) {
        const { header } = await visit(`/answers/${what}?remembered`, { method });
        ok(/; max-age=3600/i.test(header ?? ""), `${method} ${what}, a lifetime of its own: ${header}`);
      }
    }
    cookie = before;
  });
  await test("a log-out in a sub-request is not undone by the page around it", async () => {
    const { response, header } = await visit("/nested");
    ok(/max-age=0/i.test(header), `${header}`);
    equal(response.headers.getSetCookie().length, 1, "one cookie");
  });
  await test("a page whose sub-request set the cookie is private and varies", async () => {
    const { response } = await visit("/sub");
    equal(response.headers.getSetCookie().length, 1, "one cookie");
    ok(response.headers.get("cache-control")?.includes("private"), `${response.headers.get("cache-control")}`);
    equal(response.headers.get("vary"), "Cookie", "Vary");
  });
}
