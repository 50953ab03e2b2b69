// Tokens and signed cookies on the page: told from sessions, opened, and what is said of their time.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { SignedCookie, Token } from "waxseal/phoenix";
import { unreadable } from "./contrast.js";
import { onPage } from "./on-page.js";

const SECRET = "Yz3kQ0l8vV5tP1cN7rXbW2mJ9sD4gHfLqEaT6uIoKpZxC8yBnMvS5dR1wFjGhUe0";
const { cases } = JSON.parse(readFileSync(new URL("../vectors/token.json", import.meta.url), "utf8"));
const vector = (name) => cases.find((one) => one.name === name);
const ago = (seconds) => Date.now() / 1000 - seconds;
const DAY = 86400;

const forms = (page) => ({
  paste: async (pasted, { key = "_my_app_session", salt = "", maxAge = "", secret = SECRET } = {}) => {
    await page.locator("[name=secretKeyBase]").first().fill(secret);
    await page.evaluate(() => (document.querySelector("#token-options").open = true));
    for (const [id, value] of Object.entries({ key, salt, "max-age": maxAge, cookie: pasted })) await page.fill(`#${id}`, value);
    await page.locator("#verdict:not([aria-busy])").waitFor();
  },
  facts: async () => Object.fromEntries(await page.locator("#time .facts > div").evaluateAll((all) => all.map(({ children: [name, value] }) => [name.textContent, value.textContent]))),
  session: () => page.locator("#session").innerText(),
  title: () => page.locator("#verdict-title").innerText(),
  said: async () => `${await page.locator("#verdict-text").innerText()}\n${await page.locator("#causes").textContent()}`,
});

