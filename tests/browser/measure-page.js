// "Measure it here": the button ends with a positive number in every row. Nothing is said of how fast anything is.
import assert from "node:assert/strict";
import { unreadable } from "./contrast.js";
import { onPage } from "./on-page.js";

async function measured(page, rounds) {
  await page.goto(`${new URL(page.url()).origin}/?rounds=${rounds}`);
  await page.locator('#verdict[data-state="whole"]').waitFor();
  await page.locator("#answer code").waitFor();
  await page.click("#measure-run");
  await page.locator("#measured strong").waitFor({ timeout: 60_000 });
}

onPage("measured here: every row has its number and its bar, in both colours", async ({ page, text, requests, shotOf }) => {
  await measured(page, 1);
  const asked = requests.length;
  assert.match(await text("#measured"), /^Done in [\d.]+ s\. In this run .* in \d+ of 12 cases, .* 16 at once in \d+\.$/);

  const rows = await page.locator(".measures tbody tr:has([data-micros])").evaluateAll((all) => all.map((row) => ({
    who: row.querySelector("th").textContent,
    micros: Number(row.querySelector("[data-micros]").dataset.micros),
    shown: row.querySelector("[data-micros]").textContent,
    ratio: row.lastElementChild.textContent,
    bar: row.querySelector("i").getBoundingClientRect().width,
  })));
  assert.equal(rows.length, 2 * 3 * 2 * 3);
  for (const { who, micros, shown, ratio, bar } of rows) {
    assert.ok(Number.isFinite(micros) && micros > 0 && bar > 0, `${who}: ${micros} µs, ${bar} px`);
    assert.match(shown, /^[\d.,]*[1-9][\d.,]* µs$/);
    assert.match(ratio, /^[\d.,]*[1-9][\d.,]*×$/);
  }
  assert.deepEqual(await page.locator("#measures .sheet:first-child [scope=rowgroup]").allInnerTexts(), ["66", "327", "1,846"].flatMap((bytes) =>
    [`${bytes} bytes, read`, `${bytes} bytes, read and write`]));
  assert.equal(await page.locator("#measure-progress").isVisible(), false);
  assert.equal(requests.length, asked, "nobody was asked");

  await shotOf("#measure", "measure-light");
  await page.emulateMedia({ colorScheme: "dark" });
  assert.deepEqual(await page.evaluate(unreadable), []);
  await shotOf("#measure", "measure-dark");
});

onPage("a contestant that takes a forged cookie is not timed", async ({ page }) => {
  const complaints = await page.evaluate(async () => {
    const { check } = await import("/js/measure-check.js");
    const { payloads: [payload] } = await import("/js/measure-payloads.js");
    const waxseal = (await import("/js/measure-waxseal.js")).signing("_measured");
    const webcrypto = await (await import("/js/measure-webcrypto.js")).signing("_measured");
    const complaint = (contestant) => check(contestant, payload).then(() => "none", ({ message }) => message);
    return Promise.all([
      waxseal, webcrypto, { ...waxseal, read: () => payload.csrf },
      { ...webcrypto, write: async (...given) => ({ ...(await webcrypto.write(...given)), setCookie: await webcrypto.issue(payload) }) },
    ].map(complaint));
  });
  assert.deepEqual(complaints, ["none", "none", "takes a cookie with character 1 forged", "does not write what was put"]);
});

onPage("measured on a phone", async ({ page, shotOf }) => {
  await measured(page, 1);
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 360);
  await shotOf("#measure", "measure-phone");
}, { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2, reducedMotion: "reduce" });
