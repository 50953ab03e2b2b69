// @ts-check
// TanStack Start and SolidStart: the walk through tests/package/frameworks/walk, and what else a session goes through there.

import { fileURLToPath } from "node:url";
import { equal, ok } from "../conformance/check.js";
import { served } from "../package/frameworks/walk/drivers/elsewhere.js";
import { Browser } from "./browser.js";
import { walked } from "./walked.js";

/** @typedef {import("./app.js").App} App */

const TSC = fileURLToPath(new URL("../../node_modules/typescript/bin/tsc", import.meta.url));

/** Start's server functions, called as its client does (`x-tsr-serverFn`) or as a form without scripts. @param {string} origin */
async function tanStack(origin) {
  const anyone = new Browser(origin);
  const page = await anyone.ask("/");
  ok(page.text.includes("visit <!-- -->1") && page.own.length === 1, `a page whose loader counts: ${page.status} ${page.text}`);
  ok((await anyone.ask("/")).text.includes("visit <!-- -->2"), "and again");
  equal((await anyone.ask("/", { method: "HEAD" })).own.length, 1, "HEAD");
  const [, url = ""] = /<form action="([^"]+)"/.exec(page.text) ?? [];
  const call = (/** @type {string} */ how, /** @type {Record<string, string>} */ headers = { "x-tsr-serverFn": "true" }, /** @type {[string, string][]} */ ...more) => {
    const body = new FormData();
    for (const [name, value] of [["how", how], ...more]) body.append(name, value);
    return anyone.ask(url, { method: "POST", body, headers: { "sec-fetch-site": "same-origin", ...headers } });
  };
  const session = async () => JSON.parse((await anyone.ask("/api")).text);

  const login = await call("login", {});
  equal(`${login.status} ${login.headers.get("location")} ${login.own.length}`, "307 / 1", "redirect() in a form's function");
  equal((await session()).user, "ada", "what was done before it");
  const again = await call("login");
  equal(`${again.own.length} ${again.text.includes("isSerializedRedirect")}`, "1 true", `redirect() in a function that a script calls: ${again.text}`);
  const remembered = await call("remember");
  ok(/; max-age=3600/i.test(remembered.last), `its own lifetime, over a redirect: ${remembered.last}`);
  ok(/; max-age=3\d{3}(;|$)/i.test((await anyone.ask("/")).last), "and from then on");
  const cookies = await call("cookies");
  equal(cookies.names, "_app_key,a,b", "beside cookies of the app's own, over a redirect");
  const saved = await call("saved", {});
  equal(`${saved.status} ${saved.headers.get("location")}`, "307 /look", "a message over a redirect");
  ok((await anyone.ask("/look")).text.includes("info <!-- -->saved"), "the page that shows it");
  ok((await anyone.ask("/look")).text.includes("info <!-- -->-"), "and again");
  equal((await call("stream")).text, "ab", "a stream");
  const shared = await call("shared");
  equal(`${shared.headers.get("cache-control")} ${shared.own.length}`, "max-age=60, private 1", "what a helper said of caches");

  for (const how of ["missing", "denied", "sorry"]) {
    const answer = await call(how);
    equal(answer.own.length, 1, `${how}: ${answer.status} ${answer.text}`);
  }
  const failed = await call("fail");
  equal(failed.own.length, 0, `a function that fails: ${failed.status} ${failed.text}`);
  equal((await call("fail", {})).own.length, 0, "of a form");
  const route = await anyone.ask("/api", { method: "POST" });
  equal(`${route.status} ${route.own.length}`, "500 0", "a server route that fails");
  // Who calls a function may say what is in its context, and not what the session is.
  const text = (/** @type {string} */ s) => ({ t: 1, s });
  const context = { t: { t: 10, i: 0, p: { k: ["session", "mine"], v: [text("forged"), text("was sent")] }, o: 0 }, f: 63, m: [] };
  const forged = await call("forged", undefined, ["__TSS_CONTEXT", JSON.stringify(context)]);
  ok(forged.text.includes("was sent, lin"), `a context that the client sends: ${forged.status} ${forged.text}`);

  for (const [how, outcome] of [["redirect", "307 1"], ["missing", "404 1"], ["fail", "500 0"]]) {
    const looked = await anyone.ask(`/look?how=${how}`);
    equal(`${looked.status} ${looked.own.length}`, outcome, `a page whose loader's function: ${how}: ${looked.text}`);
  }
  const { visits, ...all } = await session();
  ok(visits >= 4, `${visits}`);
  equal(JSON.stringify(all), '{"cookies":true,"denied":true,"looked":"missing","missed":true,"shared":true,"sorry":true,"streamed":true,"user":"lin"}', "what is in it in the end");
  await call("logout");
  equal(JSON.stringify(await session()), "{}", "after the log-out");
  equal(anyone.cookie, "", "its cookie");
}

