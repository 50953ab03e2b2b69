// What people paste, as browsers, their tools, terminals and iex give it: the page finds the cookie and its name.
import assert from "node:assert/strict";
import { SignedCookie } from "waxseal/phoenix";
import { onPage } from "./on-page.js";

const NAME = "_shop_key";

/** Each is a way to have the same cookie; other cookies stand around it. @type {(token: string) => [string, string][]} */
const named = (token) => [
  ["name=value", `${NAME}=${token}`],
  ["blanks around it", `  ${NAME} = ${token} \n`],
  ["quoted", `"${NAME}=${token}"`],
  ["a quoted value", `${NAME}="${token}"`],
  ["a Cookie header", `Cookie: theme=dark; ${NAME}=${token}; other=1`],
  ["its value alone", `theme=dark; ${NAME}=${token}; other=1`],
  ["another's first", `_ga=GA1.1.1.2; a=b=c; ${NAME}=${token};`],
  ["a Set-Cookie header", `Set-Cookie: ${NAME}=${token}; path=/; expires=Thu, 01 Jan 2027 00:00:00 GMT; max-age=1; HttpOnly; SameSite=Lax`],
  ["two of them", `set-cookie: theme=dark; path=/\r\nset-cookie: ${NAME}=${token}; path=/; HttpOnly\r\nx-request-id: F1`],
  ["a request", `GET / HTTP/1.1\nHost: example.com\nCookie: theme=dark; ${NAME}=${token}\nUser-Agent: Mozilla/5.0 (X11; rv=1)\n\n`],
  ["curl -v", `> GET / HTTP/2\n> Host: example.com\n> cookie: theme=dark; ${NAME}=${token}\n>\n< HTTP/2 200\n< content-type: text/html`],
  ["an answer of curl -v", `< HTTP/2 302\n< set-cookie: ${NAME}=${token}; path=/; HttpOnly\n< location: /`],
  ["lines of DevTools' headers", `accept\n*/*\ncookie\ntheme=dark; ${NAME}=${token}\nuser-agent\nMozilla`],
  ["lines with a colon", `accept:\n*/*\ncookie:\ntheme=dark; ${NAME}=${token}\nuser-agent:\nMozilla`],
  ["a row of Chrome's table", `${NAME}\t${token}\twww.example.com\t/\tSession\t400\t✓\t\tLax\t\t\tMedium`],
  ["rows with their head", `Name\tValue\tDomain\ntheme\tdark\texample.com\n${NAME}\t${token}\texample.com`],
  ["a row of Firefox's, quoted", `${NAME}\t"${token}"\texample.com\t/\tSession`],
  ["a row whose tabs are gone", `${NAME}    ${token}    www.example.com    /`],
  ["curl for bash", `curl 'https://example.com/a?b=c' -H 'accept: */*' -b 'theme=dark; ${NAME}=${token}' --compressed`],
  ["curl on lines", `curl 'https://example.com/' \\\n  -H 'accept: */*' \\\n  -H 'Cookie: theme=dark; ${NAME}=${token}' \\\n  -H 'dnt: 1'`],
  ["curl, double quotes", `curl "https://example.com/" -H "cookie: ${NAME}=${token}"`],
  ["curl for cmd", `curl ^"https://example.com/^" ^\n  -H ^"accept: */*^" ^\n  -b ^"theme=dark; ${NAME}=${token}^" ^\n  -H ^"dnt: 1^"`],
  ["-b alone", `-b '${NAME}=${token}'`],
  ["-b bare", `curl -b ${NAME}=${token} https://example.com/`],
  ["--cookie=", `curl --cookie="${NAME}=${token}" https://example.com/`],
  ["-H alone", `-H 'Cookie: ${NAME}=${token}'`],
  ["wget", `wget --header="Cookie: ${NAME}=${token}" https://example.com/`],
  ["httpie", `http example.com 'Cookie:theme=dark; ${NAME}=${token}' accept:json`],
  ["fetch of Node.js", `await fetch("https://example.com/", {\n  "headers": {\n    "accept": "*/*",\n    "cookie": "theme=dark; ${NAME}=${token}"\n  },\n  "body": null\n});`],
  ["PowerShell", `$session = New-Object Microsoft.PowerShell.Commands.WebRequestSession\n$session.Cookies.Add((New-Object System.Net.Cookie("theme", "dark", "/", "example.com")))\n$session.Cookies.Add((New-Object System.Net.Cookie("${NAME}", "${token}", "/", "example.com")))`],
  ["document.cookie", `document.cookie = "${NAME}=${token}; path=/"`],
  ["an extension's export", JSON.stringify([{ domain: "example.com", name: "theme", value: "dark" }, { domain: "example.com", hostOnly: true, name: NAME, value: token, path: "/" }], null, 4)],
  ["Playwright's state", JSON.stringify({ cookies: [{ name: NAME, value: token, domain: "example.com" }], origins: [] })],
  ["a HAR", JSON.stringify({ log: { entries: [{ request: { method: "GET", url: "https://example.com/?a=b", headers: [{ name: "cookie", value: `theme=dark; ${NAME}=${token}` }], cookies: [{ name: "theme", value: "dark" }, { name: NAME, value: token }] } }] } })],
  ["JSON of names", JSON.stringify({ theme: "dark", [NAME]: token })],
  ["Firefox's response cookies", JSON.stringify({ "Response Cookies": { [NAME]: { httpOnly: true, path: "/", samesite: "Lax", value: token } } })],
  ["Python's", `cookies = {'theme': 'dark', '${NAME}': '${token}'}`],
  ["a jar of curl's", `# Netscape HTTP Cookie File\n\n.example.com\tTRUE\t/\tFALSE\t0\ttheme\tdark\n#HttpOnly_www.example.com\tFALSE\t/\tTRUE\t1799999999\t${NAME}\t${token}\n`],
  ["its line, without tabs", `#HttpOnly_localhost FALSE / FALSE 0 ${NAME} ${token}`],
  ["iex's map", `%{"theme" => "dark", "${NAME}" => "${token}"}`],
  ["a conn", `%Plug.Conn{\n  host: "example.com",\n  req_cookies: %{"${NAME}" => "${token}"},\n  req_headers: [{"host", "example.com"}]}`],
  ["its headers", `[\n  {"accept", "*/*"},\n  {"cookie", "theme=dark; ${NAME}=${token}"}\n]`],
  ["its resp_cookies", `%{"${NAME}" => %{value: "${token}", path: "/", http_only: true}}`],
  ["lines that a terminal broke", `${NAME}=${token.slice(0, 80)}\n  ${token.slice(80, 160)}\n${token.slice(160)}`],
  ["a broken header among others", `host: example.com\ncookie: theme=dark; ${NAME}=${token.slice(0, 60)}\n${token.slice(60)}\naccept: */*`],
  ["a broken map", `%{\n  "${NAME}" => "${token.slice(0, 70)}\n${token.slice(70)}"\n}`],
  ["percent signs", `${NAME}=${token.replaceAll(".", "%2E").replaceAll("-", "%2D")}`],
  ["a header all in percent signs", encodeURIComponent(`theme=dark; ${NAME}=${token}`)],
];

