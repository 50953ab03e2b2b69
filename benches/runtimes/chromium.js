import { launch } from "../../tests/browser/browser.js";
import { entry } from "./entry.js";
import { versionOf } from "./lines.js";
import { bundleForBrowsers, servePages } from "./pages.js";

export const title = "Chromium";
export const version = versionOf(["chromium", "--version"]);

export async function start() {
  const pages = await servePages({ "all.js": await bundleForBrowsers(entry("chromium", "on-page.js")) });
  const browser = await launch();
  const page = await browser.newPage();
  await page.goto(pages.origin);
  await page.evaluate(() => import("/js/all.js").then(() => undefined));
  return {
    contestants: await page.evaluate(() => globalThis.contestants),
    missing: [],
    turn: (ask) => page.evaluate((given) => globalThis.turn(given), ask),
    async stop() {
      await browser.close();
      pages.stop();
    },
  };
}
