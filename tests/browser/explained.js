// What the page says of a session: its known keys, its values as Elixir and as JavaScript, and whether a CSRF token fits it.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createSessions } from "waxseal";
import { csrfToken, csrfTokenFor } from "waxseal/phoenix";
import { Atom, Tuple } from "waxseal/term";
import { unreadable } from "./contrast.js";
import { onPage } from "./on-page.js";

const SECRET = "Yz3kQ0l8vV5tP1cN7rXbW2mJ9sD4gHfLqEaT6uIoKpZxC8yBnMvS5dR1wFjGhUe0";
const sessions = createSessions({ store: "cookie", key: "_my_app_session", secretKeyBase: SECRET, signingSalt: "a1B2c3D4" });
const cookieOf = (values) => {
  const session = sessions.fetch("");
  for (const [key, value] of Object.entries(values)) session.put(key, value);
  return sessions.commit(session);
};
const STATE = "y2O0hQ3bX3vRkQ0ZWc1u_Lx-";
const opened = (setCookie) => sessions.fetch(setCookie.split(";")[0]);
const paste = async (page, pasted) => {
  await page.fill("#cookie", pasted);
  await page.locator("#verdict:not([aria-busy])").waitFor();
};
const explained = (page) => page.locator("#explained-keys > div").evaluateAll((all) => Object.fromEntries(all.map(({ children: [key, text] }) => [key.textContent, text.textContent])));

