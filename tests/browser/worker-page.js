// The parts of the page that ask the Worker, driven in Chromium: each store, and the log-out that holds.
import assert from "node:assert/strict";
import { unreadable } from "./contrast.js";
import { onPage } from "./on-page.js";

for (const store of ["cookie", "memory", "kv"]) {
  onPage(`the Worker, with the ${store} store`, async ({ page, text, shot, faults, choose }) => {
    const says = (selector, hasText) => page.locator(selector, { hasText }).waitFor();
    const answered = async (click, session) => {
      await Promise.all([page.waitForResponse((response) => response.url().endsWith("/api/held")), click]);
      await says("#worker-session", session);
    };
    if (store !== "cookie") await answered(choose("store", store), /^\{\}$/);
    await says("#held", "no cookie of this store");

    await page.fill("#name", "Grace");
    await answered(page.click("#login button"), /"name": "Grace"/);
    await answered(page.click("[data-action=visit]"), /"visits": 1/);
    await answered(page.click("[data-action=visit]"), /"visits": 2/);
    await answered(page.click("#keep button"), /"theme": "sepia"/);
    const held = await text("#held");
    await answered(page.click("[data-action=renew]"), /"theme": "sepia"/);
    await page.locator("#held").filter({ hasNotText: held }).waitFor();
    assert.match(await text("#answer"), /POST \/api\/renew.*\n+200/);
    await page.locator("#worker").scrollIntoViewIfNeeded();
    await shot(`worker-${store}`);

    if (store === "cookie") {
      await page.click("#open-held");
      await page.locator("#session", { hasText: '"name" => "Grace"' }).waitFor();
      assert.equal(await text("#verdict-title"), "The seal holds");
    } else assert.equal(await page.locator("#open-held").isDisabled(), true);
    if (store === "kv") assert.match(await text("#held-record"), /demo-[0-9a-f]{64}[\s\S]*Not in there: .*“Grace”/);
    else assert.equal(await page.locator("#held-record").isVisible(), false);

    await answered(page.click("[data-action=logout]"), /^\{\}$/);
    await says("#held", "no cookie of this store");
    await page.fill("#name", "");
    await page.click("#login button");
    await page.locator("#answer .warning").waitFor();
    assert.match(await text("#answer"), /400.*name takes a text/);
    // The browser itself notes a 400 on the console: this one was asked for.
    assert.match(faults.shift(), /status of 400/);
  });
}

// The browser itself notes what is no success on the console: this one was asked for.
const asked = (faults, status) => assert.match(faults.shift(), new RegExp(`status of ${status}`));
const race = async (page) => {
  await page.click("#race");
  await page.locator("#race-verdict strong").waitFor();
};

onPage("a late write does not undo the log-out, by day and by night", async ({ page, text, faults, shotOf }) => {
  await race(page);
  asked(faults, 409);
  assert.match(await text("#race-verdict"), /^It stayed ended\..*nothing was written.*nothing under its key/);
  assert.deepEqual(await page.locator("#requests .outcome").allInnerTexts(), ["409 ERR_SESSION_INTERRUPTED", "200 1 other session ended"]);
  assert.equal(await page.locator("#requests .track i").count(), 2);
  assert.match(await text("#laptop .state"), /^logged in as ada-/);
  assert.equal(await text("#phone .state"), "its session was ended");
  assert.match(await text("#phone .sid"), /^_demo_phone=[\w-]{43}$/);
  assert.match(await text("#phone .record"), /^key demo-[0-9a-f]{64}\s+Nothing under this key/);
  assert.equal(await text("#phone .opened"), "{}");
  assert.match(await text("#lists"), /^Listed now for ada-\w+: demo-\w{8}…$/);
  await shotOf("#log-out", "log-out-light");
  await page.emulateMedia({ colorScheme: "dark" });
  assert.deepEqual(await page.evaluate(unreadable), []);
  await shotOf("#log-out", "log-out-dark");

  const user = await text("#laptop .state");
  await page.reload();
  await page.locator('#laptop[data-state="in"]').waitFor();
  await page.click("#phone [data-ask=login]");
  await page.locator('#phone[data-state="in"]').waitFor();
  assert.equal(await text("#phone .state"), user, "the same user, after a reload too");
});

onPage("without a log-out in between the write arrives; the record says nothing of it", async ({ page, text, faults }) => {
  const press = async (browser, action, outcome) => {
    await page.click(`#${browser} [data-ask="${action}"]`);
    await page.locator("#requests .outcome", { hasText: outcome }).waitFor();
  };
  await press("phone", "write", "401 this browser is not logged in");
  asked(faults, 401);
  await press("phone", "login", "200 a new session");
  await press("phone", "write", "200 wrote “a late word”");
  await page.locator("#phone .opened", { hasText: '"note": "a late word"' }).waitFor();
  assert.match(await text("#phone .record .help"), /^Not in there: the id, its 32 bytes, .*“a late word”.* All \d+ bytes were searched\.$/);
  await press("phone", "logout-others", "200 0 other sessions ended");
  await press("phone", "logout", "200 its session ended");
  await page.locator("#phone .state", { hasText: "logged out" }).waitFor();
  assert.equal(await text("#phone .sid"), "no cookie");
});

onPage("the search of a record finds what is in it", async ({ page }) => {
  const shown = await page.evaluate(async () => {
    const { showRecord } = await import("/js/show-record.js");
    const place = document.createElement("div");
    const sid = "A".repeat(43);
    const bytes = Array.from(new TextEncoder().encode(`.${"n".repeat(24)} Grace Hopper `), (byte) => byte.toString(16)).join("");
    showRecord(place, { sid, key: "demo-0", bytes, session: { name: "Grace Hopper" } });
    return place.querySelector(".warning")?.textContent;
  });
  assert.equal(shown, "Searched for the id and “name”, “Grace Hopper”: found 1 of them.");
});

onPage("the log-out on a phone", async ({ page, faults, shotOf, choose }) => {
  await choose("store", "kv");
  await page.click("#login button");
  await page.locator("#held-record .dump").waitFor();
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 360);
  await shotOf("#worker", "worker-kv-phone");
  await race(page);
  asked(faults, 409);
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 360);
  await shotOf("#log-out", "log-out-phone");
}, { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 });
