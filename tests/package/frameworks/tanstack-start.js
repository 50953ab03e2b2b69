// @ts-check
// waxseal/tanstack-start without Start, which `make test-hosts` builds: what is refused, and an app that says nothing of its errors.

import { createSessions } from "waxseal";
import { session, sessionErrors } from "waxseal/tanstack-start";
import { equal, fails } from "../../conformance/check.js";
import { plainConfig } from "../../conformance/cookie.js";
import { stores } from "./http.js";

const request = new Request("https://example.com/");

/** @param {any} test */
export async function tanStackStart(test) {
  const answers = (/** @type {any} */ sessions, /** @type {number} */ status) => session(sessions, (_request, own) => (own.put("a", 1), new Response(null, { status })));
  const cookies = async (/** @type {any} */ sessions, /** @type {number} */ status) => (await answers(sessions, status)(request.clone())).headers.getSetCookie().length;
  for (const [name, sessions] of Object.entries(stores)) {
    await test(`${name}: without sessionErrors nothing goes out with a 500`, async () => equal(`${await cookies(sessions, 200)} ${await cookies(sessions, 404)} ${await cookies(sessions, 500)}`, "1 1 0", "cookies"));
  }
  const errors = sessionErrors({ isAnswer: ({ message }) => message === "an answer" });
  for (const [name, sessions] of Object.entries(stores)) {
    await test(`${name}: with it all does but what it was told of`, async () => {
      equal(await cookies(sessions, 500), 1, "a 500 of the app's own");
      for (const [message, count] of /** @type {const} */ ([["boom", 0], ["an answer", 1]])) {
        const caught = session(sessions, async (_request, own) => {
          own.put("a", 1);
          await fails(() => errors({ context: { session: own, user: "ada", none: null, list: [] }, next: () => Promise.reject(new Error(message)) }), /** @type {any} */ (undefined), "what was thrown is thrown on");
          return new Response(null);
        });
        equal((await caught(request.clone())).headers.getSetCookie().length, count, message);
      }
    });
    await test(`${name}: two sessions of two cookies: what was not expected is told to both`, async () => {
      const other = createSessions({ ...plainConfig.sessions, store: "cookie", key: "_other" });
      const caught = session(other, session(sessions, async (_request, inner, outer) => {
        for (const each of [inner, outer]) each.put("a", 1);
        await fails(() => errors({ context: { session: inner, other: outer }, next: () => Promise.reject(new Error("boom")) }), /** @type {any} */ (undefined), "what was thrown is thrown on");
        return new Response(null);
      }));
      equal((await caught(request.clone())).headers.getSetCookie().length, 0, "cookies");
    });
    await test(`${name}: skip`, async () => {
      const skipped = session(sessions, (_request, own) => new Response(`${own}`), { skip: () => true });
      equal(await (await skipped(request.clone())).text(), "undefined", "none");
    });
  }
  await test("used wrongly, it says so", async () => {
    const [sessions] = Object.values(stores);
    const handler = () => new Response(null);
    await fails(() => session(/** @type {any} */ (undefined), handler), "ERR_CONFIG", "no sessions");
    await fails(() => session(sessions, /** @type {any} */ ({ fetch: handler })), "ERR_CONFIG", "no function");
    await fails(() => session(sessions, handler, /** @type {any} */ ({ con: 1 })), "ERR_CONFIG", "an option that nobody knows");
    await fails(() => sessionErrors(/** @type {any} */ ({ isAnswer: 1 })), "ERR_CONFIG", "isAnswer is no function");
    const forgetful = session(sessions, /** @type {any} */ (() => undefined));
    await fails(() => forgetful(request.clone()), "ERR_CONFIG", "a handler that returns nothing");
  });
}