onPage("the known keys of a session are explained, and what is odd about them is said", async ({ page, requests }) => {
  const asked = requests.length;
  const token = Uint8Array.from({ length: 32 }, (_, at) => 200 + at);
  const live = `users_sessions:${Buffer.from(token).toString("base64").replaceAll("+", "-").replaceAll("/", "_")}`;
  await paste(page, cookieOf({ _csrf_token: STATE, live_socket_id: live, phoenix_flash: { info: "hi" }, user_token: token, user_return_to: "/users", user_remember_me: true, admin_token: token, guardian_default_token: "eyJ", locale: "de", cart: 1 }));
  const good = await explained(page);
  assert.deepEqual(Object.keys(good).sort(), ["_csrf_token", "admin_token", "guardian_default_token", "live_socket_id", "locale", "phoenix_flash", "user_remember_me", "user_return_to", "user_token"]);
  for (const [key, expected] of Object.entries({
    _csrf_token: /^Plug\.CSRFProtection's state.*replace it\.$/, live_socket_id: /^LiveView's sockets.*ends them all\.$/, phoenix_flash: /next page.*redirect\.$/,
    user_token: /32 random bytes.*in users_tokens.*ends the log-in\.$/, admin_token: /in admins_tokens/, user_return_to: /deletes it\.$/, user_remember_me: /remember-me cookie was written, too\.$/, guardian_default_token: /Guardian/,
  })) assert.match(good[key], expected, key);

  await paste(page, cookieOf({ _csrf_token: "short", live_socket_id: live.replaceAll("=", ""), user_token: token, phoenix_flash: 1, user_return_to: "//evil.example" }));
  const odd = await explained(page);
  for (const [key, expected] of Object.entries({
    _csrf_token: /5 bytes, and a state has 24/, live_socket_id: /not users_sessions: and this user_token.*padding.*would not reach/, phoenix_flash: /Phoenix raises/, user_return_to: /Not a path of this site/,
  })) assert.match(odd[key], expected, key);
  await paste(page, cookieOf({ live_socket_id: live, user_token: "abc" }));
  assert.match((await explained(page)).user_token, /3 bytes, and the template's has 32/);
  await paste(page, cookieOf({ live_socket_id: live }));
  assert.match((await explained(page)).live_socket_id, /no user_token beside it/);
  await paste(page, cookieOf({ cart: 1 }));
  assert.equal(await page.locator("#explained").isVisible(), false);
  assert.equal(requests.length, asked);
});

onPage("values as Elixir and as JavaScript", async ({ page, text, choose }) => {
  const values = {
    text: 'a "b"', none: null, yes: true, count: 3, big: 12345678901234567890n, price: 1.5, role: new Atom("admin"),
    pair: new Tuple(1, new Atom("ok")), raw: Uint8Array.of(0, 255), list: [1, [2]], empty: {}, "odd key": { nested: 1 }, ids: new Map([[1, "a"]]), long: new Uint8Array(20).fill(200),
  };
  await paste(page, cookieOf(values));
  for (const line of ['"text" => "a \\"b\\""', '"none" => nil', '"big" => 12345678901234567890', '"price" => 1.5', '"role" => :admin', '"pair" => {1, :ok}', '"raw" => <<0, 255>>', '"ids" => %{1 => "a"}']) {
    assert.ok((await text("#session")).includes(line), line);
  }
  await choose("view", "js");
  const shown = await text("#session");
  for (const line of ['text: "a \\"b\\""', "none: null", "yes: true", "count: 3", "big: 12345678901234567890n", "price: 1.5", 'role: new Atom("admin")', 'pair: new Tuple(1, new Atom("ok"))', "raw: Uint8Array.of(0, 255)", "list: [1, [2]]", "empty: {}", '"odd key": { nested: 1 }', 'ids: new Map([[1, "a"]])']) {
    assert.ok(shown.includes(line), `${line} in ${shown}`);
  }
  // It is JavaScript: run, it is the session again.
  const again = new Function("Atom", "Tuple", `return (${shown})`)(Atom, Tuple);
  const whole = (value) => sessions.commit(Object.entries(value).sort().reduce((session, [key, one]) => session.put(key, one), sessions.fetch("")));
  assert.equal(whole(again), whole(values));
});

onPage("a CSRF token is checked against the session", async ({ page, text, requests, shotOf }) => {
  const asked = requests.length;
  const session = opened(cookieOf({ _csrf_token: STATE }));
  await paste(page, cookieOf({ _csrf_token: STATE }));
  const answers = async (token, expected, { host = "", allow = "" } = {}) => {
    for (const [id, value] of Object.entries({ "csrf-host": host, "csrf-allow": allow, "csrf-token": token })) await page.fill(`#${id}`, value);
    await page.waitForTimeout(60);
    await page.locator("#csrf-answer", { hasText: expected }).waitFor();
    assert.match(await text("#csrf-answer"), expected, token.slice(0, 60));
  };
  const masked = csrfToken(session);
  const ok = /^It fits\. Unmasked it is the session's state/;
  for (const pasted of [
    masked, ` ${masked}\n`, `"${masked}"`, `${masked.slice(0, 20)}\n${masked.slice(20)}`, `<meta name="csrf-token" content="${masked}">`, `<meta content="${masked}" name="csrf-token">`,
    `<form method="post"><input name="_csrf_token" type="hidden" hidden="" value="${masked}"><input name="a" value="b">`, `<input type="hidden" value="${masked}" name="_csrf_token">`,
    `x-csrf-token: ${masked}`, `curl https://a.example -H 'X-CSRF-Token: ${masked}' -d a=b`, `a=b&_csrf_token=${masked}&c=d`, `{"_csrf_token": "${masked}"}`, `%{"_csrf_token" => "${masked}"}`,
    `<a href="/x" data-method="delete" data-csrf="${masked}" data-to="/x">`, `wss://a.example/live/websocket?_csrf_token=${masked}&_mounts=0&vsn=2.0.0`,
  ]) await answers(pasted, ok);
  await answers(masked, ok, { host: "any.example" });

  const forHost = csrfTokenFor(session, "https://www.example.com/x");
  await answers(forHost, /^It fits\. It is a token for www\.example\.com alone/);
  await answers(`_csrf_token=${encodeURIComponent(forHost)}`, /^It fits/);
  await answers(forHost, /^It fits.*a request to www\.example\.com may/, { host: "https://www.example.com/form" });
  await answers(forHost, /^It does not fit\. It is a token for www\.example\.com, of this session, but the request goes to other\.example\. There allow_hosts: \["www\.example\.com"\] would/, { host: "other.example" });
  await answers(forHost, /^It fits.*allow_hosts names it/, { host: "other.example", allow: '["a.example", ".example.com"]' });
  await answers(forHost, /^It does not fit\. The host is none/, { host: "a b" });

  const other = opened(cookieOf({ _csrf_token: "aaaaBBBBccccDDDDeeeeFFFF" }));
  await answers(csrfToken(other), /^It does not fit\. It is well made, but for another session: its state begins with aaaa…, this session's with y2O0…/);
  await answers(csrfTokenFor(other, "https://www.example.com"), /^It does not fit\. It is a token for www\.example\.com alone, made with another secret_key_base or for another session/);
  await answers(STATE, /^It does not fit\. That is the state itself/);
  await answers(masked.slice(0, -3), /^It does not fit\. It has 53 characters, and a masked token has 56: was all of it copied/);
  await answers(`${masked[0] === "A" ? "B" : "A"}${masked.slice(1, 3)}!${masked.slice(4)}`, /^It does not fit\. .*unmasked it is no state/);
  await answers("SFMyNTY.abc", /^It does not fit\. It begins as a token for a host does/);
  await answers("tökén", /^It does not fit\. Character 2 is none of a token's/);
  await answers("x".repeat(300_000), /^It does not fit\. It has 300000 characters/);
  await answers("", /^Paste one out of a page/);

  // Of real Plug's own.
  const { cases } = JSON.parse(readFileSync(new URL("../vectors/csrf.json", import.meta.url), "utf8"));
  for (const { name, state_text: state, token_text: token, valid } of cases.filter(({ op, state_text: state, token_text: token }) => op === "valid_state_and_csrf_token" && state?.length === 24 && token).slice(0, 12)) {
    await paste(page, cookieOf({ _csrf_token: state }));
    await answers(token, valid ? /^It fits/ : /^It does not fit/);
    assert.ok(name);
  }

  await paste(page, cookieOf({ cart: 1 }));
  await answers(masked, /no _csrf_token: it was shown no form/);
  assert.equal(await page.locator("#csrf-make").isDisabled(), true);
  await paste(page, cookieOf({ _csrf_token: "short" }));
  await answers(masked, /no state, which has 24 bytes/);
  await paste(page, "nothing");
  await answers(masked, /Open the session first/);
  await paste(page, cookieOf({ _csrf_token: STATE }));
  await page.click("#csrf-make");
  await page.locator('#csrf-answer[data-state="passed"]').waitFor();
  const first = await page.inputValue("#csrf-token");
  await page.click("#csrf-make");
  assert.notEqual(await page.inputValue("#csrf-token"), first, "another each time");
  await page.fill("#csrf-host", "shop.example");
  await page.click("#csrf-make-host");
  await page.locator("#csrf-answer", { hasText: "It is a token for shop.example, and" }).waitFor();
  await shotOf(".letter", "csrf");
  assert.equal(requests.length, asked, "nothing left the browser");
});

onPage("keys explained and a token checked in the dark, on a phone", async ({ page, shotOf }) => {
  await page.click("#csrf-make");
  await page.locator('#csrf-answer[data-state="passed"]').waitFor();
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 360);
  assert.deepEqual(await page.evaluate(unreadable), []);
  await shotOf(".letter", "explained-phone");
}, { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2, colorScheme: "dark" });
