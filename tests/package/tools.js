// @ts-check
// Every tool that bundles or runs the package: each gets the same few lines of app/, and they must come out the same.

import { copyFile, mkdir } from "node:fs/promises";
import { equal } from "../conformance/check.js";
import { browse } from "../browse.js";
import * as runtimes from "../runtimes.js";
import { freePort, waitFor } from "./server.js";
import { bin } from "./project.js";

export const COUNTED = "3,32,6";
const vite = bin("vite", "node_modules/.bin/");
const WASM = "node_modules/waxseal/wasm/waxseal_bg.wasm";

/** @typedef {import("./project.js").Project} Project */
/** @type {Record<string, (project: Project) => Promise<void>>} */
export const tools = {
  async "Node 20, 22, 24"(project) {
    for (const node of [runtimes.node20, runtimes.node22, process.execPath]) equal(await project.run(node, "main.js"), COUNTED, node);
  },

  async "deno run, without any permission"(project) {
    equal(await project.run(runtimes.deno, "run", "--no-prompt", "main.js"), COUNTED, "deno");
  },

  async "bun run"(project) {
    equal(await project.run(runtimes.bun, "main.js"), COUNTED, "bun");
  },

  async "bun build for Bun"(project) {
    await project.run(runtimes.bun, "build", "--target=bun", "--outdir=out/bun", "main.js");
    equal(await project.run(runtimes.bun, "out/bun/main.js"), COUNTED, "the bundle");
  },

  async "bun build for Node"(project) {
    await project.run(runtimes.bun, "build", "--target=node", "--conditions=module", "--outdir=out/bun-node", "main.js");
    equal((await project.list("out/bun-node")).join(), "main.js", "what was written");
    equal(await project.run(process.execPath, "out/bun-node/main.js"), COUNTED, "the bundle");
  },

  async "bun build --compile"(project) {
    await project.run(runtimes.bun, "build", "--compile", "--outfile=out/compiled", "main.js");
    equal(await project.run("out/compiled"), COUNTED, "the executable");
  },

  async "esbuild for Node"(project) {
    await project.run(bin("esbuild"), "main.js", "--bundle", "--platform=node", "--format=esm", "--outdir=out/esbuild");
    equal(await project.run(process.execPath, "out/esbuild/main.js"), COUNTED, "the bundle");
  },

  // esbuild carries no assets: the file is copied to where the bundle looks for it, as README says.
  async "esbuild for browsers"(project) {
    await project.run(bin("esbuild"), "browser.js", "--bundle", "--format=esm", "--target=es2022", "--outdir=out/web/js");
    await mkdir(project.path("out/web/wasm"));
    await copyFile(project.path(WASM), project.path("out/web/wasm/waxseal_bg.wasm"));
    await copyFile(project.path("index.html"), project.path("out/web/js/index.html"));
    equal(await browse("chromium", "/js/index.html", { root: project.path("out/web") }), COUNTED, "in Chromium");
  },

  async "vite build for browsers"(project) {
    await project.run(vite, "build", "--outDir", "out/vite");
    const wasm = (await project.list("out/vite")).filter((file) => file.endsWith(".wasm"));
    equal(wasm.length, 1, `wasm among what was built: ${wasm}`);
    equal(await browse("chromium", "/index.html", { root: project.path("out/vite") }), COUNTED, "in Chromium");
  },

  async "vite's development server"(project) {
    const port = await freePort();
    const stop = project.start(vite, "--host", "127.0.0.1", "--port", `${port}`, "--strictPort");
    try {
      await waitFor(`http://127.0.0.1:${port}/`);
      equal(await browse("chromium", "/", { upstream: `http://127.0.0.1:${port}` }), COUNTED, "in Chromium");
    } finally {
      await stop();
    }
  },

  async "vite build --ssr"(project) {
    await project.run(vite, "build", "--ssr", "main.js", "--outDir", "out/ssr");
    equal(await project.run(process.execPath, "out/ssr/main.js"), COUNTED, "the bundle");
  },

  async "vite build --ssr, all in one"(project) {
    await project.run(vite, "build", "--ssr", "main.js", "--outDir", "out/ssr-whole", "--config", "vite.whole.js");
    equal(await project.run(process.execPath, "out/ssr-whole/main.js"), COUNTED, "the bundle");
  },

  async "waxseal/inline: vite for web workers, deno bundle, bun build for browsers"(project) {
    await project.run(vite, "build", "--ssr", "inline.js", "--outDir", "out/inline/vite", "--config", "vite.webworker.js");
    await project.run(runtimes.deno, "bundle", "-o", "out/inline/deno/inline.js", "inline.js");
    await project.run(runtimes.bun, "build", "--target=browser", "--outdir=out/inline/bun", "inline.js");
    for (const bundle of ["vite", "deno", "bun"]) equal(await project.run(process.execPath, `out/inline/${bundle}/inline.js`), "3", bundle);
  },

  async "rspack for browsers"(project) {
    await project.run(process.execPath, bin("rspack.js", "./"), project.folder, "web");
    await copyFile(project.path("index.html"), project.path("out/rspack-web/index.html"));
    equal(await browse("chromium", "/index.html", { root: project.path("out/rspack-web") }), COUNTED, "in Chromium");
  },

  async "rspack for Node"(project) {
    await project.run(process.execPath, bin("rspack.js", "./"), project.folder, "node");
    equal(await project.run(process.execPath, "out/rspack-node/main.js"), COUNTED, "the bundle");
  },
};
