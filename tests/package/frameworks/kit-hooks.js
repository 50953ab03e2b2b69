// @ts-check
// waxseal/sveltekit's hooks, called as SvelteKit calls them: what is thrown through them, and what is answered to whom.

import { sessionHandle, sessionHandleError } from "waxseal/sveltekit";
import { createSessions } from "waxseal";
import { equal } from "../../conformance/check.js";
import { plainConfig } from "../../conformance/cookie.js";
import { stores } from "./http.js";

const address = "https://example.com/";

/** An event, and what was set among its cookies. @param {object} [more] */
function eventOf(more = {}) {
  /** @type {any[]} */
  const set = [];
  return { set, event: { request: new Request(address), locals: {}, isDataRequest: false, cookies: { get: () => undefined, set: (/** @type {any[]} */ ...given) => void set.push(given) }, ...more } };
}

/** @param {any} event */
const put = (event) => event.locals.session.put("a", 1);

/** @param {any} test */
export async function kitHooks(test) {
  const told = sessionHandleError(() => "the app's own");
  for (const [name, sessions] of Object.entries(stores)) {
    const handle = sessionHandle(/** @type {any} */ (sessions));
    /** What is set where a hook behind throws this. @param {any} thrown @param {object} [more] */
    const thrownThrough = async (thrown, more) => {
      const { event, set } = eventOf(more);
      const caught = await handle({ event, resolve: () => (put(event), Promise.reject(thrown)) }).then(() => "nothing", (/** @type {unknown} */ error) => error);
      equal(caught, thrown, "what is thrown on");
      return set;
    };
    await test(`${name}: a redirect that is thrown is an answer, and nothing else that is thrown is`, async () => {
      for (const status of [300, 301, 302, 303, 307, 308]) {
        const [[key, value, attributes], ...more] = await thrownThrough({ status, location: "/a" });
        equal(`${key} ${value.length > 10} ${attributes.path} ${attributes.httpOnly} ${"sameSite" in attributes && attributes.sameSite === undefined} ${attributes.encode("é%")} ${more.length}`, "_app_key true / true true é% 0", `${status}`);
      }
      for (const thrown of [undefined, null, "text", 303, {}, { status: 299, location: "/" }, { status: 309, location: "/" }, { status: 303 }, { status: 303, location: 5 }, { location: "/" }, { status: "303", location: undefined }, Object.assign(new Error("boom"), { status: 303, location: "/" })]) {
        equal((await thrownThrough(thrown)).length, 0, JSON.stringify(thrown));
      }
    });
    await test(`${name}: what stands between two layers may write behind the inner one, and a request may be tried once more`, async () => {
      const { event } = eventOf();
      const boom = new Error("boom");
      equal(await handle({ event, resolve: () => Promise.reject(boom) }).catch((/** @type {unknown} */ error) => error), boom, "what was thrown");
      const response = await handle({ event, resolve: async () => {
        const inner = await handle({ event, resolve: () => new Response("") });
        put(event);
        return inner;
      } });
      equal(response.headers.getSetCookie().length, 1, "cookies");
    });
    await test(`${name}: conn, as a function of the event; an event without cookies or a platform`, async () => {
      const { secretKeyBase, ...rest } = plainConfig.sessions;
      const own = name === "cookie store" ? createSessions({ ...rest, store: "cookie" }) : sessions;
      const { event } = eventOf({ cookies: undefined, platform: undefined });
      const byConn = sessionHandle(/** @type {any} */ (own), { conn: async (/** @type {any} */ given) => ({ secretKeyBase, scheme: given === event ? "http" : "https" }) });
      const response = await byConn({ event, resolve: () => (put(event), new Response("")) });
      equal(response.headers.getSetCookie().map((header) => /; secure/i.test(header)).join(), "false", "Set-Cookie");
      const skipped = await sessionHandle(/** @type {any} */ (own), { skip: async () => true })({ event, resolve: () => new Response(`${event.locals.session === undefined}`) });
      equal(`${skipped.headers.getSetCookie().length}`, "0", "skipped");
    });
    await test(`${name}: the platform's waitUntil is handed the commit, whatever it is called there`, async () => {
      for (const place of ["ctx", "context"]) {
        for (const answer of [() => new Response(""), () => Promise.reject({ status: 303, location: "/" })]) {
          /** @type {unknown[]} */
          const kept = [];
          const { event } = eventOf({ platform: { [place]: { waitUntil(/** @type {unknown} */ promise) { kept.push(this === event.platform[place] && promise); } } } });
          await handle({ event, resolve: () => (put(event), answer()) }).catch(() => {});
          equal(`${kept.length > 0} ${kept.every(Boolean)}`, `${name !== "cookie store"} true`, place);
          await Promise.all(kept);
        }
      }
    });
    await test(`${name}: a data request is answered a redirect by JSON, with the cookies`, async () => {
      const answer = async (/** @type {boolean} */ isDataRequest, /** @type {number} */ status, /** @type {Record<string, string>} */ headers, write = put) => {
        const { event } = eventOf({ isDataRequest });
        const response = await handle({ event, resolve: () => (write(event), new Response(null, { status, headers })) });
        return `${response.status} ${response.headers.get("content-type")} ${response.headers.getSetCookie().length} ${response.headers.get("cache-control")} ${await response.text()}`;
      };
      for (const status of [300, 303, 308]) {
        equal(await answer(true, status, { location: "/a" }), `200 application/json 1 private, no-store {"type":"redirect","status":${status},"location":"/a"}`, `${status}`);
      }
      const plain = "null 1 max-age=0, private, must-revalidate ";
      for (const [isData, status, headers] of /** @type {const} */ ([[false, 303, { location: "/a" }], [true, 299, { location: "/a" }], [true, 309, { location: "/a" }], [true, 303, {}]])) equal(await answer(isData, status, headers), `${status} ${plain}`, `${status}`);
      equal(await answer(true, 303, { location: "/a" }, () => {}), "303 null 0 null ", "without a cookie it is SvelteKit's to answer");
    });
    await test(`${name}: what handleError is told was not expected commits nothing`, async () => {
      for (const [input, count] of /** @type {[any, number][]} */ ([
        [{}, 0], [{ status: 500 }, 0], [{ status: 404 }, 1], [{ kind: "unknown" }, 0], [{ kind: "unknown", status: 404 }, 0], [{ kind: "http", status: 500 }, 1], [{ kind: "validation" }, 1],
      ])) {
        const { event } = eventOf();
        const response = await handle({ event, resolve: () => {
          put(event);
          equal(told({ event, error: new Error("boom"), ...input }), "the app's own", "what handleError gives");
          return new Response("", { status: 500 });
        } });
        equal(response.headers.getSetCookie().length, count, JSON.stringify(input));
      }
      for (const event of [undefined, {}, { request: new Request(address) }]) equal(told({ event, error: new Error("before any session") }), "the app's own", "an event of no session");
    });
  }
  await test("without a handleError of the app's, what was not expected stands in the console", async () => {
    const { error } = console;
    /** @type {unknown[]} */
    const said = [];
    console.error = (...given) => void said.push(...given);
    try {
      const bare = sessionHandleError();
      equal(bare({ error: "boom" }), undefined, "what it gives");
      equal(bare({ error: "none", status: 404 }), undefined, "what it gives");
    } finally {
      console.error = error;
    }
    equal(said.join(), "boom", "what was said");
  });
  await test("without sessionHandleError nothing goes out with a 500", async () => {
    const { sessionHandle } = await import(`${import.meta.resolve("waxseal/sveltekit")}?untold`);
    for (const [status, count] of [[500, 0], [404, 1], [501, 1]]) {
      const { event } = eventOf();
      const response = await sessionHandle(stores["cookie store"])({ event, resolve: () => (put(event), new Response("", { status })) });
      equal(response.headers.getSetCookie().length, count, `${status}`);
    }
  });
}
