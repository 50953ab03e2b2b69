// A real Chromium with a page that may not fail quietly: console errors and requests to anyone but the demo are collected.
import { chromium } from "playwright-core";

const FLAGS = [
  "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync",
];

export const launch = () => chromium.launch({ executablePath: "/usr/bin/chromium", headless: true, args: FLAGS });

export async function open(browser, origin, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  await context.grantPermissions(["clipboard-read", "clipboard-write"], { origin });
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  const faults = [];
  const requests = [];
  page.on("console", (message) => ["error", "warning"].includes(message.type()) && faults.push(message.text()));
  page.on("pageerror", (error) => faults.push(error.message));
  page.on("requestfailed", (request) => faults.push(`failed: ${request.url()}`));
  page.on("request", (request) => {
    requests.push(request.url());
    if (!request.url().startsWith(`${origin}/`)) faults.push(`external: ${request.url()}`);
  });
  // Counted from the first paint, as browsers count it: what moved without the visitor having done anything.
  await page.addInitScript(() => {
    globalThis.moved = 0;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) if (!entry.hadRecentInput) globalThis.moved += entry.value;
    }).observe({ type: "layout-shift", buffered: true });
  });
  await page.goto(origin);
  await page.locator('#verdict[data-state="whole"]').waitFor();
  await page.locator("#answer code").waitFor();
  // All that the page asks for by itself: a test that goes elsewhere would break it off, and that would be a fault.
  await page.waitForLoadState("networkidle");
  return { page, faults, requests, close: () => context.close() };
}
