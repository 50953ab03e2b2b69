// @ts-check
// What happens once: a session after its commit, and a commit that fails.

import { equal, fails, ok } from "../check.js";
import { plainConfig, sentBack } from "../cookie.js";
import { inBrowser } from "../platform.js";

/** @param {any} test @param {any} waxseal */
export async function commit(test, waxseal) {
  const { AlreadySentError, CookieOverflowError } = waxseal;
  const sessions = waxseal.createSessions(plainConfig.sessions);

  for (const [what, write] of Object.entries({
    written: (it) => it.put("a", 1),
    "only read": (it) => it.get("a"),
    dropped: (it) => it.drop(),
  })) {
    await test(`after the commit of a session that was ${what}`, async () => {
      const it = sessions.fetch("");
      write(it);
      const before = JSON.stringify(it.toObject());
      sessions.commit(it);
      const calls = {
        put: () => it.put("b", 1),
        delete: () => it.delete("a"),
        clear: () => it.clear(),
        configure: () => it.configure({ renew: true }),
        "configure nothing": () => it.configure({}),
        renew: () => it.renew(),
        drop: () => it.drop(),
        ignore: () => it.ignore(),
        commit: () => sessions.commit(it),
        ...(inBrowser ? {} : { send: () => sessions.send(it, new Response("")) }),
      };
      for (const [name, call] of Object.entries(calls))
        ok((await fails(call, "ERR_ALREADY_SENT", name)) instanceof AlreadySentError, name);
      equal(JSON.stringify(it.toObject()), before, "what it holds can still be read");
      equal(it.get("a"), what === "written" ? 1 : undefined, "get");
      equal(it.has("b"), false, "has");
    });
  }
  await test("an oversized cookie is refused with its keys and weights", async () => {
    const it = sessions.fetch("");
    it.put("small", "s");
    it.put("cart", "x".repeat(2500));
    it.put("history", "y".repeat(1500));
    const error = await fails(() => sessions.commit(it), "ERR_COOKIE_OVERFLOW", "commit");
    ok(error instanceof CookieOverflowError, "class");
    const { message } = error;
    for (const part of ["_app_key", "4096", "cart", "history", "small"])
      ok(message.replace("4,096", "4096").includes(part), `${part} in "${message}"`);
    ok(/cart\D+25\d\d/.test(message) && /history\D+15\d\d/.test(message), `weights in "${message}"`);
    ok(
      message.indexOf("cart") < message.indexOf("history") && message.indexOf("history") < message.indexOf("small"),
      `heaviest first in "${message}"`,
    );
    ok(!message.includes("xxxx") && !message.includes("yyyy"), "values are kept out of the message");
    equal(it.get("small"), "s", "the session is as it was");
  });
  await test("of the keys of an oversized cookie the message has so much and no more, in one line", async () => {
    const it = sessions.fetch("").put("a\r\nforged line", "x".repeat(4000)).put("k".repeat(4000), 1);
    const { message } = await fails(() => sessions.commit(it), "ERR_COOKIE_OVERFLOW", "commit");
    ok(!/[\0-\x1f\x7f]/.test(message), JSON.stringify(message.slice(0, 300)));
    ok(message.length < 1000, `${message.length} characters`);
  });
  await test("the limit is 4,096 bytes of the whole header", async () => {
    const header = (length) => {
      const it = sessions.fetch("");
      it.put("d", "x".repeat(length));
      return sessions.commit(it);
    };
    let length = 2900;
    while (header(length).length < 4094) length++;
    ok(header(length).length <= 4096, "the largest");
    await fails(() => header(length + 3), "ERR_COOKIE_OVERFLOW", "larger");
  });
  await test("an oversized cookie leaves the response alone", async () => {
    const it = sessions.fetch("");
    it.put("d", "x".repeat(4000));
    const response = new Response("hello", { headers: { "x-own": "1" } });
    const before = [...response.headers].join();
    await fails(() => sessions.send(it, response), inBrowser ? "ERR_CONFIG" : "ERR_COOKIE_OVERFLOW", "send");
    equal([...response.headers].join(), before, "headers");
    equal(await response.text(), "hello", "body");
  });
  await test("what is given for no context is none", async () => {
    for (const context of [undefined, null]) {
      equal(typeof sessions.headers(sessions.fetch("").put("a", 1), context).setCookie, "string", `headers, ${context}`);
      equal(typeof sessions.commit(sessions.fetch("").put("a", 1), context), "string", `commit, ${context}`);
    }
  });
  await test("two sessions of one cookie commit apart", () => {
    const first = sessions.fetch("");
    first.put("a", 1);
    const cookie = sentBack(sessions.commit(first));
    const [one, two] = [sessions.fetch(cookie), sessions.fetch(cookie)];
    one.put("b", 1);
    two.put("c", 1);
    equal([...sessions.fetch(sentBack(sessions.commit(one))).keys()].join(), "a,b", "one");
    equal([...sessions.fetch(sentBack(sessions.commit(two))).keys()].join(), "a,c", "two");
  });
}
