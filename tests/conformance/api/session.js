// @ts-check
// The session map and its configuration, in memory.

import { equal, fails, ok } from "../check.js";
import { clocked } from "../clock.js";
import { agrees } from "../tagged.js";
import { plainConfig, sentBack } from "../cookie.js";
import { inBrowser } from "../platform.js";

/** @param {any} test @param {any} waxseal */
export async function session(test, waxseal) {
  const sessions = waxseal.createSessions(plainConfig.sessions);
  const fresh = () => sessions.fetch("");
  /** What comes back of a session after a round trip. @param {any} session */
  const reread = (session) => sessions.fetch(sentBack(sessions.commit(session)));

  await test("get, has, keys and toObject", () => {
    const it = fresh();
    it.put("b", 1);
    it.put("a", null);
    equal(it.get("b"), 1, "get");
    equal(it.get("a"), null, "a null that is there");
    equal(it.get("a", "fallback"), null, "a null that is there is no reason for the fallback");
    equal(it.get("c"), undefined, "what is missing");
    equal(it.get("c", "fallback"), "fallback", "the fallback");
    equal(it.get("c", undefined), undefined, "no fallback");
    equal(it.has("a"), true, "has");
    equal(it.has("c"), false, "has not");
    equal([...it.keys()].sort().join(), "a,b", "keys");
    equal(Object.getPrototypeOf(it.toObject()), Object.prototype, "prototype");
    equal(JSON.stringify(it.toObject()), '{"a":null,"b":1}', "toObject in term order");
    equal(JSON.stringify(reread(it).toObject()), '{"a":null,"b":1}', "after a round trip");
  });
  await test("what other libraries' sessions have says what it is here, and does nothing", async () => {
    for (const [name, here] of Object.entries({ regenerate: "renew()", save: "before the response", destroy: "drop()", reload: "once", set: "put(key, value)" })) {
      const it = fresh().put("a", 1);
      const error = await fails(() => it[name](() => {}), "ERR_CONFIG", name);
      ok(error.message.startsWith(`session.${name}: `) && error.message.includes(here), error.message);
      equal(`${it.get("a")} ${Object.keys(it)}`, "1 ", "what it did");
    }
  });
  await test("keys come in term order, also those that look like numbers", () => {
    const it = fresh();
    for (const key of ["b", "9", "10", "a", "-1"]) it.put(key, 1);
    equal(it.keys().join(), "-1,10,9,a,b", "before the commit");
    equal(reread(it).keys().join(), "-1,10,9,a,b", "after a round trip");
  });
  await test("toObject is a copy", () => {
    const it = fresh();
    it.put("list", [1]);
    it.toObject().list.push(2);
    it.get("list").push(3);
    equal(JSON.stringify(it.get("list")), "[1]", "list");
    const list = [1];
    it.put("own", list);
    list.push(2);
    equal(JSON.stringify(it.get("own")), "[1]", "what was put does not change later");
  });
  await test("what changes a session gives it back; JSON.stringify shows what it holds", () => {
    const it = fresh();
    equal(it.put("a", 1).put("b", 2).delete("a").configure({}).renew().ignore(), it, "chained");
    equal(JSON.stringify(it), '{"b":2}', "JSON");
    equal(it.clear().drop(), it, "chained");
  });
  await test("delete and clear", () => {
    const it = fresh();
    for (const key of ["a", "b", "c"]) it.put(key, key);
    it.delete("b");
    it.delete("there is no such key");
    equal([...it.keys()].join(), "a,c", "after delete");
    it.clear();
    equal([...it.keys()].join(), "", "after clear");
    it.put("d", 1);
    equal(JSON.stringify(reread(it).toObject()), '{"d":1}', "after clear and put");
  });
  await test("a read alone sets no cookie", () => {
    const it = fresh();
    it.get("a");
    it.has("a");
    it.keys();
    it.toObject();
    equal(sessions.commit(it), undefined, "Set-Cookie");
  });
  await test("short forms are configure's", () => {
    for (const short of ["renew", "drop", "ignore"]) {
      const [one, two] = [1, 2].map(() => sessions.fetch(sentBack(cookieWith(sessions))));
      one[short]();
      two.configure({ [short]: true });
      equal(sessions.commit(one), sessions.commit(two), short);
    }
  });
  await test("wrong use throws, and changes nothing", async () => {
    const it = fresh();
    it.put("a", 1);
    for (const key of [undefined, null, 5, Symbol("key"), {}, ["a"], new Uint8Array(1)]) {
      for (const call of [() => it.put(key, 1), () => it.get(key), () => it.has(key), () => it.delete(key)]) {
        const error = await fails(call, "ERR_ENCODE", `a key that is ${typeof key}`);
        ok(/key/.test(error.message), error.message);
      }
    }
    for (const flags of [undefined, null, [], ["renew"], "renew", { renwe: true }, { renew: 1 }, { drop: "yes" }])
      await fails(() => it.configure(flags), "ERR_CONFIG", `configure(${JSON.stringify(flags)})`);
    for (const wrong of [undefined, null, {}, new Uint8Array(20), it.toObject()])
      await fails(() => sessions.commit(wrong), "ERR_CONFIG", "commit of what is no session");
    agrees(
      waxseal.term,
      it.toObject(),
      {
        t: "map",
        v: [
          [
            { t: "bin", text: "a" },
            { t: "int", v: "1" },
          ],
        ],
      },
      "session",
    );
  });
  await test("sources of fetch", async () => {
    const cookie = sentBack(cookieWith(sessions));
    const sources = {
      text: cookie,
      "several headers": ["other=1", cookie],
      Headers: new Headers({ cookie }),
      Request: new Request("https://example.com/", { headers: { cookie } }),
    };
    for (const [name, source] of Object.entries(sources)) equal(sessions.fetch(source).has("seen"), !(inBrowser && name === "Request"), name);
    for (const source of ["", [], new Headers(), new Request("https://example.com/"), null, undefined])
      equal(sessions.fetch(source).has("seen"), false, "no cookie");
    for (const wrong of [5, {}, [5], [null], Symbol("source"), () => {}])
      await fails(() => sessions.fetch(wrong), "ERR_CONFIG", `fetch(${String(wrong)})`);
  });
  await test("a source whose get gives no text", async () => {
    for (const given of [5, ["_app_key=x"], {}, true])
      await fails(() => sessions.fetch({ get: () => given }), "ERR_CONFIG", `get gives ${JSON.stringify(given)}`);
  });
  await test("what only looks like a session is none", async () => {
    const it = fresh().put("a", 1);
    for (const wrong of [new Proxy(it, {}), Object.create(Object.getPrototypeOf(it)), { ...it }])
      await fails(() => sessions.commit(wrong), "ERR_CONFIG", "commit");
  });
  await test("conn's secret as bytes is what they are at the fetch, whoever changes them", async () => {
    const { secretKeyBase, ...bare } = plainConfig.sessions;
    const own = waxseal.createSessions(bare);
    const encoder = new TextEncoder();
    const [one, two] = [encoder.encode(secretKeyBase), encoder.encode([...secretKeyBase].reverse().join(""))];
    const shared = new Uint8Array(one);
    const cookies = [one, two].map((secret) => {
      shared.set(secret);
      return sentBack(own.commit(own.fetch("", { secretKeyBase: shared }).put("a", 1)));
    });
    ok(cookies[0] !== cookies[1], "one array, two secrets");
    [one, two].forEach((secret, at) => equal(own.fetch(cookies[at], { secretKeyBase: secret }).get("a"), 1, `secret ${at + 1}`));
    shared.set(one);
    const it = own.fetch("", { secretKeyBase: shared }).put("a", 1);
    shared.set(two);
    own.fetch("", { secretKeyBase: shared });
    await fails(() => own.fetch("", { secretKeyBase: [...two] }), "ERR_CONFIG", "a list of the same bytes");
    equal(sentBack(own.commit(it)), cookies[0], "changed between fetch and commit");
  });
  await test("what only has the prototype of bytes is no secret, before or after one that is", async () => {
    const fake = Object.create(Uint8Array.prototype);
    const secret = new Uint8Array(64).fill(7);
    const own = waxseal.createSessions({ store: "cookie", key: "_fake", signingSalt: "salt", log: false });
    const { MessageVerifier } = waxseal.crypto;
    for (let time = 0; time < 2; time += 1) {
      await fails(() => own.fetch("_fake=a", { secretKeyBase: fake }).get("a"), "ERR_CONFIG", "conn");
      await fails(() => MessageVerifier.sign("m", fake), "ERR_CONFIG", "sign");
      ok(own.commit(own.fetch("", { secretKeyBase: secret }).put("a", 1)).startsWith("_fake="), "one of bytes");
      ok(MessageVerifier.sign("m", secret).length > 0, "sign with one of bytes");
    }
  });
  await test("half a surrogate pair is in no secret", async () => {
    const { secretKeyBase, ...bare } = plainConfig.sessions;
    const half = "\ud800".repeat(64);
    await fails(() => waxseal.createSessions({ ...bare, secretKeyBase: half }), "ERR_CONFIG", "as an option");
    const own = waxseal.createSessions(bare);
    await fails(() => own.commit(own.fetch("", { secretKeyBase: half }).put("a", 1)), "ERR_CONFIG", "by conn");
    const { KeyGenerator, MessageVerifier } = waxseal.crypto;
    await fails(() => KeyGenerator.generate(half, "s"), "ERR_CONFIG", "KeyGenerator");
    await fails(() => MessageVerifier.sign("m", half), "ERR_CONFIG", "MessageVerifier");
  });
  await test("sessions of several configurations at once", () => {
    const others = [1, 2, 3].map((number) =>
      waxseal.createSessions({ ...plainConfig.sessions, key: `key${number}`, signingSalt: `salt ${number}` }),
    );
    const open = others.map((each) => each.fetch(""));
    for (let round = 0; round < 3; round++) open.forEach((it, index) => it.put(`k${round}`, `${index}`.repeat(round * 300 + 1)));
    const headers = open.map((it, index) => others[index].commit(it));
    headers.forEach((header, index) => {
      equal(others[index].fetch(sentBack(header)).get("k2"), `${index}`.repeat(601), "own");
      equal(others[(index + 1) % 3].fetch(sentBack(header)).has("k2"), false, "another's");
    });
  });
  await test("an owner and a note: said, taken back, kept by what is cleared, gone with what begins anew", async () => {
    const stored = waxseal.createSessions({ store: "memory", key: "sid", log: false });
    const timed = waxseal.createSessions({ ...plainConfig.sessions, idleTimeout: 60 });
    // In a cookie no note is kept: there is no list that would show it.
    for (const [own, note] of [[stored, "a phone"], [timed, undefined]]) {
      let cookie = "";
      // A sid that stays is not sent again.
      const next = async (/** @type {any} */ session) => {
        const header = await own.commit(session);
        if (header !== undefined) cookie = sentBack(header);
        return own.fetch(cookie);
      };
      const begun = (await own.fetch("")).put("a", 1);
      equal(`${begun.owner} ${begun.note}`, "undefined undefined", "of none");
      begun.owner = "user:42";
      begun.note = "a phone";
      equal(`${begun.owner} ${begun.note}`, "user:42 a phone", "before the commit");
      const found = await next(begun);
      equal(`${found.owner} ${found.note}`, `user:42 ${note}`, "after it");
      found.clear();
      equal(`${found.owner} ${found.note}`, `user:42 ${note}`, "cleared");
      found.renew();
      equal(`${found.owner} ${found.note}`, "undefined undefined", "cleared and renewed");
      const again = await next((await own.fetch("")).put("a", 1));
      again.owner = "user:43";
      again.note = "x".repeat(255);
      again.note = null;
      equal(`${again.owner} ${again.note}`, "user:43 undefined", "taken back");
      const last = await next(again.put("b", 1));
      equal(`${last.owner} ${last.note}`, "user:43 undefined", "and written");
      last.owner = undefined;
      equal(last.owner, undefined, "the owner, too");
      equal((await next(last.put("c", 1).renew())).owner, undefined, "and written");
      const long = (await own.fetch("")).put("a", 1);
      long.owner = "n".repeat(255);
      equal((await next(long)).owner, "n".repeat(255), "255 bytes");
      const same = await next((await own.fetch("")).put("a", 1));
      same.owner = null;
      equal(same.owner, undefined, "nothing to take back");
    }
  });
  await test("when it began and when it is over: as far as its store says", () => clocked(async (_advance, start) => {
    const about = (/** @type {any} */ date) => (date instanceof Date ? String((+date - start) / 1000) : String(date));
    /** @type {[object, string][]} */
    const stores = [
      [{}, "undefined undefined"], [{ idleTimeout: 3600 }, "0 3600"], [{ maxLifetime: 7200 }, "0 7200"], [{ idleTimeout: 3600, maxLifetime: 7200 }, "0 3600"],
      [{ store: "memory" }, "0 86400"], [{ store: "memory", idleTimeout: 3600 }, "0 3600"], [{ store: "memory", maxLifetime: 7200 }, "0 7200"],
    ];
    for (const [options, expected] of stores) {
      const { signingSalt, secretKeyBase, ...bare } = plainConfig.sessions;
      const of = "store" in options ? { ...bare, ...options } : { ...plainConfig.sessions, ...options };
      const own = waxseal.createSessions(of);
      const empty = await own.fetch("");
      equal(`${about(empty.createdAt)} ${about(empty.expiresAt)} ${empty.isNew}`, "undefined undefined true", `none: ${JSON.stringify(options)}`);
      const session = empty.put("a", 1);
      equal(`${about(session.createdAt)} ${about(session.expiresAt)} ${session.isNew}`, `${expected} true`, `not stored yet: ${JSON.stringify(options)}`);
      const found = await own.fetch(sentBack(await own.commit(session)));
      equal(`${about(found.createdAt)} ${about(found.expiresAt)} ${found.isNew}`, `${expected} false`, `stored: ${JSON.stringify(options)}`);
    }
  }));
  await test("what is put after drop() is lost and told of, what was put before it, and a drop alone, are not", () => {
    const told = /** @type {string[]} */ ([]);
    const own = waxseal.createSessions({ ...plainConfig.sessions, log: (/** @type {any} */ { reason }) => told.push(reason) });
    const cookie = sentBack(own.commit(own.fetch("").put("a", 1)));
    for (const [change, reason] of /** @type {[(it: any) => void, string][]} */ ([
      [(it) => it.drop(), ""], [(it) => it.put("b", 1).drop(), ""], [(it) => it.drop().delete("a"), ""], [(it) => it.drop().put("b", 1), "put_after_drop"],
      [(it) => it.drop().put("b", 1).renew(), ""], [(it) => it.drop().put("b", 1).clear().renew(), ""],
    ])) {
      const session = own.fetch(cookie);
      told.length = 0;
      change(session);
      own.commit(session);
      equal(told.join(), reason, String(change));
    }
  });
  await test("a session belongs to its sessions", () => {
    const other = waxseal.createSessions({ ...plainConfig.sessions, signingSalt: "another" });
    return fails(() => other.commit(fresh()), "ERR_CONFIG", "commit of another's session");
  });
}

/** @param {any} sessions */
function cookieWith(sessions) {
  const it = sessions.fetch("");
  it.put("seen", true);
  return sessions.commit(it);
}
