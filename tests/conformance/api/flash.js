// @ts-check
// The flash of a visitor who has no session, whatever their cookie says, in every store.

import { equal } from "../check.js";
import { plainConfig, sentBack } from "../cookie.js";
import { setCookieOf } from "../platform.js";

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
