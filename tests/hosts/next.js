// @ts-check
// Next: built by each of its bundlers, started beside what it was built of, and as a standalone output that was moved.

import { rm } from "node:fs/promises";
import { join } from "node:path";
import { equal, ok } from "../conformance/check.js";
import { sentBack } from "../conformance/cookie.js";
import { visits } from "./visits.js";

/** @typedef {import("./app.js").App} App */

/** What the app does, however it was built. @param {string} origin */
async function behaves(origin) {
  await visits(`${origin}/count`);
  const login = await fetch(`${origin}/count`, { method: "POST", redirect: "manual" });
  equal(login.status, 307, "redirect() in a handler");
  let cookie = sentBack(login.headers.getSetCookie()[0]);
  // React keeps its texts apart by comments.
  const page = async () => (await (await fetch(`${origin}/page`, { headers: { cookie } })).text()).replaceAll("<!-- -->", "");
  ok((await page()).includes("Hello, ada"), "the page after the log-in");
  const seen = await fetch(`${origin}/seen`, { headers: { cookie } });
  equal(seen.headers.getSetCookie().length, 1, "the proxy's cookie");
  cookie = sentBack(seen.headers.getSetCookie()[0]);
  ok((await page()).includes("Hello, ada"), "after the proxy");
  const [header, ...more] = await submit(`${origin}/page`, cookie, await page(), { name: "Lovelace" });
  equal(more.length, 0, "other cookies of the action");
  ok(/; Path=\/(;|$)/i.test(header) && /; HttpOnly(;|$)/i.test(header), `the action's cookie: ${header}`);
  cookie = sentBack(header);
  ok((await page()).includes("Hello, ada Lovelace"), "after the action");
}

/** A form's server action, as a browser without scripts submits it. @param {string} url @param {string} cookie @param {string} page @param {Record<string, string>} fields @returns {Promise<string[]>} the cookies it set */
async function submit(url, cookie, page, fields) {
  const form = new FormData();
  for (const [input] of page.matchAll(/<input type="hidden"[^>]*>/g)) form.append(attribute(input, "name"), attribute(input, "value"));
  ok([...form.keys()].some((name) => name.startsWith("$ACTION_")), "the form names its action");
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  const response = await fetch(url, { method: "POST", body: form, headers: { cookie, origin: new URL(url).origin } });
  equal(response.status, 200, "the action's answer");
  return response.headers.getSetCookie();
}

/** @param {string} tag @param {string} name */
function attribute(tag, name) {
  const [, text = ""] = new RegExp(` ${name}="([^"]*)"`).exec(tag) ?? [];
  return text.replaceAll("&quot;", '"').replaceAll("&amp;", "&");
}

/** @param {string} bundler */
const built = (bundler) => async (/** @type {App} */ app) => {
  await app.run("next", "build", bundler);
  await app.serve(["next", "start", "-p", "$PORT", "-H", "127.0.0.1"], "/count", async (origin) => {
    await behaves(origin);
    if (bundler === "--turbopack") await visits(`${origin}/edge`);
  });
};

/** @param {string} bundler */
const standalone = (bundler) => async (/** @type {App} */ app) => {
  app.env.STANDALONE = "1";
  await app.run("next", "build", bundler);
  const server = (await app.list(".next/standalone")).find((file) => file.endsWith("server.js") && !file.includes("node_modules"));
  const folder = await app.move(".next/standalone");
  await app.serve(["node", join(".next/standalone", String(server))], "/count", behaves, folder);
};

/** Next 16.4 built by webpack looks for a manifest of its own that it doesn't write where a route handler has the edge runtime. @param {(app: App) => Promise<void>} attempt */
const withoutEdge = (attempt) => async (/** @type {App} */ app) => {
  await rm(app.path("app/edge"), { recursive: true });
  await attempt(app);
};

/** @param {App} app */
const inDevelopment = (app) => app.serve(["next", "dev", "-p", "$PORT", "-H", "127.0.0.1"], "/count", async (origin) => {
  await behaves(origin);
  await visits(`${origin}/edge`);
});

/** @type {import("./hosts.js").Hosts} */
export const next = {
  "Next, webpack, standalone, moved": { app: "next", try: withoutEdge(standalone("--webpack")) },
  "Next, Turbopack": { app: "next", try: built("--turbopack") },
  "Next, Turbopack, standalone, moved": { app: "next", try: standalone("--turbopack") },
  "Next, Turbopack, in development": { app: "next", try: inDevelopment },
  "Next, webpack": { app: "next", try: withoutEdge(built("--webpack")) },
};
