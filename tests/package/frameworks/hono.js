// @ts-check
// waxseal/hono in Hono itself.

import { Hono } from "hono";
import { once } from "node:events";
import { createServer } from "node:http";
import { createSessions } from "waxseal";
import { session } from "waxseal/hono";
import { equal, ok } from "../../conformance/check.js";
import { plainConfig, sentBack } from "../../conformance/cookie.js";

/** @param {any} test */
export async function hono(test) {
  const { secretKeyBase, ...options } = plainConfig.sessions;
  const server = createServer((_, response) => response.setHeader("set-cookie", ["a=1", "b=2"]).end("theirs")).listen(0, "127.0.0.1");
  await once(server, "listening");
  const upstream = `http://127.0.0.1:${/** @type {import("node:net").AddressInfo} */ (server.address()).port}`;
  for (const [name, sessions] of Object.entries({
    "cookie store": createSessions({ ...options, store: "cookie" }),
    "key-value store": createSessions({ store: "memory", key: "sid", log: false }),
  })) {
    const app = new Hono();
    app.use(session(sessions, { conn: (/** @type {any} */ c) => ({ secretKeyBase: c.env.SECRET_KEY_BASE }) }));
    app.get("/", (c) => {
      const own = c.get("session");
      own.put("visits", own.get("visits", 0) + 1);
      return c.text(`visit ${own.get("visits")}`);
    });
    app.get("/static", (c) => c.text("static"));
    app.get("/throws", (c) => {
      c.get("session").put("visits", 100);
      throw new Error("boom");
    });
    // A response of fetch: immutable, with cookies of its own.
    app.get("/proxied", (c) => {
      c.get("session").put("proxied", true);
      return fetch(upstream);
    });
    app.onError((_error, c) => c.text("failed", 500));
    const get = (/** @type {string} */ path, cookie = "") =>
      app.request(`https://example.com${path}`, { headers: { cookie } }, { SECRET_KEY_BASE: secretKeyBase });

    await test(`${name}: counts visits`, async () => {
      let cookie = "";
      for (const visit of [1, 2, 3]) {
        const response = await get("/", cookie);
        equal(await response.text(), `visit ${visit}`, "body");
        const header = response.headers.getSetCookie()[0];
        if (header) cookie = sentBack(header);
      }
    });
    await test(`${name}: conn may be a promise's`, async () => {
      const awaited = new Hono();
      awaited.use(session(sessions, { conn: async () => ({ secretKeyBase, scheme: "http" }) }));
      awaited.get("/", (c) => (c.get("session").put("a", 1), c.text("")));
      const [header] = (await awaited.request("https://example.com/")).headers.getSetCookie();
      ok(!header.includes("; secure"), header);
    });
    await test(`${name}: a session that is not used sets nothing`, async () => {
      equal((await get("/static")).headers.getSetCookie().length, 0, "Set-Cookie");
    });
    await test(`${name}: a handler that throws commits nothing`, async () => {
      const response = await get("/throws");
      equal(`${response.status} ${await response.text()}`, "500 failed", "onError's answer");
      equal(response.headers.getSetCookie().length, 0, "Set-Cookie");
    });
    await test(`${name}: beside the cookies of a response that can't be changed`, async () => {
      const cookies = (await get("/proxied")).headers.getSetCookie();
      equal(cookies.slice(0, 2).join(), "a=1,b=2", "theirs");
      equal(cookies.length, 3, "and the session's");
    });
  }
  server.closeAllConnections();
  server.close();
}
