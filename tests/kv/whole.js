// @ts-check
// What a whole application owes on each service: traffic as browsers make it, a thousand requests at once, a namespace that
// tells nothing, and strangers who cause no write.

import { createHash } from "node:crypto";

const LOG_INS = 20;

const PLAINTEXT = "Plaintext-that-must-not-be-found";

/**
 * @typedef {object} Service
 * @property {(url: string, cookie?: string) => Promise<Response>} request
 * @property {() => Promise<Iterable<[name: string, bytes: Uint8Array]>>} [dump] all that the service holds, where that can be had
 * @property {boolean} atomic
 * @property {number} [many] requests at once
 * @property {number} [strangers] requests with sids that nobody gave out
 * @property {boolean} [countable] whether an entry of the dump is a record
 */

/** @param {Service} service @returns {import("waxseal/conformance").Test[]} */
export function wholeSuite({ request, dump, atomic, many = 1000, strangers = 10_000, countable = true }) {
  /** A request of a browser's: its answer, and the cookie that it has afterwards. @param {string} path @param {string} [cookie] */
  const visit = async (path, cookie) => {
    const response = await request(`http://app.example${path}`, cookie);
    if (!response.ok) throw new Error(`${path.slice(0, 40)} answered ${response.status}: ${(await response.text()).slice(0, 300)}`);
    const set = response.headers.get("set-cookie");
    return { session: /** @type {any} */ (await response.json()), cookie: set === null ? cookie : set.slice(0, set.indexOf(";")), set };
  };
  const check = (/** @type {unknown} */ condition, /** @type {string} */ what) => {
    if (!condition) throw new Error(what);
  };

  /** @type {import("waxseal/conformance").Test[]} */
  const tests = [
    {
      name: "a visit, a login, a write, a logout",
      async run() {
        const first = await visit("/put?theme=dark");
        check(first.cookie, "the first write sets a cookie");
        const login = await visit("/login?user=ada", first.cookie);
        check(login.cookie !== first.cookie, "login gives another sid");
        check(login.session.theme === "dark" && login.session.user === "ada", "login keeps what was there");
        check((await visit("/", first.cookie)).session.theme === undefined, "the sid from before the login is dead");
        const read = await visit("/", login.cookie);
        check(read.session.user === "ada" && read.set === null, "a read finds it, and sets no cookie");
        const out = await visit("/logout", login.cookie);
        check(/max-age=0/i.test(out.set ?? ""), "logout deletes the cookie");
        check((await visit("/", login.cookie)).session.user === undefined, "a replayed cookie finds nothing");
        const late = await visit("/put?theme=light", login.cookie);
        check(late.set === null, "a late request with a dropped sid sets no cookie");
        check((await visit("/", login.cookie)).session.theme === undefined, "nor does it take it up again");
      },
    },
  ];
  if (dump) tests.push(
    {
      name: "a dump of the whole namespace has no sid and no plaintext in it",
      async run() {
        const first = await visit(`/put?secret=${PLAINTEXT}&email=ada@example.com`);
        const { cookie = "" } = await visit("/login?user=ada", first.cookie);
        const entries = [...(await dump())];
        check(entries.length > 0, "the dump holds something");
        const sids = [first.cookie ?? "", cookie].map((text) => text.slice("sid=".length));
        const [name] = sids.map((sid) => createHash("sha256").update(sid).digest("hex")).slice(-1);
        check(!countable || entries.some(([key, bytes]) => holds(key, bytes, name)), "the dump holds this very session, under its hash");
        for (const [key, bytes] of entries) {
          for (const secret of [PLAINTEXT, "ada@example.com", ...sids]) {
            check(!holds(key, bytes, secret), `${key} holds ${secret}`);
          }
        }
      },
    },
    {
      name: `${strangers.toLocaleString("en")} requests with random sids cause no write`,
      async run() {
        const count = async () => (countable ? [...(await dump())].length : 0);
        const before = await count();
        for (let left = strangers; left > 0; left -= 1000) {
          const { session } = await visit("/strangers?count=1000");
          check(session.written === 0, `${session.written} writes`);
        }
        check((await count()) === before, "nothing came to the namespace");
      },
    },
  );
  const owner = `user:${Math.random()}`;
  const logIn = async (/** @type {string} */ note) => (await visit(`/owner/login?owner=${owner}&note=${note}`)).cookie;
  const isIn = async (/** @type {string | undefined} */ cookie) => (await visit("/", cookie)).session.user !== undefined;
  tests.push({
    name: "an owner's sessions are listed, and revoked",
    async run() {
      const [phone, laptop] = [await logIn("phone"), await logIn("laptop")];
      check(await isIn(phone) && await isIn(laptop), "both are in");
      const list = async () => (await visit(`/owner/list?owner=${owner}`, laptop)).session.join();
      check((await list()) === "laptop*,phone", `listed: ${await list()}`);
      check((await visit(`/owner/revoke?owner=${owner}&others`, laptop)).session.revoked === 1, "the other one is revoked");
      check(!(await isIn(phone)) && await isIn(laptop), "it is out, this one is in");
      check((await list()) === "laptop*", `listed then: ${await list()}`);
      await visit("/logout", laptop);
      check((await list()) === "", `listed at last: ${await list()}`);
      for (const [key, bytes] of (await dump?.()) ?? []) check(!holds(key, bytes, owner), `${key} holds the owner`);
    },
  });
  tests.push({
    name: "two applications in one namespace, told apart by their prefixes, don't see each other's sessions, nor each other's owners",
    async run() {
      const mine = await logIn("mine");
      const theirs = (await visit(`/other/login?owner=${owner}`)).cookie;
      check((await visit("/other/", mine)).session.user === undefined, "mine opens nothing there");
      check((await visit("/", theirs)).session.user === undefined, "theirs opens nothing here");
      check((await visit(`/owner/list?owner=${owner}`, mine)).session.join() === "mine*", "theirs is listed here");
      await visit("/other/logout", mine);
      check(await isIn(mine), "a log-out there of what is none there ends nothing here");
      const revoked = (await visit(`/other/revoke?owner=${owner}`)).session;
      check(revoked.revoked === 1 && revoked.listed === 0, `${revoked.revoked} revoked there`);
      check(await isIn(mine) && (await visit("/other/", theirs)).session.user === undefined, "and none of mine");
      await visit("/logout", mine);
    },
  });
  if (atomic) {
    tests.push({
      name: `${LOG_INS} log-ins of one owner at once, and a revoke in between: none of those who are in escapes a second one`,
      async run() {
        const before = await logIn("before");
        const all = await Promise.all(Array.from({ length: LOG_INS }, async (_, at) => {
          if (at !== LOG_INS >> 1) return logIn(`${at}`).catch(() => undefined);
          await visit(`/owner/revoke?owner=${owner}`);
          check(!(await isIn(before)), "who was in before is out");
          return undefined;
        }));
        const listed = (await visit(`/owner/list?owner=${owner}`)).session;
        const are = [];
        for (const [at, cookie] of all.entries()) if (cookie !== undefined && await isIn(cookie)) are.push(`${at}`);
        check(listed.join() === are.sort().join(), `in: ${are}, listed: ${listed}`);
        await visit(`/owner/revoke?owner=${owner}`);
        for (const cookie of all) check(!(await isIn(cookie)), "who is in after it is out after a second one");
      },
    });
    tests.push({
      name: `${many} requests at once that each put a key of one session end with ${many} keys`,
      async run() {
        const { cookie } = await visit("/put?first=1");
        await Promise.all(Array.from({ length: many }, (_, at) => visit(`/put?key${at}=${at}`, cookie)));
        const { session } = await visit("/", cookie);
        for (let at = 0; at < many; at += 1) check(session[`key${at}`] === `${at}`, `key${at} is lost`);
        check(Object.keys(session).length === many + 1, "and no other key");
      },
    });
  }
  return tests;
}

/** Whether a secret is in a key or a value: as it is, in hex or in base64 at any of its three offsets. @param {string} key @param {Uint8Array} bytes @param {string} secret */
function holds(key, bytes, secret) {
  const value = Buffer.from(bytes);
  const forms = [Buffer.from(secret), Buffer.from(secret, "base64url"), Buffer.from(Buffer.from(secret).toString("hex"))];
  for (let skip = 0; skip < 3; skip += 1) {
    // The characters whose bits come from the secret alone.
    const whole = Buffer.from(secret).subarray(skip, secret.length - ((secret.length - skip) % 3));
    forms.push(Buffer.from(whole.toString("base64")), Buffer.from(whole.toString("base64url")));
  }
  return forms.some((form) => form.length > 8 && (value.includes(form) || key.includes(form.toString("latin1"))));
}
