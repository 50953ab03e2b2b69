// @ts-check
// What an error says: the call or the option, what it got, and what is to be done.

import { fails, ok } from "../check.js";
import { plainConfig } from "../cookie.js";

const headers = { cookie: "_app_key=x" };

/** @param {any} test @param {any} waxseal */
export async function messages(test, { createSessions, KvStore, phoenix: { Token, flash } }) {
  const sessions = createSessions(plainConfig.sessions);
  const kv = createSessions({ store: "memory", key: "sid", log: false });
  const own = createSessions({ store: { init: () => ({}), get: () => [null, {}], put: () => 5, delete: () => {} }, key: "own", log: false });
  // Its flash asks for the status.
  const flashed = (/** @type {any} */ context) => {
    const session = sessions.fetch("");
    flash(session).put("info", "hi");
    return sessions.commit(session, context);
  };
  const secret = "a secret of tokens, 20 bytes or more";
  const get = (/** @type {any} */ given) => ({ get: () => given });

  /** By the beginning of what is said, with what it has to have in it. @type {[string, () => any, ...string[]][]} */
  const SAID = [
    ["fetch: got a number, takes a Request", () => sessions.fetch(5)],
    ["fetch: got a boolean, takes a Request", () => sessions.fetch(true)],
    ["fetch: got a symbol, takes a Request", () => sessions.fetch(Symbol("source"))],
    ["fetch: got a list of a number, takes a Request", () => sessions.fetch(["a=b", 5])],
    ["fetch: got a promise, takes a Request", () => sessions.fetch(Promise.resolve("")), "await headers()"],
    ["fetch: got a cookie jar, takes a Request", () => sessions.fetch({ get() {}, set() {} }), "await headers()"],
    ["fetch: got a Node request, takes a Request", () => sessions.fetch({ headers }), "use req.headers.cookie"],
    ["fetch: takes a Request", () => sessions.fetch({ cookie: "a=b" }), ": use its cookie, a text"],
    ["fetch: takes a Request", () => sessions.fetch({ req: { headers } }), ": use its req.headers.cookie"],
    ["fetch: takes a Request", () => sessions.fetch({ raw: { headers: new Headers() } }), ": use its raw"],
    ['fetch: its get("cookie") gave a number, takes a Request', () => sessions.fetch(get(5)), "or a list of such texts"],
    ["context.stats: ", () => flashed({ stats: 302 }), "status"],
    ["context.status: got a string of 3 characters, takes the response's status", () => flashed({ status: "302" })],
    ["context.status: got 99, takes the response's status", () => flashed({ status: 99 })],
    ["context.status: got 1000, takes the response's status", () => flashed({ status: 1000 })],
    ["KvStore.init: ", () => KvStore.init(5)],
    ["KvStore.init: key: takes a cookie's name", () => KvStore.init({ key: "a b" })],
    ["list: owner: got a number, takes text", () => kv.list(5)],
    ["list: owner: got null, takes text", () => kv.list(null)],
    ["revoke: owner: got a number, takes text", () => kv.revoke(5)],
    ["revoke: ids: got a string of 2 characters, takes a list of ids", () => kv.revoke("user", { ids: "id" })],
    ["revoke: ids: got a number in it, takes a list of ids", () => kv.revoke("user", { ids: [5] })],
    ["store.put: takes to give the cookie's value, a string", async () => own.commit((await own.fetch("")).put("a", 1))],
    ...["sign", "encrypt", "verify", "decrypt"].map((name) => /** @type {[string, () => any]} */ ([`Token.${name}: `, () => Token[name](secret, "salt", "token", 60)])),
    ...["verify", "decrypt"].flatMap((name) => [["null", null], ["string", "60"], ["-Infinity", -Infinity]].map(([got, maxAge]) =>
      /** @type {[string, () => any]} */ ([`maxAge: got ${got}, takes seconds`, () => Token[name](secret, "salt", "token", { maxAge })]))),
  ];
  for (const [begins, call, ...within] of SAID) {
    await test(`it says "${begins}"${within.map((text) => `, "${text}"`).join("")}`, async () => {
      const { message } = await fails(call, "ERR_CONFIG", begins);
      ok(message.startsWith(begins) && within.every((text) => message.includes(text)), message);
    });
  }
}
