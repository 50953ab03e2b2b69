// @ts-check
// Each Set-Cookie that we write, given to those who keep cookies: tough-cookie's jar, and Chromium. What they keep is what was meant, and
// the deletion deletes it.

import { execFile } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { chromium } from "playwright-core";
import { CookieJar } from "tough-cookie";
import { createSessions } from "waxseal";
import { equal, ok, recorder } from "../conformance/check.js";
import { collector, print, printNames } from "../conformance/print.js";

const COOKIE = { store: "cookie", key: "_k", secretKeyBase: "0123456789abcdef".repeat(4), signingSalt: "salt", log: false };
const DAYS_400 = 400 * 86_400;

/** @type {Record<string, any>[]} */
const OPTIONS = [
  {}, { secure: false }, { httpOnly: false }, { maxAge: 60 }, { maxAge: DAYS_400 }, { path: "/app" }, { path: "/app", domain: "app.test" }, { domain: "app.test" },
  { sameSite: "Strict" }, { sameSite: "Lax" }, { sameSite: "None" }, { partitioned: true, sameSite: "None" }, { priority: "High" }, { extra: "Priority=Low" },
  { key: "__Host-k" }, { key: "__Secure-k", domain: "app.test", maxAge: 600 }, { key: "__Host-k", partitioned: true, sameSite: "None", maxAge: 600, priority: "Medium" },
  { key: "!#$%&'*+-.^_`|~k" }, { encryptionSalt: "another salt" }, { serializer: "json" }, { store: "memory" }, { store: "memory", key: "__Host-sid", maxAge: 60, sameSite: "Strict" },
];

/** The header of a session, that of its end, and what is meant by the first. @param {Record<string, any>} more */
async function written(more) {
  const { store, key } = { ...COOKIE, ...more };
  const sessions = /** @type {any} */ (createSessions(/** @type {any} */ (store === "cookie" ? { ...COOKIE, ...more } : { key, log: false, ...more })));
  const conn = { scheme: "https" };
  const set = await sessions.commit((await sessions.fetch("", conn)).put("user", "ada"));
  const cookie = set.split(";")[0];
  const over = await sessions.commit((await sessions.fetch(cookie, conn)).drop());
  const { sameSite, domain, path = "/", maxAge, secure = true, httpOnly = true } = more;
  return { set, over, meant: { name: key, value: cookie.slice(cookie.indexOf("=") + 1), secure, httpOnly, path, domain, sameSite, maxAge } };
}

const { failures, names, report } = collector();
const { counts, group } = recorder(report);
const test = group("Set-Cookie");
const all = await Promise.all(OPTIONS.map(written));

/** A time that was asked for, in seconds from now, to within a minute. @param {string} name @param {number | undefined} maxAge @param {number} seconds */
function lasts(name, maxAge, seconds) {
  if (maxAge === undefined) ok(!(seconds > 0 && Number.isFinite(seconds)), `${name} ends with the browser: in ${seconds} s`);
  else ok(Math.abs(seconds - maxAge) < 60, `${name} lasts ${seconds} s, not ${maxAge}`);
}

const URL_OF_APP = "https://www.app.test/app/page";
const inTheJar = all.map(({ set, over, meant }) => {
  const jar = new CookieJar();
  const url = meant.domain ? URL_OF_APP : "https://app.test/app/page";
  jar.setCookieSync(set, url);
  const kept = jar.getCookiesSync(url);
  jar.setCookieSync(over, url);
  return { kept, left: jar.getCookiesSync(url), meant };
});
await test("each Set-Cookie in tough-cookie: the cookie that was meant", () => {
  for (const { kept: [cookie, ...others], meant } of inTheJar) {
    equal(others.length, 0, `${meant.name}: others`);
    equal(JSON.stringify([cookie.key, cookie.value, cookie.secure, cookie.httpOnly, cookie.path]), JSON.stringify([meant.name, meant.value, meant.secure, meant.httpOnly, meant.path]), "the cookie");
    equal(cookie.hostOnly ? undefined : cookie.domain, meant.domain, `${meant.name}: its domain`);
    equal(cookie.sameSite, meant.sameSite?.toLowerCase(), `${meant.name}: SameSite`);
    lasts(meant.name, meant.maxAge, /** @type {number} */ (cookie.TTL()) / 1000);
  }
});
await test("each Set-Cookie in tough-cookie: its deletion deletes it", () => {
  for (const { left, meant } of inTheJar) equal(left.length, 0, `${meant.name}, ${JSON.stringify(meant)}`);
});

const folder = await mkdtemp(join(tmpdir(), "waxseal-set-cookie-"));
const [key, cert] = [join(folder, "key.pem"), join(folder, "cert.pem")];
await promisify(execFile)("openssl", ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=app.test", "-keyout", key, "-out", cert]);
let header = "";
const server = createServer({ key: await readFile(key), cert: await readFile(cert) }, (_, answer) => answer.writeHead(200, { "content-type": "text/html", "set-cookie": header }).end("kept")).listen(0, "127.0.0.1");
await once(server, "listening");
const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox", "--host-resolver-rules=MAP *.app.test 127.0.0.1, MAP app.test 127.0.0.1"] });
try {
  const inChromium = [];
  for (const { set, over, meant } of all) {
    const context = await browser.newContext({ ignoreHTTPSErrors: true });
    const page = await context.newPage();
    const visit = async (/** @type {string} */ setCookie) => {
      header = setCookie;
      await page.goto(`https://${meant.domain ? "www." : ""}app.test:${port}/app/page`);
      return context.cookies();
    };
    inChromium.push({ kept: await visit(set), left: await visit(over), meant });
    await context.close();
  }
  await test("each Set-Cookie in Chromium: the cookie that was meant", () => {
    for (const { kept: [cookie, ...others], meant } of inChromium) {
      equal(others.length, 0, `${meant.name}: others`);
      ok(cookie !== undefined, `${JSON.stringify(meant)} is kept`);
      equal(JSON.stringify([cookie.name, cookie.value, cookie.secure, cookie.httpOnly, cookie.path]), JSON.stringify([meant.name, meant.value, meant.secure, meant.httpOnly, meant.path]), "the cookie");
      equal(cookie.domain, meant.domain ? `.${meant.domain}` : "app.test", `${meant.name}: its domain`);
      // It is Lax where nothing is said.
      equal(cookie.sameSite, meant.sameSite ?? "Lax", `${meant.name}: SameSite`);
      lasts(meant.name, meant.maxAge, cookie.expires < 0 ? Infinity : cookie.expires - Date.now() / 1000);
    }
  });
  await test("each Set-Cookie in Chromium: its deletion deletes it", () => {
    for (const { left, meant } of inChromium) equal(left.length, 0, JSON.stringify(meant));
  });
} finally {
  await browser.close();
  server.closeAllConnections();
  server.close();
  await rm(folder, { recursive: true, force: true });
}
printNames(names);
process.exitCode = print(counts, failures) ? 0 : 1;
