// @ts-check
// The hosts: how each builds an app of the packed tarball, and runs it.

import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { equal, ok } from "../conformance/check.js";
import { sentBack } from "../conformance/cookie.js";

/** @typedef {import("./app.js").App} App */

/** Three visits with one cookie. @param {string} url */
async function visits(url) {
  let cookie = "";
  for (const visit of [1, 2, 3]) {
    const response = await fetch(url, { headers: { cookie } });
    equal(`${response.status} ${await response.text()}`, `200 visit ${visit}`, url);
    cookie = sentBack(response.headers.getSetCookie()[0]);
  }
}

/** What an app of Next's does, however it was built. @param {string} origin */
async function next(origin) {
  await visits(`${origin}/count`);
  const login = await fetch(`${origin}/count`, { method: "POST", redirect: "manual" });
  equal(login.status, 307, "redirect() in a handler");
  const cookie = sentBack(login.headers.getSetCookie()[0]);
  ok((await (await fetch(`${origin}/page`, { headers: { cookie } })).text()).includes("Hello, <!-- -->ada"), "the page after the log-in");
  const seen = await fetch(`${origin}/seen`, { headers: { cookie } });
  equal(seen.headers.getSetCookie().length, 1, "the proxy's cookie");
  ok((await (await fetch(`${origin}/page`, { headers: { cookie: sentBack(seen.headers.getSetCookie()[0]) } })).text()).includes("ada"), "after the proxy");
}

/** @param {string} bundler */
const nextBuilt = (bundler) => async (/** @type {App} */ app) => {
  await app.run("next", "build", bundler);
  await app.serve(["next", "start", "-p", "$PORT", "-H", "127.0.0.1"], "/count", async (origin) => {
    await next(origin);
    if (bundler === "--turbopack") await visits(`${origin}/edge`);
  });
};

/** @param {string} bundler */
const nextStandalone = (bundler) => async (/** @type {App} */ app) => {
  app.env.STANDALONE = "1";
  await app.run("next", "build", bundler);
  const server = (await app.list(".next/standalone")).find((file) => file.endsWith("server.js") && !file.includes("node_modules"));
  await app.serve(["node", join(".next/standalone", String(server))], "/count", next);
};

/** Next 16.4 built by webpack looks for a manifest of its own that it doesn't write where a route handler has the edge runtime. @param {(app: App) => Promise<void>} attempt */
const withoutEdge = (attempt) => async (/** @type {App} */ app) => {
  await rm(app.path("app/edge"), { recursive: true });
  await attempt(app);
};

/** @type {Record<string, { app: string, try(app: App): Promise<void> }>} */
export const HOSTS = {
  "Next, Turbopack": { app: "next", try: nextBuilt("--turbopack") },
  "Next, Turbopack, standalone": { app: "next", try: nextStandalone("--turbopack") },
  "Next, webpack": { app: "next", try: withoutEdge(nextBuilt("--webpack")) },
  "Next, webpack, standalone": { app: "next", try: withoutEdge(nextStandalone("--webpack")) },
  "SvelteKit, adapter-node": {
    app: "kit",
    async try(app) {
      await app.run("vite", "build");
      await app.serve(["node", "build/index.js"], "/", (origin) => visits(`${origin}/`));
    },
  },
  "esbuild, ES modules for Node": {
    app: "bundle",
    async try(app) {
      await app.run("esbuild", "server.js", "--bundle", "--platform=node", "--format=esm", "--outfile=out/server.mjs");
      await app.serve(["node", "out/server.mjs"], "/", (origin) => visits(`${origin}/`));
    },
  },
  "webpack, ES modules for Node": {
    app: "bundle",
    async try(app) {
      await app.run("webpack", "--config", "webpack.config.js");
      await app.serve(["node", "out/server.mjs"], "/", (origin) => visits(`${origin}/`));
    },
  },
  "esbuild and rolldown to CommonJS: a clear error": {
    app: "bundle",
    async try(app) {
      await app.run("esbuild", "server.js", "--bundle", "--platform=node", "--format=cjs", "--outfile=out/esbuild.cjs", "--log-level=error");
      await app.run("rolldown", "server.js", "--platform", "node", "--format", "cjs", "--file", "out/rolldown.cjs");
      for (const bundle of ["out/esbuild.cjs", "out/rolldown.cjs"]) {
        const text = await readFile(app.path(bundle), "utf8");
        // A bundler may keep a place of its own for import.meta.url: then it works.
        const isKept = /pathToFileURL\(__filename\)/.test(text);
        if (isKept) await app.serve(["node", bundle], "/", (origin) => visits(`${origin}/`));
        else {
          const error = await app.run("node", bundle).then(() => undefined, (error) => error);
          ok(/waxseal: is an ES module and was bundled to CommonJS/.test(String(error?.message)), `${bundle}: ${error?.message}`);
        }
      }
    },
  },
};

