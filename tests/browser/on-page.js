// Tests of the page: one workerd and one Chromium for all of them, and a page of its own for each.
import assert from "node:assert/strict";
import { mkdir } from "node:fs/promises";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { launch, open } from "./browser.js";
import { serve } from "./serve.js";

const pictures = fileURLToPath(new URL("./screenshots", import.meta.url));
let demo, browser;
before(async () => {
  await mkdir(pictures, { recursive: true });
  [demo, browser] = await Promise.all([serve(), launch()]);
});
after(() => Promise.all([browser?.close(), demo?.stop()]));

// Whatever the console said or the network was asked for fails the test.
export const onPage = (name, run, options) => test(name, async () => {
  const opened = await open(browser, demo.origin, options);
  const { page } = opened;
  const text = (selector) => page.locator(selector).innerText();
  const path = (file) => `${pictures}/${file}.png`;
  await run({
    ...opened,
    text,
    // As a person does, by its label: the radio itself is out of sight, and where it stands may move while the page is written.
    choose: (name, value) => page.locator("label", { has: page.locator(`[name=${name}][value=${value}]`) }).click(),
    // What was typed is looked at after a pause.
    settled: () => page.locator("#verdict:not([aria-busy])").waitFor(),
    shot: (file, full = false) => page.screenshot({ path: path(file), fullPage: full, animations: "disabled" }),
    shotOf: (selector, file) => page.locator(selector).screenshot({ path: path(file), animations: "disabled" }),
  });
  assert.deepEqual(opened.faults, []);
  await opened.close();
});
