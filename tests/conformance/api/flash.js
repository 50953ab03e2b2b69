// @ts-check
// The flash of a visitor who has no session, whatever their cookie says, in every store.

import { equal } from "../check.js";
import { plainConfig } from "../cookie.js";
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
}
