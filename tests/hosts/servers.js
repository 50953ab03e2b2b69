// @ts-check
// Frameworks that build a server: SvelteKit's for Node, and Nitro's for Node and for Workers. Each output is moved away before it runs.

import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { served } from "../package/frameworks/walk/drivers/elsewhere.js";
import { counts, visits } from "./visits.js";
import { walked } from "./walked.js";
import { wrangler } from "./workers.js";

/** @typedef {import("./app.js").App} App */

/** @param {App} app */
async function onNode(app) {
  const folder = await app.move(".output");
  await app.serve(["node", ".output/server/index.mjs"], "/", counts, folder);
}

/** @param {App} app */
async function onWorkers(app) {
  const folder = await app.move(".output");
  await app.serve(wrangler("--config", join(folder, ".output/server/wrangler.json")), "/", counts, folder);
}

/** By its file: Nuxt brings another program of this name. @type {[string, ...string[]]} */
const NITRO = ["node", "../node_modules/nitro/dist/cli/index.mjs"];

/** @param {"node-server" | "cloudflare-module"} preset @param {[string, ...string[]]} build */
const nitro = (preset, build) => async (/** @type {App} */ app) => {
  app.env.NITRO_PRESET = preset;
  if (build[0] === "vite") await writeFile(app.path("vite.config.js"), 'import { nitro } from "nitro/vite";\nexport default { plugins: [nitro()] };\n');
  await app.run(...build);
  await (preset === "node-server" ? onNode : onWorkers)(app);
};

/** @type {import("./hosts.js").Hosts} */
export const servers = {
  "SvelteKit, adapter-node, moved": {
    app: "kit",
    async try(app) {
      await app.run("vite", "build");
      // Its output is ES modules, and says so nowhere.
      const folder = await app.move("build", { "package.json": '{ "type": "module" }' });
      await app.serve(["node", "build/index.js"], "/", counts, folder);
    },
  },
  "Nuxt 4 for Node, moved": {
    app: "nuxt",
    async try(app) {
      await app.run("nuxt", "build");
      const folder = await app.move(".output");
      await app.serve(["node", ".output/server/index.mjs"], "/count", (origin) => visits(`${origin}/count`), folder);
      await walked(served("Nuxt 4", ["node", app.path("serve.js")], { cwd: folder }));
    },
  },
  "Nitro for Node, moved": { app: "nitro", try: nitro("node-server", [...NITRO, "build"]) },
  "Nitro for Node, built by vite, moved": { app: "nitro", try: nitro("node-server", ["vite", "build"]) },
  "Nitro for Workers": { app: "nitro", try: nitro("cloudflare-module", [...NITRO, "build"]) },
  "Nitro for Workers, built by vite": { app: "nitro", try: nitro("cloudflare-module", ["vite", "build"]) },
  "Nitro in development": {
    app: "nitro",
    async try(app) {
      await app.serve([...NITRO, "dev", "--port", "$PORT", "--host", "127.0.0.1"], "/", counts);
    },
  },
  // npm's `latest` of 2026, which is older than the betas: for Workers it wants to be told of WebAssembly, as docs/hosts.md says.
  "Nitro 3.0.0 for Node, moved": { app: "nitro", try: nitro("node-server", ["node", "../node_modules/nitro3/dist/cli/index.mjs", "build"]) },
  "Nitro 3.0.0 for Workers": {
    app: "nitro",
    async try(app) {
      app.env.NITRO_PRESET = "cloudflare-module";
      // Its own minifier is a package that it doesn't bring.
      await writeFile(app.path("nitro.config.js"), 'export default { serverDir: "./", minify: false, experimental: { wasm: true } };\n');
      await app.run("node", "../node_modules/nitro3/dist/cli/index.mjs", "build");
      const folder = await app.move(".output");
      await app.serve(wrangler(".output/server/index.mjs", "--compatibility-date", "2026-01-01"), "/", counts, folder);
    },
  },
};
