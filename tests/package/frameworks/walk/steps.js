// @ts-check
// What is done to each app, and what comes of it in a few words: the same everywhere, or the driver says why not.

import { statSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";
import { KEY } from "./spec.js";

/** @typedef {import("./client.js").Client} Client */
/** @typedef {import("./spec.js").App} App */
/** @typedef {{ isDown: boolean, delay: number, writing: number }} Service the key-value service's state, and how many writes are under way */

/**
 * @typedef {object} Step
 * @property {string} name
 * @property {string} outcome
 * @property {"cookie" | "kv"} [store] the only one that it is about
 * @property {"socket" | "proxies"} [needs] what the framework must have
 * @property {(client: Client, service: Service, file: string) => Promise<string>} run with no cookie at first
 */

/** What a response says of the session's cookie. @param {import("./client.js").Visit} visit */
function said({ cookies, session }) {
  const own = cookies.filter((header) => header.startsWith(`${KEY}=`)).length;
  if (own > 1) return `${own} cookies`;
  return session === undefined ? "no cookie" : / 1970 /.test(session) ? "deleted" : "a cookie";
}

/** How long the session's cookie is to last. @param {import("./client.js").Visit} visit */
function lasts(visit) {
  const [, seconds] = /; max-age=(\d+)/i.exec(visit.session ?? "") ?? [];
  return seconds === undefined ? said(visit) : Number(seconds) > 3590 && Number(seconds) <= 3600 ? "for an hour" : `for ${seconds} seconds`;
}

/** @param {Client} client */
const all = async (client) => (await client.visit("/all")).text;

/** A body whose length is what was said of it. @param {import("./client.js").Visit} visit */
const whole = ({ headers, text }) => (headers["content-length"] === undefined || Number(headers["content-length"]) === text.length ? "" : ", of another length");

/** @param {() => boolean} isSo */
async function until(isSo) {
  for (const end = Date.now() + 5000; !isSo(); ) {
    // Of a layer that commits nothing it never is.
    if (Date.now() > end) throw new Error("waited in vain");
    await new Promise((done) => setTimeout(done, 1));
  }
}

/** @type {Step[]} */
export const STEPS = [
  {
    name: "a page that does not look at the session",
    outcome: "200, no cookie, no Vary",
    async run(client) {
      const visit = await client.visit("/plain");
      return `${visit.status}, ${said(visit)}, ${visit.headers.vary?.includes("Cookie") ? "Vary" : "no Vary"}`;
    },
  },
  {
    name: "a page that looks at it",
    outcome: "200, no cookie, Vary",
    async run(client) {
      const visit = await client.visit("/all");
      return `${visit.status}, ${said(visit)}, ${visit.headers.vary?.includes("Cookie") ? "Vary" : "no Vary"}`;
    },
  },
  {
    name: "a page that is skipped",
    outcome: "none, no cookie, no Vary, nothing lost",
    async run(client) {
      await client.visit("/login");
      const visit = await client.visit("/skipped");
      return `${visit.text}, ${said(visit)}, ${visit.headers.vary?.includes("Cookie") ? "Vary" : "no Vary"}, ${(await all(client)).includes("ada") ? "nothing lost" : "lost"}`;
    },
  },
  {
    name: "a page that is skipped, while the service is down",
    outcome: "200 none, no cookie",
    store: "kv",
    async run(client, service) {
      await client.visit("/login");
      service.isDown = true;
      const visit = await client.visit("/skipped");
      return `${visit.status} ${visit.text}, ${said(visit)}`;
    },
  },
  {
    name: "a cookie that nobody made",
    outcome: "{}, no cookie, then a cookie, 1",
    async run(client) {
      client.cookie = `${KEY}=SFMyNTY.g3QAAAAA.forged`;
      const visit = await client.visit("/all");
      const counted = await client.visit("/count");
      return `${visit.text}, ${said(visit)}, then ${said(counted)}, ${counted.text}`;
    },
  },
  {
    name: "two cookies of one name: the first counts",
    outcome: '{"user":"ada"}',
    async run(client) {
      await client.visit("/count");
      const { cookie } = client;
      client.cookie = "";
      await client.visit("/login");
      client.cookie = `other=1; ${client.cookie}; ${cookie}`;
      return all(client);
    },
  },
  {
    name: "two browsers at once",
    outcome: '1 1 2 2, {"visits":2}',
    async run(client) {
      const other = client.another();
      const counts = [];
      for (let at = 0; at < 2; at += 1) {
        for (const { text } of await Promise.all([client.visit("/count"), other.visit("/count")])) counts.push(text);
      }
      await client.visit("/left");
      return `${counts.join(" ")}, ${await all(other)}`;
    },
  },
  {
    name: "three visits are counted",
    outcome: "1 2 3, private",
    async run(client) {
      const visits = [];
      for (let at = 0; at < 3; at += 1) visits.push(await client.visit("/count"));
      return `${visits.map(({ text }) => text).join(" ")}, ${visits[0].headers["cache-control"].includes("private") ? "private" : "shared"}`;
    },
  },
  {
    name: "log in",
    outcome: 'a cookie, {"user":"ada"}',
    async run(client) {
      await client.visit("/count");
      return `${said(await client.visit("/login"))}, ${await all(client)}`;
    },
  },
  {
    name: "a flash over a redirect",
    outcome: "302 to /notice, welcome, then -",
    async run(client) {
      const { status, headers } = await client.visit("/flash");
      const [first, second] = [await client.visit("/notice"), await client.visit("/notice")];
      return `${status} to ${headers.location}, ${first.text}, then ${second.text}`;
    },
  },
  {
    name: "renew",
    outcome: 'a cookie, {"user":"ada"}, the old one opens nothing',
    store: "kv",
    async run(client) {
      await client.visit("/login");
      const { cookie } = client;
      const outcome = `${said(await client.visit("/renew"))}, ${await all(client)}`;
      client.cookie = cookie;
      return `${outcome}, the old one opens ${(await all(client)).replace("{}", "nothing")}`;
    },
  },
  {
    name: "log out",
    outcome: "deleted, {}",
    async run(client) {
      await client.visit("/login");
      return `${said(await client.visit("/logout"))}, ${await all(client)}`;
    },
  },
  {
    name: "log out, and a message over a redirect",
    outcome: "302, a cookie, goodbye, {}",
    async run(client) {
      await client.visit("/login");
      const visit = await client.visit("/goodbye");
      return `${visit.status}, ${said(visit)}, ${(await client.visit("/notice")).text}, ${await all(client)}`;
    },
  },
  {
    name: "log out everywhere but here, and a thrown answer",
    outcome: '403, no cookie, there nothing, no cookie, here {"user":"ada"}',
    store: "kv",
    async run(client) {
      const other = client.another();
      for (const one of [client, other]) await one.visit("/owned");
      const visit = await client.visit("/everywhere");
      const there = await other.visit("/all");
      return `${visit.status}, ${said(visit)}, there ${there.text.replace("{}", "nothing")}, ${said(there)}, here ${await all(client)}`;
    },
  },
  {
    name: "a late request after a log-out",
    outcome: "deleted, then nothing, no cookie, nothing",
    store: "kv",
    async run(client) {
      await client.visit("/login");
      const { cookie } = client;
      const out = said(await client.visit("/logout"));
      client.cookie = cookie;
      const [read, wrote] = [await client.visit("/all"), await client.visit("/left")];
      return `${out}, then ${read.text}, ${said(wrote)}, ${await all(client)}`.replaceAll("{}", "nothing");
    },
  },
  {
    name: "two requests at once, each with a key of its own",
    outcome: '{"left":1,"right":1,"user":"ada"}',
    store: "kv",
    async run(client) {
      await client.visit("/login");
      await Promise.all([client.visit("/left"), client.visit("/right")]);
      return all(client);
    },
  },
  {
    name: "ignore()",
    outcome: '200, no cookie, {"user":"ada"}',
    async run(client) {
      await client.visit("/login");
      const visit = await client.visit("/ignored");
      return `${visit.status}, ${said(visit)}, ${await all(client)}`;
    },
  },
  {
    name: "Phoenix's flash over a redirect",
    outcome: "302 to /shown, saved, then -",
    async run(client) {
      const { status, headers } = await client.visit("/saved");
      const [first, second] = [await client.visit("/shown"), await client.visit("/shown")];
      return `${status} to ${headers.location}, ${first.text}, then ${second.text}`;
    },
  },
  {
    name: "Phoenix's flash, shown at once",
    outcome: "now, no cookie, then -",
    async run(client) {
      const visit = await client.visit("/at-once");
      return `${visit.text}, ${said(visit)}, then ${(await client.visit("/shown")).text}`;
    },
  },
  {
    name: "Phoenix's flash, and requests that are skipped or HEAD",
    outcome: "saved, then -",
    async run(client) {
      await client.visit("/saved");
      await client.visit("/skipped");
      const visit = await client.visit("/shown");
      await client.visit("/saved");
      await client.visit("/shown", { method: "HEAD" });
      return `${visit.text}, then ${(await client.visit("/shown")).text}`;
    },
  },
  {
    name: "remember me, and a thrown answer",
    outcome: '403, for an hour, 1, {"user":"ada","visits":1}, for an hour',
    async run(client) {
      const visit = await client.visit("/remembered");
      const next = await client.visit("/count");
      const now = await all(client);
      return `${visit.status}, ${lasts(visit)}, ${next.text}, ${now}, ${lasts(next.session ? next : visit)}`;
    },
  },
  {
    name: "404 and 500, as the app's own answers",
    outcome: "404 1, a cookie, 500 2, then 3",
    async run(client) {
      const [missing, sorry] = [await client.visit("/missing"), await client.visit("/sorry")];
      return `${missing.status} ${missing.text}, ${said(missing)}, ${sorry.status} ${sorry.text}, then ${(await client.visit("/count")).text}`;
    },
  },
  {
    name: "the cookie's attributes",
    outcome: "path=/, HttpOnly, no domain, this session's",
    async run(client) {
      const { session = "" } = await client.visit("/count");
      const has = (/** @type {RegExp} */ attribute, /** @type {string} */ yes, /** @type {string} */ no) => (attribute.test(session) ? yes : no);
      return [has(/; path=\/(;|$)/i, "path=/", "no path"), has(/; HttpOnly/i, "HttpOnly", "for scripts"), has(/; domain/i, "a domain", "no domain"), has(/max-age|expires/i, "kept", "this session's")].join(", ");
    },
  },
  {
    name: "an error that nobody expected",
    outcome: '500 sorry, no cookie, {"user":"ada"}',
    async run(client) {
      await client.visit("/login");
      const visit = await client.visit("/boom");
      return `${visit.status} ${visit.text}, ${said(visit)}, ${await all(client)}`;
    },
  },
  {
    name: "what the error's page does",
    outcome: '500 sorry, {"noted":1,"user":"ada"}',
    async run(client) {
      await client.visit("/login");
      const visit = await client.visit("/noted");
      return `${visit.status} ${visit.text}, ${await all(client)}`;
    },
  },
  {
    name: "log out, and a thrown answer",
    outcome: "403, deleted, {}",
    async run(client) {
      await client.visit("/login");
      const visit = await client.visit("/denied");
      return `${visit.status}, ${said(visit)}, ${await all(client)}`;
    },
  },
  {
    name: "a stream",
    outcome: "abc, a cookie",
    async run(client) {
      const visit = await client.visit("/stream");
      return `${visit.text}, ${said(visit)}`;
    },
  },
  {
    name: "a stream that breaks off",
    outcome: "a cookie, then 2",
    async run(client) {
      const visit = await client.visit("/broken");
      return `${said(visit)}, then ${(await client.visit("/count")).text}`;
    },
  },
  {
    name: "4 MB, piped",
    outcome: "4000000 bytes in order, a cookie",
    async run(client) {
      const visit = await client.visit("/large");
      return `${visit.text.length} bytes ${visit.text === "0123456789".repeat(400_000) ? "in order" : "in disorder"}, ${said(visit)}`;
    },
  },
  {
    name: "events, and a write after the head",
    outcome: "one two AlreadySentError, a cookie",
    async run(client) {
      const visit = await client.visit("/events");
      return `${[...visit.text.matchAll(/data: (.*)/g)].map(([, data]) => data).join(" ")}, ${said(visit)}`;
    },
  },
  {
    name: "HEAD",
    outcome: "200, a cookie, no body, then 2",
    async run(client) {
      const visit = await client.visit("/count", { method: "HEAD" });
      return `${visit.status}, ${said(visit)}, ${visit.text === "" ? "no body" : visit.text}, then ${(await client.visit("/count")).text}`;
    },
  },
  {
    name: "204",
    outcome: "204, a cookie",
    async run(client) {
      const visit = await client.visit("/none");
      return `${visit.status}${visit.text}, ${said(visit)}`;
    },
  },
  {
    name: "304",
    outcome: "304, a cookie",
    async run(client) {
      const visit = await client.visit("/same");
      return `${visit.status}${visit.text}, ${said(visit)}`;
    },
  },
  {
    name: "a file",
    outcome: "200, all of it, a cookie, private",
    async run(client, _service, file) {
      const visit = await client.visit("/file");
      const size = visit.text.length === statSync(file).size ? `all of it${whole(visit)}` : `${visit.text.length} bytes`;
      return `${visit.status}, ${size}, ${said(visit)}, ${visit.headers["cache-control"]?.includes("private") ? "private" : "shared"}`;
    },
  },
  {
    name: "a WebSocket",
    outcome: "101, a cookie, visit 1, then 2",
    needs: "socket",
    async run(client) {
      const visit = await client.upgrade("/socket");
      return `${visit.status}, ${said(visit)}, ${visit.text}, then ${(await client.visit("/count")).text}`;
    },
  },
  {
    name: "a WebSocket that is skipped",
    outcome: "101, no cookie, none",
    needs: "socket",
    async run(client) {
      await client.visit("/count");
      const visit = await client.upgrade("/skipped/socket");
      return `${visit.status}, ${said(visit)}, ${visit.text}`;
    },
  },
  {
    name: "two cookies of the app's own",
    outcome: `${KEY} a b`,
    async run(client) {
      const { cookies } = await client.visit("/cookies");
      return cookies.map((header) => header.split("=")[0]).sort().join(" ");
    },
  },
  {
    name: "the app sets this very cookie",
    outcome: 'a cookie, {"here":1,"user":"eve"}',
    async run(client) {
      return `${said(await client.visit("/behind"))}, ${await all(client)}`;
    },
  },
  {
    name: "a page that caches may share",
    outcome: "max-age=60, private, a cookie",
    async run(client) {
      const visit = await client.visit("/public");
      return `${visit.headers["cache-control"]}, ${said(visit)}`;
    },
  },
  {
    name: "two layers",
    outcome: 'a cookie, {"seen":1,"user":"ada"}, deleted',
    async run(client) {
      const outcome = `${said(await client.visit("/inner/add"))}, ${await all(client)}`;
      return `${outcome}, ${said(await client.visit("/inner/drop"))}`;
    },
  },
  {
    name: "two layers, of which the inner one remembers",
    outcome: 'for an hour, {"seen":1,"user":"ada"}',
    async run(client) {
      return `${lasts(await client.visit("/inner/remembered"))}, ${await all(client)}`;
    },
  },
  {
    name: "more than a cookie holds",
    outcome: '500 sorry, no cookie, {"user":"ada"}',
    store: "cookie",
    async run(client) {
      await client.visit("/login");
      const visit = await client.visit("/heavy");
      return `${visit.status} ${visit.text}${whole(visit)}, ${said(visit)}, ${await all(client)}`;
    },
  },
  {
    name: "the service is down at the commit",
    outcome: "500 sorry, no cookie, then 1",
    store: "kv",
    async run(client, service) {
      service.isDown = true;
      const visit = await client.visit("/count");
      service.isDown = false;
      return `${visit.status} ${visit.text}${whole(visit)}, ${said(visit)}, then ${(await client.visit("/count")).text}`;
    },
  },
  {
    name: "the service is down before the handler",
    outcome: "500 sorry, no cookie, then 2",
    store: "kv",
    async run(client, service) {
      await client.visit("/count");
      service.isDown = true;
      const visit = await client.visit("/count");
      service.isDown = false;
      return `${visit.status} ${visit.text}${whole(visit)}, ${said(visit)}, then ${(await client.visit("/count")).text}`;
    },
  },
  {
    name: "a client that goes away during the commit",
    outcome: "{}",
    store: "kv",
    async run(client, service) {
      await client.visit("/login");
      service.delay = 30;
      await client.leave("/logout", () => until(() => service.writing > 0));
      await until(() => service.writing === 0);
      service.delay = 0;
      return all(client);
    },
  },
  {
    name: "https, says a proxy that is trusted",
    outcome: "secure",
    needs: "proxies",
    async run(client) {
      const { session } = await client.visit("/count", { headers: { "x-forwarded-proto": "https" } });
      return /; secure/i.test(session ?? "") ? "secure" : "not secure";
    },
  },
];

/** Whether an outcome is what the step says; two JSON texts are compared as such. @param {string} got @param {string} wanted */
export function isSame(got, wanted) {
  const parts = (/** @type {string} */ outcome) => outcome.split(/(\{.*\})/).map((part) => (part.startsWith("{") ? JSON.parse(part) : part));
  return isDeepStrictEqual(parts(got), parts(wanted));
}
