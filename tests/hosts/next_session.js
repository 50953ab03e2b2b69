// @ts-check
// waxseal/next in Next: pages, actions, route handlers and the proxy of one request have one session.

import { equal, ok } from "../conformance/check.js";

/** @typedef {import("./app.js").App} App */

/** A browser: one cookie, or none. */
class Browser {
  cookie = "";

  /** @param {string} origin */
  constructor(origin) {
    this.origin = origin;
  }

  /** @param {string} path @param {RequestInit & { headers?: Record<string, string> }} [init] */
  async ask(path, init = {}) {
    const headers = { cookie: `other=1; ${this.cookie}`, origin: this.origin, ...init.headers };
    const response = await fetch(this.origin + path, { redirect: "manual", ...init, headers });
    const lines = response.headers.getSetCookie().filter((line) => line.startsWith("_app_key="));
    // Of several a browser keeps the last.
    const last = lines.at(-1);
    if (last) this.cookie = /max-age=0|1970/i.test(last) ? "" : last.split(";")[0];
    return { status: response.status, headers: response.headers, lines, last, text: await response.text() };
  }

  /** What a page shows of its session. @param {string} path */
  async page(path) {
    return shown((await this.ask(path)).text);
  }

  /** The form of a page, submitted as a browser without scripts does. @param {string} path @param {string} [name] @param {Record<string, string>} [headers] */
  async submit(path, name = "Lovelace", headers = {}) {
    const { text } = await this.ask(path);
    const form = new FormData();
    for (const [input] of text.matchAll(/<input type="hidden"[^>]*>/g)) form.append(attribute(input, "name"), attribute(input, "value"));
    ok([...form.keys()].some((key) => key.startsWith("$ACTION_")), `the form names no action: ${text.slice(0, 300)}`);
    form.append("name", name);
    return this.ask(path, { method: "POST", body: form, headers });
  }
}

/** @param {string} tag @param {string} name */
const attribute = (tag, name) => unescaped(new RegExp(` ${name}="([^"]*)"`).exec(tag)?.[1] ?? "");
/** @param {string} text */
const unescaped = (text) => text.replaceAll("&quot;", '"').replaceAll("&#x27;", "'").replaceAll("&amp;", "&");
/** @param {string} html */
const shown = (html) => JSON.parse(unescaped(/<pre>(.*?)<\/pre>/s.exec(html)?.[1] ?? "null"));

