// Cold starts in Chromium: a page each, in a profile of its own, with its files fetched but never run. The clock is the page's.

import { launch } from "../../tests/browser/browser.js";
import { bundleForBrowsers, servePages } from "../runtimes/pages.js";
import { MODULES } from "../base.js";
import { startersFor } from "./starters.js";

const folder = new URL("..", import.meta.url).pathname;

export async function coldPages() {
  const starters = await startersFor("chromium");
  const scripts = { "empty.js": "", "first.js": await bundleForBrowsers({ contents: 'import { first } from "./cold/first.js"; globalThis.first = first;', resolveDir: folder }) };
  for (const [at, { file }] of starters.entries()) {
    scripts[`${at}.js`] = await bundleForBrowsers({ contents: `export * from "./${file}";`, resolveDir: folder });
  }
  const pages = await servePages(scripts);
  const browser = await launch();
  const run = async (script, headers = [], wanted = 0) => {
    const page = await browser.newPage();
    await page.goto(pages.origin);
    await page.evaluate(async (files) => {
      for (const file of files) await (await fetch(file)).arrayBuffer();
      await import("/js/first.js");
      // The page itself has to come to rest.
      await new Promise((resolve) => { setTimeout(resolve, 150); });
    }, [`/js/${script}`, ...Object.keys(MODULES).map((name) => `/wasm/${name}`)]);
    const took = await page.evaluate((given) => globalThis.first(() => import(given.script), given.headers, given.wanted), { script: `/js/${script}`, headers, wanted });
    await page.close();
    return took;
  };
  return {
    starters: starters.map(({ name, kind, headers, wanted }, at) => ({ name, kind, start: () => run(`${at}.js`, headers, wanted) })),
    empty: () => run("empty.js"),
    async stop() {
      await browser.close();
      pages.stop();
    },
  };
}
