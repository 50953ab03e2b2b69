// @ts-check
// Service workers in Chromium and Firefox, which can't wait at the top of a module; and bundlers for browsers that carry no assets.

import { equal } from "../conformance/check.js";
import { browse } from "../browse.js";

/** @typedef {import("./app.js").App} App */

/** @param {App} app @param {string} worker @param {"classic" | "module"} type */
async function works(app, worker, type) {
  for (const browser of ["chromium", "firefox"]) {
    const said = await browse(browser, `/index.html?worker=${worker}&type=${type}`, { root: app.folder, seconds: 60 });
    equal(said.join(), "visit 1,visit 2,visit 3", `${worker}, a ${type}, in ${browser}`);
  }
}

/** @param {string} worker @param {"classic" | "module"} type @param {[string, ...string[]]} command */
const built = (worker, type, ...command) => ({
  app: "browser",
  async try(/** @type {App} */ app) {
    await app.run(...command);
    // Beside the page, so that the page is within its scope.
    await app.copy(worker, "worker.js");
    await works(app, "worker.js", type);
  },
});

/** @type {import("./hosts.js").Hosts} */
export const browsers = {
  "a service worker without a bundler": { app: "browser", try: (app) => works(app, "unbundled.js", "module") },
  "a service worker, esbuild": built("out/inline.js", "module", "esbuild", "inline.js", "--bundle", "--format=esm", "--outfile=out/inline.js"),
  "a classic service worker, esbuild": built("out/inline.js", "classic", "esbuild", "inline.js", "--bundle", "--format=iife", "--outfile=out/inline.js"),
  "a service worker, vite": built("out/inline.js", "module", "vite", "build"),
  "a service worker, webpack for web workers": built("out/plain.js", "classic", "webpack", "--config", "webpack.config.js"),
  "a page, rolldown, which carries no assets": {
    app: "browser",
    async try(app) {
      await app.run("rolldown", "page.js", "--platform", "browser", "--file", "out/page.js");
      equal((await browse("chromium", "/page.html", { root: app.folder, seconds: 60 })).join(), "visit 1", "in Chromium");
    },
  },
};
