// @ts-check
// Cloudflare's own tools, beside wrangler's bundles of modules, which `make test` tries.

import { ok } from "../conformance/check.js";
import { counts } from "./visits.js";

/** Serves in workerd. @param {...string} words */
export const wrangler = (...words) => ["wrangler", "dev", ...words, "--port", "$PORT", "--inspector-port", "0", "--show-interactive-dev-session", "false"];

const vite = ["--host", "127.0.0.1", "--port", "$PORT", "--strictPort"];

/** @type {import("./hosts.js").Hosts} */
export const workers = {
  "Cloudflare's vite plugin": {
    app: "worker",
    async try(app) {
      await app.run("vite", "build");
      await app.serve(["vite", "preview", ...vite], "/", counts);
    },
  },
  "Cloudflare's vite plugin, in development": {
    app: "worker",
    try: (app) => app.serve(["vite", "dev", ...vite], "/", counts),
  },
  "vitest in workers": {
    app: "worker",
    async try(app) {
      const said = await app.run("vitest", "run");
      ok(/Tests +2 passed \(2\)/.test(said), said);
    },
  },
  "wrangler, the service worker format": {
    app: "worker",
    try: (app) => app.serve(wrangler("--config", "listener.json"), "/", counts),
  },
};