/** Without a name. @type {(token: string) => [string, string][]} */
const nameless = (token) => [
  ["double quotes", `"${token}"`], ["single quotes", `'${token}'`], ["backticks", `\`${token}\``], ["a comma behind it", `"${token}",`], ["a semicolon", `${token};`],
  ["two lines", `${token.slice(0, 50)}\n${token.slice(50)}`], ["lines of Windows", `${token.slice(0, 50)}\r\n${token.slice(50)}\r\n`],
  ["percent signs", token.replaceAll(".", "%2E")], ["a tag", `<input type="hidden" value="${token}">`], ["a log", `12:00:00.123 [debug] read ${token} from conn`],
];

onPage("what people paste: the cookie and its name are found", async ({ page, text, settled }) => {
  const token = await page.inputValue("#cookie");
  const app = await page.inputValue("#key");
  const paste = async (/** @type {string} */ pasted, key = "_old_name") => {
    // Nothing with a name of its own stands there while the name is written: the form would take it.
    await page.fill("#cookie", "");
    await page.fill("#key", key);
    await page.fill("#cookie", pasted);
    await settled();
  };
  for (const [what, pasted] of named(token)) {
    await paste(pasted);
    assert.equal(await text("#verdict-title"), "The seal holds", what);
    assert.equal(await page.inputValue("#key"), NAME, `the name: ${what}`);
  }
  assert.match(await text("#read-as"), /percent signs were undone/);
  for (const [what, pasted] of nameless(token)) {
    await paste(pasted, app);
    assert.equal(await text("#verdict-title"), "The seal holds", what);
    assert.equal(await page.inputValue("#key"), app, `without a name the form's stays: ${what}`);
  }
});

