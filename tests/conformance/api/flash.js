// @ts-check
// The flash of a visitor who has no session, whatever their cookie says, in every store.

import { equal, fails } from "../check.js";
import { plainConfig, sentBack } from "../cookie.js";
import { inBrowser, setCookieOf } from "../platform.js";

/** @param {any} test @param {any} waxseal */
export async function flash(test, waxseal) {
  const { flash } = waxseal.phoenix;
  const key = "_app_key";
  const stores = {
    cookie: waxseal.createSessions(plainConfig.sessions),
    kv: waxseal.createSessions({ store: "memory", key, log: false }),
  };
  for (const [store, sessions] of Object.entries(stores)) {
    for (const [who, cookie] of [["no cookie", ""], ["a bad cookie", `${key}=bad`], ["a sid that nobody knows", `${key}=${"A".repeat(43)}`]]) {
      await test(`${store}, ${who}: what was shown at once makes no session`, async () => {
        const session = await sessions.fetch(cookie);
        flash(session).put("info", "shown");
        equal((await setCookieOf(sessions, session, 200)) ?? null, null, "Set-Cookie");
      });
    }
  }
  for (const [store, sessions] of Object.entries(stores)) {
    const again = async (/** @type {any} */ session, /** @type {any} */ context) => {
      const header = await sessions.commit(session, context);
      return { header, next: (/** @type {string} */ cookie) => sessions.fetch(header === undefined ? cookie : sentBack(header)) };
    };
    await test(`${store}: where nobody knows the status, a message is there until somebody looked at it`, async () => {
      const first = await sessions.fetch("");
      flash(first).put("info", "Saved").put("error", "Not all").put("seen", "at once");
      flash(first).get("seen");
      const header = await sessions.commit(first.put("user", "ada"));
      let cookie = sentBack(header);
      const untouched = await sessions.fetch(cookie);
      flash(untouched);
      equal((await again(untouched)).header, undefined, "who asked for none writes none");
      const second = await sessions.fetch(cookie);
      equal([flash(second).get("info"), flash(second).get("seen")].join(), "Saved,", "what was shown at once is gone");
      cookie = sentBack((await sessions.commit(second.put("at", 2))) ?? cookie);
      const third = await sessions.fetch(cookie);
      equal(JSON.stringify(flash(third).get()), '{"error":"Not all"}', "what nobody looked at is there");
      cookie = sentBack((await sessions.commit(third.put("at", 3))) ?? cookie);
      const fourth = await sessions.fetch(cookie);
      equal(fourth.has("phoenix_flash"), false, "nothing is left");
      flash(fourth).put("info", "kept").get("info");
      flash(fourth).keep();
      cookie = sentBack((await sessions.commit(fourth.put("at", 4))) ?? cookie);
      equal(flash(await sessions.fetch(cookie)).get("info"), "kept", "what was to be kept, though it was shown");
    });
    await test(`${store}: commit, cookie and headers take the status`, async () => {
      for (const call of ["commit", "cookie", "headers"]) {
        for (const [status, kept] of [[302, true], [200, false], [undefined, true]]) {
          const session = await sessions.fetch("");
          flash(session).put("info", "Saved");
          const context = status === undefined ? undefined : { status };
          const given = await sessions[call](session.put("user", "ada"), context);
          const header = call === "commit" ? given : call === "headers" ? given.setCookie : `${given.name}=${given.value}; path=/`;
          equal((await sessions.fetch(sentBack(header))).has("phoenix_flash"), kept, `${call}, ${status}`);
        }
      }
    });
    await test(`${store}: a commit that failed, and another answer`, async () => {
      const session = await sessions.fetch("");
      flash(session).put("info", "Saved");
      await fails(() => sessions.commit(session, { status: 302, waitUtil() {} }), "ERR_CONFIG", "a slip of the finger");
      // A framework's own status, of another kind.
      for (const status of [null, NaN, "302", "Found", 302.5, 65_838, () => 302]) {
        await fails(() => sessions.commit(session, { status }), "ERR_CONFIG", `status ${String(status)}`);
      }
      equal(flash(await sessions.fetch(sentBack(await sessions.commit(session)))).get("info"), "Saved", "the message");
    });
  }
  await test("an app behind shows what was put here before forward, and not what was cleared", async () => {
    const { cookie: sessions } = stores;
    const had = sentBack(sessions.commit(sessions.fetch("").put("user", "ada").put("phoenix_flash", { old: "Old" })));
    const request = () => new Request("http://app.test/");
    /** @param {(flash: any) => void} here */
    const shown = (here) => {
      const session = sessions.fetch(had);
      here(flash(session));
      const forwarded = sessions.forward(session, request());
      const header = forwarded.headers.get("cookie");
      return { all: header === null ? null : JSON.stringify(flash(sessions.fetch(header)).get()), session };
    };
    // A browser lets no Request that a script makes carry a cookie.
    if (!inBrowser) {
      equal(shown((it) => it.put("info", "Saved")).all, '{"info":"Saved","old":"Old"}', "put");
      equal(shown((it) => it.clear()).all, "{}", "cleared");
      equal(shown((it) => it.clear().put("info", "Saved").keep()).all, '{"info":"Saved"}', "kept");
    }
    equal(shown((it) => it.get("old")).all, null, "only looked at: the request stays as it came");
    const { session } = shown((it) => it.put("info", "Saved"));
    equal(JSON.stringify(session.get("phoenix_flash")), '{"old":"Old"}', "nothing is changed here");
    equal(JSON.stringify(sessions.fetch(sentBack(await setCookieOf(sessions, session, 200))).toObject()), '{"user":"ada"}', "and it goes with a page");
  });
  if (!inBrowser) await test("cleared here, and gone in the app behind: no empty flash stays, as in Phoenix", () => {
    const { cookie: sessions } = stores;
    const had = sentBack(sessions.commit(sessions.fetch("").put("user", "ada").put("phoenix_flash", { old: "Old" })));
    const session = sessions.fetch(had);
    flash(session).clear();
    const there = sessions.commit(sessions.fetch(had).delete("phoenix_flash"));
    const sent = sessions.send(session, new Response(null, { status: 302, headers: { location: "/", "set-cookie": there } }));
    equal(JSON.stringify(sessions.fetch(sentBack(sent.headers.getSetCookie()[0])).toObject()), '{"user":"ada"}', "the session");
  });
  await test("a serializer of one's own: of what is no term only the same is the same, where an app behind left the flash as it was", async () => {
    if (inBrowser) return equal(inBrowser, true, "no Response carries a cookie there");
    const ofText = /** @type {Record<string, number>} */ ({ Infinity, NaN });
    const serializer = {
      encode: (/** @type {any} */ map) => JSON.stringify(map, (_, value) => (typeof value === "number" && !Number.isFinite(value) ? String(value) : value)),
      decode: (/** @type {Uint8Array} */ payload) => JSON.parse(String(payload), (_, value) => ofText[value] ?? value),
    };
    const sessions = waxseal.createSessions({ ...plainConfig.sessions, serializer });
    for (const [message, left] of [[Infinity, false], [NaN, true]]) {
      const cookie = sentBack(sessions.commit(sessions.fetch("").put("phoenix_flash", message)));
      const it = sessions.fetch(cookie);
      flash(it).get();
      const there = sessions.commit(sessions.fetch(cookie).put("user", "ada"));
      const sent = sessions.send(it, new Response("", { headers: { "set-cookie": there } }));
      equal(sessions.fetch(sentBack(sent.headers.getSetCookie()[0])).has("phoenix_flash"), left, String(message));
    }
  });
  await test("a serializer of one's own: messages are JavaScript's values, as all of the session's are", async () => {
    const decoders = {
      objects: JSON.parse,
      "objects without a prototype": (/** @type {string} */ text) => JSON.parse(text, (_, value) => (value?.constructor === Object ? Object.assign(Object.create(null), value) : value)),
    };
    for (const [what, decode] of Object.entries(decoders)) {
      const serializer = { encode: JSON.stringify, decode: (/** @type {Uint8Array} */ payload) => decode(String(payload)) };
      const sessions = waxseal.createSessions({ ...plainConfig.sessions, serializer });
      const session = await sessions.fetch("");
      flash(session).put("info", "Saved").put("at", new Date(0)).put("list", [1, { a: null }]);
      const next = await sessions.fetch(sentBack(await setCookieOf(sessions, session, 302)));
      const shown = { info: "Saved", at: "1970-01-01T00:00:00.000Z", list: [1, { a: null }] };
      equal(JSON.stringify(next.toObject()), JSON.stringify({ phoenix_flash: shown }), `${what}: what was encoded`);
      equal(flash(next).get("info"), "Saved", `${what}: read`);
      equal(JSON.stringify(flash(next).get()), JSON.stringify(shown), `${what}: all of it`);
    }
  });
}