onPage("a remember-me cookie, with its name and without", async ({ page, requests, shotOf }) => {
  const { paste, facts, session, title, said } = forms(page);
  const asked = requests.length;
  const name = "_app_web_user_remember_me";
  // The first of them is no text; those of another are.
  const bytes = new Uint8Array(32).fill(7).fill(200, 0, 1);
  const cookie = Token.sign(SECRET, `${name}_cookie`, bytes, { maxAge: 14 * DAY, signedAt: ago(2 * DAY + 60) });
  for (const [pasted, key] of [[`${name}=${cookie}`], [`Set-Cookie: ${name}=${cookie}; path=/; max-age=1209600; HttpOnly`], [cookie, name], [cookie, "_app_key"], [cookie, "_app_session"]]) {
    await paste(pasted, { key });
    assert.equal(await title(), "The seal holds", pasted.slice(0, 40));
    assert.match(await said(), /^A remember-me cookie of phx\.gen\.auth, signed\. .*salt “_app_web_user_remember_me_cookie”/);
    assert.match(await session(), /^<<\s+200, 7, 7/);
  }
  const { Salt, Age, max_age: maxAge, Expires } = await facts();
  assert.deepEqual([Salt, Age, maxAge], [`${name}_cookie`, "2 days 1 minute", "1209600 s (14 days) in the token"]);
  assert.match(Expires, /^in 11 days 23 hours, \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC$/);
  assert.equal(await page.locator("#weights").isVisible(), false, "what is a session's alone is gone");
  assert.match(await page.locator("#code-js").innerText(), /rememberMe\(\{[\s\S]*name: "_app_web_user_remember_me"/);
  await page.locator("#time").scrollIntoViewIfNeeded();
  await shotOf(".letter", "remember-me");

  await paste(`${name}=${SignedCookie.sign(SECRET, name, "a".repeat(32), { maxAge: 14 * DAY })}`);
  assert.match(await said(), /^A remember-me cookie/);

  // As real Plug wrote it; its 14 days are over.
  const { cookie_value_text: real, cookie: realName, secret_key_base_text: secret } = vector("cookie_put_bytes");
  await paste(`${realName}=${real}`, { secret });
  assert.equal(await title(), "Expired");
  assert.match(await said(), /remember-me cookie.*The seal holds.*expired since .*2026-01-16 03:04:05 UTC.*waxseal says expired/s);
  assert.match(await session(), /^<<\s+200, 1, 2, 255/, "what is over is shown, and was verified");
  assert.equal(await page.locator("#unverified").isVisible(), false);
  assert.equal(requests.length, asked, "nothing left the browser");
});

onPage("tokens of every kind say what they are, how old, and until when", async ({ page, text }) => {
  const { paste, facts, session, title, said } = forms(page);
  const at = (seconds, options) => ({ signedAt: ago(seconds), ...options });
  const opens = async (pasted, expected, options) => {
    await paste(pasted, options);
    assert.equal(await title(), "The seal holds", `${pasted.slice(0, 30)} ${await said()}`);
    assert.match(`${await said()}\n${JSON.stringify(await facts())}\n${await session()}`, expected);
  };
  await opens(Token.sign(SECRET, "user auth", 42, at(3600)), /Phoenix\.Token, signed.*“user auth”.*"Age":"1 hour.*"max_age":"86400 s \(1 day\).*"Expires":"in 22 hours 59 minutes.*\n42$/s);
  await opens(Token.encrypt(SECRET, "user socket", { id: 1 }, at(60)), /Phoenix\.Token, encrypted.*“user socket”.*\n%\{"id" => 1\}$/s);
  await opens(Token.sign(SECRET, "my own salt", 1), /“my own salt”/, { salt: "my own salt" });
  await opens(Token.sign(SECRET, "user auth", 1), /“user auth”/, { salt: "not that one" });
  assert.match(await text("#checks"), /salt “user auth”, not with your “not that one”/);
  await opens(Token.sign(SECRET, "user auth", 1, at(2 * DAY)), /you ask for infinity/, { maxAge: "infinity" });
  await opens(Token.sign(SECRET, "user auth", 1, at(9, { maxAge: Infinity })), /"max_age":"infinity.*"Expires":"never"/s);
  await opens(Token.sign(SECRET, "a1B2c3D4", 1), /“a1B2c3D4”/);
  await opens(Token.sign(SECRET, "flash:lv salt", { info: "hi" }), /LiveView's flash/, { salt: "lv salt" });
  await opens(`cart=${SignedCookie.sign(SECRET, "cart", [1, 2])}`, /put_resp_cookie\(sign: true\).*“cart_cookie”.*\n\[1, 2\]$/s);
  await opens(`cart=${SignedCookie.encrypt(SECRET, "cart", "x")}`, /put_resp_cookie\(encrypt: true\).*“cart_cookie”/s);
  await opens(`wss://example.com/socket/websocket?token=${Token.sign(SECRET, "user socket", 7)}&vsn=2.0.0`, /\n7$/);
  await opens(`<div data-phx-session="${Token.sign(SECRET, "lv", "x")}">`, /“lv”/, { salt: "lv" });

  const refuses = async (pasted, name, expected, options) => {
    await paste(pasted, options);
    assert.equal(await title(), name);
    assert.match(await said(), expected);
  };
  await refuses(Token.sign(SECRET, "user auth", 42, at(2 * DAY)), "Expired", /expired since 1 day.*waxseal says expired/s);
  await refuses(Token.sign(SECRET, "user auth", 42, at(3600 + 10)), "Expired", /expired since 1 hour/, { maxAge: "10" });
  await refuses(Token.sign(SECRET, "user auth", 42, at(-3600)), "Refused", /in the future, by 59 minutes.*clocks.*waxseal says invalid/s);
  await refuses(Token.sign(SECRET, "user auth", 42, at(1, { maxAge: null })), "Refused", /no max_age: only who gives one reads it/);
  await refuses(Token.sign(SECRET, "unheard of", 42), "Refused", /none of \d+ salts: give the one.*its name is part of the salt.*Phoenix\.Token\.sign: give it/s);
  assert.match(await session(), /^\{42, \d+, 86400\}$/, "a signed one is read nevertheless");
  await page.click('[data-example="signed"]');
  await page.evaluate(() => (document.querySelector("#token-options").open = false));
  await page.fill("#cookie", Token.sign(SECRET, "unheard of", 43));
  await page.locator("#salt").waitFor({ state: "visible" });
  assert.match(await text("#unverified"), /your app takes no such token/);
  await refuses(Token.encrypt(SECRET, "unheard of", 42), "Refused", /If it is no session but a token, the usual salts do not open it/);
  await refuses(Token.encrypt(SECRET, "unheard of", 42), "Refused", /none of \d+ salts: yours, “unheard”/, { salt: "unheard" });
  await refuses(Token.sign(SECRET, "user auth", 1).slice(0, -4), "Refused", /signature has 29 bytes where 32 belong/);
  await refuses(Token.sign(SECRET, "user auth", 1), "Refused", /blanks or quotes around secret_key_base/, { secret: `"${SECRET}"` });
  await refuses(Token.sign(SECRET, "user auth", 1), "Refused", /9 bytes, Phoenix\.Token wants at least 20/, { secret: "too short" });
  await refuses(Token.sign(SECRET, "user auth", 1), "Refused", /max_age takes a number of seconds, or infinity/, { maxAge: "a day" });
});

onPage("a token runs out while one looks at it", async ({ page }) => {
  const { paste, facts } = forms(page);
  await paste(Token.sign(SECRET, "user auth", 1, { maxAge: 3 }));
  assert.match((await facts()).Expires ?? "", /^in \d second/);
  await page.locator('#verdict-title', { hasText: "Expired" }).waitFor();
  assert.match((await facts()).Expired, /^since/);
});

onPage("tokens of real Plug open as Plug opened them", async ({ page }) => {
  const { paste, session, title } = forms(page);
  for (const name of ["sign_payload_int", "encrypt_payload_int"]) {
    const { token_text: token, secret_key_base_text: secret, salt_text: salt } = vector(name);
    await paste(token, { secret, salt, maxAge: "infinity" });
    assert.equal(await title(), "The seal holds", name);
    assert.equal(await session(), "99");
  }
});

onPage("a forged token is refused, and put back it opens", async ({ page, text }) => {
  for (const example of ["token", "remember"]) {
    await page.click(`[data-example="${example}"]`);
    assert.equal(await text("#verdict-title"), "The seal holds");
    await page.click("#forge");
    assert.equal(await text("#verdict-title"), "Forged, and refused");
    await page.click("#restore");
    assert.equal(await text("#verdict-title"), "The seal holds");
  }
  await page.click('[data-example="signed"]');
  assert.equal(await page.locator("#weights").isVisible(), true);
  assert.equal(await page.locator("#time").isVisible(), false);
});

onPage("a token in the dark, on a phone", async ({ page, shot, shotOf }) => {
  await page.click('[data-example="remember"]');
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 360);
  assert.deepEqual(await page.evaluate(unreadable), []);
  await shotOf("#open", "token-phone");
}, { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2, colorScheme: "dark" });