/** @param {string} origin */
async function behaves(origin) {
  const anyone = new Browser(origin);
  equal((await anyone.page("/page")).proxied, 1, "the page sees what the proxy of its request did");
  equal((await anyone.page("/page?proxy=own")).proxied, 2, "and the next one");
  equal((await anyone.page("/page?proxy=own")).own, "mine", "a header that the proxy passes on");
  const json = JSON.parse((await anyone.ask("/count")).text);
  equal(`${json.proxied} ${json.visits}`, "4 1", "a route handler sees it too");
  equal(JSON.stringify(await anyone.page("/page")), JSON.stringify({ proxied: 5, visits: 1 }), "both changes were kept");
  // Under 127.0.0.1 the server calls itself localhost: a rewrite asks it anew, through the proxy.
  equal((await anyone.page("/rewritten")).proxied, 7, "after a rewrite");
  ok((await anyone.ask("/page")).headers.getSetCookie().some((line) => line.startsWith("theme=dark")), "a cookie of the proxy's own");

  const nestedIn = await anyone.ask("/count?nested");
  equal(JSON.parse(nestedIn.text).note, "visit 2", "what a route handler calls has its session");
  const cookie = anyone.cookie;
  equal(nestedIn.lines.filter((line) => line.startsWith(cookie)).length, 1, "it is sent once");

  const redirected = await anyone.ask("/count", { method: "POST" });
  equal(redirected.status, 307, "redirect() in a route handler");
  equal((await anyone.ask("/count?missing", { method: "POST" })).status, 404, "notFound() in a route handler");
  equal((await anyone.page("/page")).posted, true, "what was done before");

  const renamed = await anyone.submit("/page");
  equal(shown(renamed.text).name, "Lovelace", "the page of the action's own answer");
  ok(/; HttpOnly/i.test(renamed.last ?? "") && /; Path=\//i.test(renamed.last ?? ""), `the action's cookie: ${renamed.last}`);
  const after = await anyone.page("/page");
  equal(`${after.name} ${after.proxied} ${after.visits}`, "Lovelace 15 2", "after the action");

  const login = await anyone.submit("/page?do=login");
  equal(`${login.status} ${login.headers.get("location")}`, "303 /page?after=login", "redirect() in an action");
  equal((await anyone.page("/page")).user, "ada", "what was done before it");
  await anyone.submit("/page?do=missing");
  equal((await anyone.page("/page")).missed, true, "notFound() in an action");
  const failed = await anyone.submit("/page?do=failing");
  equal(failed.status, 500, "an action that fails");
  equal((await anyone.page("/page")).failed, undefined, "what it did before");
  await anyone.submit("/page?do=nested", "Byron");
  const nested = await anyone.page("/page");
  equal(`${nested.outer} ${nested.name} ${nested.seen}`, "1 Byron Byron 1", "an action that calls another");

  equal((await anyone.submit("/page?do=saved")).headers.get("location"), "/page?proxy=flash", "an action that leaves a message");
  ok((await anyone.page("/page")).phoenix_flash?.info, "a page in between shows none of it");
  equal((await anyone.page("/page?proxy=flash")).info, "Saved%2C%20%C3%A9", "the page that shows it");
  const next = await anyone.page("/page?proxy=flash");
  equal(`${next.info} ${next.phoenix_flash}`, " undefined", "and the next one");

  await anyone.submit("/page?do=saved");
  await anyone.submit("/page?do=rename");
  ok((await anyone.page("/page")).phoenix_flash?.info, "an action that looks at none of it takes nothing away");
  const looked = shown((await anyone.submit("/page?do=looked")).text);
  equal(`${looked.looked} ${looked.phoenix_flash}`, "Saved, é undefined", "one that looks at it takes it away");

  const signIn = await anyone.submit("/sign-in", "grace");
  equal(signIn.headers.get("location"), "/page", "the documentation's action");
  ok((await anyone.ask("/sign-in")).text.replaceAll("<!-- -->", "").includes("Hello, grace"), "the documentation's page");

  // What proxies leave alone, and what goes wrong in one.
  const read = await anyone.ask("/page?proxy=reads");
  equal(`${read.status} ${read.lines.length} ${shown(read.text).user}`, "200 0 grace", "a proxy that reads, and returns nothing");
  equal(shown((await fetch(`${origin}/page?proxy=cures`, { headers: { cookie: anyone.cookie } }).then((answer) => answer.text()))).user, "grace", "a proxy that deletes another path's cookie of the name");
  equal((await new Browser(origin).ask("/page?proxy=reads")).status, 401, "a proxy that answers itself");
  for (const wrong of ["forgets", "throws"]) {
    const answer = await anyone.ask(`/page?proxy=${wrong}`);
    equal(`${answer.status} ${answer.lines.length}`, "500 0", `a proxy that ${wrong}`);
  }
  ok((await anyone.page("/page")).proxied > 0, "nothing of it was kept");
  const secure = await anyone.ask("/count", { headers: { "x-forwarded-proto": "https" } });
  const action = await anyone.submit("/page", "Hopper", { "x-forwarded-proto": "https" });
  for (const { last } of [secure, action]) ok(/; secure/i.test(last ?? ""), `over https: ${last}`);
  equal(shown(action.text).name, "Hopper", "the action over https");

  // Its own lifetime, which actions, route handlers and the proxy keep.
  const remembered = await anyone.submit("/page?do=remember");
  ok(/; max-age=3600/i.test(remembered.last ?? "") && /; expires=/i.test(remembered.last ?? ""), `remembered, over a redirect: ${remembered.last}`);
  ok(/; max-age=3\d{3}(;|$)/i.test((await anyone.ask("/count")).last ?? ""), "and from then on");
  // Who only reads is there all the same: the proxy says so, though it returned nothing.
  const idle = new Browser(origin);
  await idle.submit("/page?do=login");
  await idle.ask("/count?idle", { method: "POST" });
  await new Promise((done) => setTimeout(done, 3200));
  const there = await idle.ask("/page?proxy=reads");
  equal(`${there.status} ${there.lines.length} ${shown(there.text).user}`, "200 1 ada", "a read past the half of idleTimeout, noted by a proxy that returned nothing");

  const out = await anyone.submit("/page?do=logout");
  equal(shown(out.text).user, undefined, "the page of the log-out's own answer");
  equal(anyone.cookie, "", `the cookie after the log-out: ${out.last}`);
  await anyone.page("/page");
  equal((await anyone.page("/page?proxy=drops")).proxied, undefined, "the page after a proxy that logs out");
  equal(anyone.cookie, "", "its cookie");
  await handsOn(anyone);
}

/** What an action sets by itself of this very cookie is the newer truth. @param {Browser} anyone */
async function handsOn(anyone) {
  await anyone.submit("/page?do=behind");
  const both = await anyone.page("/page");
  equal(`${both.user} ${both.here}`, "eve 1", "a log-in that an action hands on, and what it put");
  await anyone.submit("/page?do=behindOut");
  equal(anyone.cookie, "", "a log-out that it hands on");
}

/** The same with a key-value service, where a change alone sets no cookie. @param {string} origin */
async function behavesWithService(origin) {
  const anyone = new Browser(origin);
  equal((await anyone.page("/page")).proxied, 1, "the page sees what the proxy of its request did, and the cookie that it made");
  const { cookie } = anyone;
  const json = JSON.parse((await anyone.ask("/count?nested")).text);
  equal(`${json.proxied} ${json.visits} ${json.note}`, "2 1 visit 1", "a route handler, and what it calls");
  const renamed = await anyone.submit("/page");
  equal(`${shown(renamed.text).name} ${renamed.lines.length} ${anyone.cookie === cookie}`, "Lovelace 0 true", "the page of the action's own answer");
  await anyone.submit("/page?do=nested", "Byron");
  equal((await anyone.page("/page")).seen, "Byron 1", "an action that calls another");
  equal((await anyone.submit("/page?do=failing")).status, 500, "an action that fails");
  equal((await anyone.page("/page")).failed, undefined, "what it did before");
  const login = await anyone.submit("/page?do=login");
  equal(`${login.status} ${anyone.cookie !== cookie}`, "303 true", "a log-in: another cookie");
  const inside = await anyone.page("/page");
  equal(`${inside.user} ${inside.name} ${inside.visits}`, "ada Byron 1", "what is in it");
  const remembered = await anyone.submit("/page?do=remember");
  ok(/; max-age=3600/i.test(remembered.last ?? ""), `remembered, over a redirect: ${remembered.last}`);
  await anyone.submit("/page?do=saved");
  equal((await anyone.page("/page?proxy=flash")).info, "Saved%2C%20%C3%A9", "a message, and the page that shows it");
  equal((await anyone.page("/page?proxy=flash")).info, "", "and the next one");
  const last = anyone.cookie;
  equal(shown((await anyone.submit("/page?do=logout")).text).user, undefined, "the page of the log-out's own answer");
  equal(anyone.cookie, "", "its cookie");
  anyone.cookie = last;
  equal((await anyone.ask("/page?proxy=reads")).status, 401, "the cookie of before");
  await handsOn(anyone);
}

/** @type {import("./hosts.js").Hosts} */
export const nextSession = {
  "Next, waxseal/next": {
    app: "next-session",
    async try(/** @type {App} */ app) {
      await app.run("next", "build", "--turbopack");
      const start = ["next", "start", "-p", "$PORT", "-H", "127.0.0.1"];
      await app.serve(start, "/count", behaves);
      app.env.DATABASE = app.path("sessions.db");
      await app.serve(start, "/count", behavesWithService);
    },
  },
};
