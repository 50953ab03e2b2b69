// The parts of the page that ask nobody, driven in Chromium, and what holds for all of it: dark, keyboard, phone.
import assert from "node:assert/strict";
import { unreadable } from "./contrast.js";
import { onPage } from "./on-page.js";

onPage("the first sight: a real cookie lies open, and nothing jumped", async ({ page, text, shot }) => {
  assert.equal(await text("#verdict-title"), "The seal holds");
  assert.match(await text("#verdict-text"), /Signed.*primary keys/);
  assert.match(await text("#session"), /"user_token" => <<\s+119, 79, 250/);
  await page.waitForTimeout(300);
  assert.ok((await page.evaluate(() => globalThis.moved)) < 0.02, `layout moved by ${await page.evaluate(() => globalThis.moved)}`);
  await shot("first-sight");
  await shot("whole-light", true);
});

onPage("every example, every layer, and not one request", async ({ page, text, requests, shot, choose }) => {
  const before = requests.length;
  const example = (name) => page.click(`[data-example="${name}"]`);

  await example("encrypted");
  assert.match(await text("#verdict-text"), /XChaCha20-Poly1305/);
  assert.deepEqual(await page.locator("#parts dt").allInnerTexts(), ["Algorithm", "Nonce", "Tag", "Ciphertext"]);

  await example("old");
  assert.match(await text("#verdict-text"), /AES-GCM/);
  assert.equal(await page.locator("#parts dt").count(), 5);
  assert.match(await text("#weights"), /live_socket_id/);

  await example("rotated");
  assert.match(await text("#verdict-text"), /older keys 2, number 3 of 3/);
  assert.match(await text("#code-elixir"), /rotating_options: \[\n.*OLD_SECRET_1[\s\S]*OLD_SECRET_2/);
  assert.match(await text("#code-js"), /rotatingOptions/);
  await page.locator("#keysets [data-remove]:visible").last().click();
  await page.locator('#verdict[data-state="broken"]').waitFor();
  assert.match(await text("#verdict-text"), /any of 2 keys[\s\S]*bad_signature/);
  assert.equal(await page.locator("#unverified").isVisible(), true);

  await example("refused");
  assert.match(await text("#verdict-text"), /tag does not match.*decrypt_failed/);
  assert.match(await text("#causes"), /opens if the two salts change places/);
  assert.equal(await text("#session"), "%{}");
  await page.locator("#verdict").scrollIntoViewIfNeeded();
  await shot("refused");

  await example("signed");
  assert.equal(await page.locator("#checks [data-state=passed]").count(), 7);
  await choose("view", "json");
  assert.match(await text("#session"), /"\$bytes": "d0\/6EsNH/);
  await choose("view", "bytes");
  assert.match(await text("#session"), /^0000\s+83 74 00 00 00 06 6d/);
  assert.match(await text("#weights"), /of 4,096 bytes/);
  assert.equal(requests.length, before);
});

onPage("one forged byte is refused, wherever it is", async ({ page, text, requests, shot }) => {
  const before = requests.length;
  await page.click("#forge");
  assert.equal(await text("#verdict-title"), "Forged, and refused");
  assert.match(await text("#verdict-text"), /signature does not match.*bad_signature/);
  assert.equal(await page.locator("#token .forged").count(), 1);
  await page.locator("#verdict").scrollIntoViewIfNeeded();
  await page.waitForTimeout(500);
  await shot("forged");
  await page.click("#restore");
  assert.equal(await text("#verdict-title"), "The seal holds");

  for (const name of ["signed", "encrypted", "old"]) {
    await page.click(`[data-example="${name}"]`);
    const places = await page.locator("#token [data-at]").count();
    for (const at of [0, 12, Math.floor(places / 2), places - 1]) {
      await page.locator("#token [data-at]").nth(at).click();
      assert.equal(await text("#verdict-title"), "Forged, and refused", `${name}, character ${at}`);
    }
  }
  await page.focus("#forge-at");
  await page.keyboard.press("Home");
  assert.equal(await text("#forge-index"), "1");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  assert.match(await text("#verdict-text"), /shape.*(malformed|unknown_algorithm)/);
  assert.equal(requests.length, before);
});

onPage("a key is changed, and the new cookie opens", async ({ page, text, requests }) => {
  const before = requests.length;
  assert.match(await text("#change-type"), /"de"/);
  await page.fill("#change-value", '{"lang": "de", "size": 2}');
  await page.click("#put");
  assert.match(await text("#changed"), /"locale" differs; 6 keys kept their bytes/);
  await page.click('[data-copy="new-cookie"]');
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  assert.match(copied, /^_my_app_session=SFMyNTY\.\S+; path=\/; HttpOnly; SameSite=Lax$/);

  await page.fill("#cookie", `Set-Cookie: ${copied}`);
  await page.locator("#session", { hasText: '"locale" => %{"lang" => "de", "size" => 2}' }).waitFor();
  await page.fill("#change-key", "locale");
  await page.click("#delete");
  assert.match(await text("#changed"), /"locale" differs; 6 keys kept/);
  await page.fill("#change-value", "x".repeat(4000));
  await page.click("#put");
  assert.match(await text("#changed"), /4,?096/);
  assert.equal(requests.length, before);
});

onPage("what goes wrong at two in the morning", async ({ page, text, shot, settled }) => {
  const told = async (expected) => {
    await settled();
    assert.match(`${await text("#verdict-text")}\n${await page.locator("#causes").textContent()}`, expected);
  };
  const genuine = await page.inputValue("#cookie");
  const secret = page.locator("[name=secretKeyBase]").first();
  const right = await secret.inputValue();

  await page.fill("#cookie", genuine.slice(0, -5));
  await told(/signature has 28 bytes where 32 belong/);
  await page.fill("#cookie", genuine.replace(".", "%2"));
  await told(/percent signs/);
  await page.fill("#cookie", '<img src="http://example.com/x" onerror="alert(1)">');
  await told(/Its shape/);
  await page.fill("#cookie", "eyJhbGciOiJIUzI1NiJ9.e30.c2ln");
  await told(/JSON Web Token/);
  await page.fill("#cookie", "");
  await told(/Paste a cookie/);
  await page.fill("#cookie", genuine);
  await secret.fill(` ${right} `);
  await told(/opens if the blanks around secret_key_base go/);
  await secret.fill("too short");
  await told(/9 bytes.*at least 64/);
  await secret.fill(right);
  await page.locator("[name=encryptionSalt]").first().fill("not there");
  await told(/Leave the encryption salt empty/);
  await page.locator("[name=encryptionSalt]").first().fill("");
  await page.locator(".keyset summary").first().click();
  await page.locator("[name=keyDigest]").first().selectOption("sha512");
  await told(/opens if iterations, length and digest are left at Plug's defaults/);
  await page.locator("#open").scrollIntoViewIfNeeded();
  await shot("two-in-the-morning");
  await page.locator("[name=keyDigest]").first().selectOption("sha256");

  await page.click("[data-reveal]");
  assert.equal(await secret.getAttribute("type"), "text");
  await page.click("#add-keys");
  await told(/older keys 1: secret_key_base is missing/);
  await page.locator("[data-remove]:visible").click();
  await told(/The seal holds|primary keys/);
});

onPage("dark, by the system and by choice", async ({ page, shot }) => {
  const dark = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const night = await dark();
  assert.deepEqual(await page.evaluate(unreadable), []);
  await shot("whole-dark", true);
  await page.click("#theme");
  assert.notEqual(await dark(), night);
  await page.reload();
  await page.locator('#verdict[data-state="whole"]').waitFor();
  assert.notEqual(await dark(), night);
  assert.deepEqual(await page.evaluate(unreadable), []);
  await page.click('[data-example="refused"]');
  assert.deepEqual(await page.evaluate(unreadable), []);
  await page.locator("#answer code").waitFor();
}, { colorScheme: "dark" });

onPage("by keyboard alone, and always visible where one is", async ({ page }) => {
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement.className), "skip");
  const visited = new Set();
  for (let step = 0; step < 120; step += 1) {
    const here = await page.evaluate(() => {
      const { activeElement: element } = document;
      const shown = element.matches(".choice input") ? element.nextElementSibling : element;
      const { outlineStyle, outlineWidth } = getComputedStyle(shown);
      return { name: element.id || element.dataset.example || element.dataset.action || element.name || element.textContent.trim(), ring: outlineStyle !== "none" && parseFloat(outlineWidth) >= 2, page: element !== document.body };
    });
    if (here.page) assert.ok(here.ring, `${here.name} has a focus ring`);
    if (here.page) visited.add(here.name);
    await page.keyboard.press("Tab");
  }
  for (const name of ["theme", "signed", "cookie", "secretKeyBase", "add-keys", "token", "forge", "view", "put", "store", "visit", "logout", "race", "Log out everywhere else"]) {
    assert.ok(visited.has(name), `${name} is reached by Tab`);
  }
});

onPage("on a phone, 360 pixels wide", async ({ page, shot, text }) => {
  const width = () => page.evaluate(() => document.documentElement.scrollWidth);
  assert.equal(await width(), 360);
  await shot("phone", true);
  for (const name of ["old", "rotated", "refused"]) {
    await page.click(`[data-example="${name}"]`);
    assert.equal(await width(), 360, name);
  }
  await page.click('[data-example="signed"]');
  await page.click("#forge");
  assert.equal(await text("#verdict-title"), "Forged, and refused");
  await page.locator("#verdict").scrollIntoViewIfNeeded();
  await shot("phone-forged");
}, { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 });

onPage("still, for those who asked for it", async ({ page }) => {
  const moving = await page.evaluate(() => [...document.querySelectorAll("*")].filter((element) => {
    const { transitionDuration, animationName, scrollBehavior } = getComputedStyle(element);
    return parseFloat(transitionDuration) > 0 || animationName !== "none" || scrollBehavior === "smooth";
  }).length);
  assert.equal(moving, 0);
}, { reducedMotion: "reduce" });

onPage("a value is typed as Elixir or as JSON", async ({ page, text }) => {
  for (const [typed, read] of [
    ['%{"a" => 1, b: :c}', '%{"a" => 1, b: :c}'], ["{1, 2.0, nil}", "{1, 2.0, nil}"], ["<<0, 255>>", "<<0, 255>>"], ['["x", true]', '["x", true]'],
    [":admin", ":admin"], ['{"a": 1}', '%{"a" => 1}'], ["plain text", '"plain text"'], ["12345678901234567890", "12345678901234567"],
  ]) {
    await page.fill("#change-value", typed);
    assert.ok((await text("#change-type")).startsWith(`Phoenix will read ${read}`), `${typed}: ${await text("#change-type")}`);
  }
});

onPage("what is on the buttons is what they are called", async ({ page }) => {
  for (const theme of ["light", "dark"]) {
    await page.emulateMedia({ colorScheme: theme });
    await page.getByRole("button", { exact: true, name: theme === "dark" ? "Light theme" : "Dark theme" }).waitFor();
  }
  assert.equal(await page.locator('[data-copy="code-elixir"]').count(), 1);
});