onPage("of several cookies one is chosen", async ({ page, text, settled }) => {
  const token = await page.inputValue("#cookie");
  const paste = async (/** @type {string} */ pasted) => {
    await page.fill("#cookie", pasted);
    await settled();
  };
  await paste(`Cookie: theme=dark; first=${token.slice(0, -4)}AAAA; second=${token}`);
  assert.equal(await text("#read-as"), "Read as headers: 3 cookies.");
  assert.equal(await page.locator("#choose").isVisible(), true);
  assert.deepEqual(await page.locator("#cookies option").allInnerTexts(), [
    `first: signed, ${token.length} characters`, `second: signed, ${token.length} characters`, "theme: not recognised, 4 characters",
  ]);
  assert.equal(await page.inputValue("#key"), "second", "the one that opens, as long as nobody has chosen");
  await page.selectOption("#cookies", "0");
  assert.equal(await text("#verdict-title"), "Refused");
  assert.equal(await page.inputValue("#key"), "first");
  await page.locator("[name=signingSalt]").first().fill("a1B2c3D4 ");
  await settled();
  assert.equal(await page.inputValue("#cookies"), "0", "the choice stays when something else is typed");
  await page.locator("[name=signingSalt]").first().fill("a1B2c3D4");

  // Twins, which a browser sends when two paths have the name; and a session beside a remember-me cookie.
  await paste(`_twin=${token.slice(0, -4)}BBBB; _twin=${token}`);
  assert.equal(await page.locator("#cookies option").count(), 2);
  assert.equal(await text("#verdict-title"), "The seal holds");
  const remember = SignedCookie.sign("Yz3kQ0l8vV5tP1cN7rXbW2mJ9sD4gHfLqEaT6uIoKpZxC8yBnMvS5dR1wFjGhUe0", "_a_web_user_remember_me", new Uint8Array(32));
  await paste(`_a_key=${token}; _a_web_user_remember_me=${remember}`);
  assert.equal(await text("#session-title"), "The session");
  await page.selectOption("#cookies", "1");
  assert.match(await text("#verdict-text"), /^A remember-me cookie/);
  await page.selectOption("#cookies", "0");
  assert.equal(await text("#session-title"), "The session");
});

onPage("a paste that is far too long gets a message, and the old session goes", async ({ page, text, settled }) => {
  const token = await page.inputValue("#cookie");
  for (const pasted of ["x".repeat(300_000), `_my_app_key=${"x".repeat(300_000)}`, token.replace(".", `.${"A".repeat(300_000)}`), "\u{1f36a}".repeat(100_000), '"'.repeat(300_000), ` -b "`.repeat(60_000), "a=b;".repeat(75_000), `${token}; `.repeat(700), "{".repeat(300_000), "%2E".repeat(100_000), `${";".repeat(300_000)}x`, `${",".repeat(300_000)}x`, `SFMyNTY.${"=".repeat(300_000)}x.y`]) {
    await page.click('[data-example="signed"]');
    assert.match(await text("#session"), /user_token/);
    await page.fill("#cookie", pasted);
    await settled();
    const what = pasted.slice(0, 20);
    if (pasted.includes(token)) assert.equal(await text("#verdict-title"), "The seal holds", "one cookie many times is one");
    else {
      assert.equal(await text("#verdict-title"), "Refused", what);
      assert.match(await text("#verdict-text"), /a browser keeps 4,096: paste the one cookie alone|Its shape: /, what);
      assert.doesNotMatch(await text("#session"), /user_token/, what);
      assert.ok((await page.locator("#token").textContent()).length < 10_000, what);
    }
  }
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true);
});

onPage("iterations of any size are told of, and nothing stands still", async ({ page, text, settled }) => {
  await page.locator("summary", { hasText: "How keys" }).first().click();
  const told = async (iterations, expected) => {
    await page.locator("[name=keyIterations]").first().fill(iterations);
    await settled();
    assert.match(await text("#verdict-text"), expected);
    assert.doesNotMatch(await text("#verdict-text"), /undefined|NaN/);
  };
  const bound = /key_iterations takes a whole number from 1 to 1,000,000 here; Plug's own is 1,000\. .*ConfigError/;
  for (const iterations of ["4294967295", "999999999999", "0", "-5", "1.5"]) await told(iterations, bound);
  assert.match(await text("#changed"), /can't be changed/);
  await page.locator("[name=keyLength]").first().fill("1024");
  await told("100000", /3,200,000 rounds to derive.*at most 1,000,000/);
  await page.locator("[name=keyLength]").first().fill("32");
  await told("", /Opened with the primary keys/);
});