/** SolidStart's server functions, called as its client does or as a form without scripts. @param {string} origin */
async function solid(origin) {
  const anyone = new Browser(origin);
  // Solid keeps its texts apart by comments.
  const page = async (/** @type {string} */ path) => {
    const got = await anyone.ask(path);
    return { ...got, text: got.text.replaceAll(/<!--.*?-->/g, "") };
  };
  const first = await page("/");
  ok(first.text.includes("visit 1") && first.own.length === 1, `a page that counts: ${first.status} ${first.text}`);
  ok((await page("/")).text.includes("visit 2"), "and again");
  equal((await anyone.ask("/", { method: "HEAD" })).own.length, 1, "HEAD");
  const [, url = "", id = ""] = /action="([^"]+\?id=([^"]+))"/.exec(first.text) ?? [];
  const form = (/** @type {string} */ how) => {
    const body = new FormData();
    body.append("how", how);
    return body;
  };
  const submit = (/** @type {string} */ how) => anyone.ask(url, { method: "POST", body: form(how) });
  const call = (/** @type {string} */ how, headers = {}) => anyone.ask("/_server", {
    method: "POST", body: form(how), headers: { "x-server-id": decodeURIComponent(id), "x-server-instance": "server-fn:0", "x-start-type": "2", ...headers },
  });
  const session = async () => JSON.parse((await anyone.ask("/api")).text);

  const login = await submit("login");
  equal(`${login.status} ${login.headers.get("location")} ${login.own.length}`, "302 / 1", "redirect() in a form's function");
  equal((await session()).user, "ada", "what was done before it");
  const again = await call("login");
  equal(`${again.status} ${again.headers.get("location")} ${again.own.length}`, "200 / 1", "redirect() in a function that a script calls");
  // What the page that it goes to reads is in the same answer.
  const flight = await call("login", { "x-single-flight": "true" });
  equal(`${flight.headers.get("x-single-flight")} ${flight.own.length} ${JSON.stringify(await session())}`, 'true 1 {"user":"ada","visits":4}', "a single flight");
  const remembered = await call("remember");
  ok(/; max-age=3600/i.test(remembered.last), `its own lifetime, over a redirect: ${remembered.last}`);
  ok(/; max-age=3\d{3}(;|$)/i.test((await anyone.ask("/")).last), "and from then on");
  equal((await call("cookies")).names, "_app_key,a,b", "beside cookies of the app's own, over a redirect");
  const saved = await submit("saved");
  equal(`${saved.status} ${saved.headers.get("location")}`, "302 /look", "a message over a redirect");
  ok((await page("/look")).text.includes("info saved"), "the page that shows it");
  ok((await page("/look")).text.includes("info -"), "and again");
  const shared = await call("shared");
  equal(`${shared.headers.get("cache-control")} ${shared.own.length}`, "max-age=60, private 1", "what a helper said of caches");
  // What it gives to a form without scripts stands in a cookie of Solid's.
  const returned = await submit("returns");
  equal(returned.names, "_app_key,flash", "beside Solid's own cookie");

  const denied = await call("denied");
  equal(`${denied.status} ${denied.own.length}`, "403 1", `a thrown answer: ${denied.text}`);
  for (const [how, failed] of Object.entries({ "that a script calls": await call("fail"), "of a form": await submit("fail") })) {
    equal(failed.own.length, 0, `a function that fails, ${how}: ${failed.status} ${failed.text}`);
  }
  const route = await anyone.ask("/api", { method: "POST" });
  equal(`${route.status} ${route.own.length}`, "500 0", "an API route that fails");
  for (const [how, outcome] of [["redirect", "302 1"], ["fail", "500 0"]]) {
    const looked = await anyone.ask(`/look?how=${how}`);
    equal(`${looked.status} ${looked.own.length}`, outcome, `a page whose function: ${how}`);
  }
  const { visits, ...all } = await session();
  ok(visits >= 4, `${visits}`);
  equal(JSON.stringify(all), '{"cookies":true,"denied":true,"looked":"redirect","returned":true,"shared":true,"user":"lin"}', "what is in it in the end");
  await call("logout");
  equal(JSON.stringify(await session()), "{}", "after the log-out");
  equal(anyone.cookie, "", "its cookie");
}

/** @param {string} name @param {string} kind one of apps/ @param {(origin: string) => Promise<void>} attempt */
const start = (name, kind, attempt) => ({
  app: kind,
  async try(/** @type {App} */ app) {
    if (app.has("types.ts")) await app.run("node", TSC, "--noEmit", "--strict", "--skipLibCheck", "--target", "es2022", "--module", "esnext", "--moduleResolution", "bundler", "--types", "", "types.ts");
    await app.run("vite", "build");
    const folder = await app.move("dist", { "package.json": '{ "type": "module" }' });
    const command = ["node", app.path("serve.js")];
    await app.serve(command, "/api", attempt, folder);
    await walked(served(name, command, { cwd: folder }));
  },
});

/** @type {import("./hosts.js").Hosts} */
export const starts = {
  "TanStack Start on Workers": {
    app: "tanstack-start",
    async try(app) {
      app.env.WORKERS = "1";
      await app.run("vite", "build");
      await app.serve(["vite", "preview", "--host", "127.0.0.1", "--port", "$PORT", "--strictPort"], "/api", tanStack);
    },
  },
  "TanStack Start": start("TanStack Start", "tanstack-start", tanStack),
  "SolidStart": start("SolidStart", "solid-start", solid),
};
