// @ts-check
// Lifetimes and owners where a session is in several hands: forwarded to an app behind, merged with what that sends, sent twice, read when looked at;
// and two applications in one service.

import { memoryKV } from "waxseal/kv/memory";
import { equal, ok } from "../check.js";
import { clocked } from "../clock.js";
import { plainConfig, sentBack, signingKey } from "../cookie.js";
import { inBrowser } from "../platform.js";
import { rowsStore } from "./rows-store.js";

const KEY = "_app_key";
const DAY = 86_400;

const maxAgeOf = (/** @type {string} */ header) => /max-age=(-?\d+)/.exec(header)?.[1];

/** @param {any} test @param {any} waxseal */
export async function lifetimeLayers(test, waxseal) {
  const { createSessions } = waxseal;
  const cookie = plainConfig.sessions;
  /** An edge, and an app behind it of the same options: where the store is a service it is one for both. @type {Record<string, () => { edge: any, app: any }>} */
  const stores = {
    signed: () => ({ edge: createSessions(cookie), app: createSessions(cookie) }),
    encrypted: () => ({ edge: createSessions({ ...cookie, encryptionSalt: "e" }), app: createSessions({ ...cookie, encryptionSalt: "e" }) }),
    json: () => ({ edge: createSessions({ ...cookie, serializer: "json" }), app: createSessions({ ...cookie, serializer: "json" }) }),
    revocable: () => ({ edge: createSessions({ ...cookie, revocation: { kv: memoryKV(), every: 0 } }), app: createSessions(cookie) }),
    kv: () => {
      const sessions = createSessions({ store: "memory", key: KEY, log: false });
      return { edge: sessions, app: sessions };
    },
  };

  if (!inBrowser) {
    await test("forward: an app behind that knows of no end is not given a session that is over", () => clocked(async (advance) => {
      const app = createSessions(cookie);
      const kv = memoryKV();
      const edges = { idleTimeout: createSessions({ ...cookie, idleTimeout: 100 }), maxLifetime: createSessions({ ...cookie, maxLifetime: 100 }), revocation: createSessions({ ...cookie, revocation: { kv, every: 0 } }) };
      for (const [name, edge] of Object.entries(edges)) {
        const session = (await edge.fetch("")).put("user", "ada");
        session.owner = "user:1";
        const own = sentBack(await edge.commit(session));
        const request = () => new Request("https://app.test/", { headers: { cookie: `a=1; ${own}` } });
        const good = request();
        ok((await edge.forward(await edge.fetch(good), good)) === good, `${name}: one that is good, as it came`);
        advance(101);
        if (name === "revocation") await edge.revoke("user:1");
        const over = request();
        equal((await edge.forward(await edge.fetch(over), over)).headers.get("cookie"), "a=1", `${name}: one that is over`);
        const lazy = edge.lazy(over);
        await lazy.load();
        equal((await edge.forward(lazy, over)).headers.get("cookie"), "a=1", `${name}: a lazy one`);
        const put = request();
        const forwarded = await edge.forward((await edge.fetch(put)).put("b", 2), put);
        equal(JSON.stringify(app.fetch(forwarded.headers.get("cookie")).toObject()), '{"b":2}', `${name}: what was put instead`);
      }
      // What this side can't open, another one may.
      const foreign = new Request("https://app.test/", { headers: { cookie: `${KEY}=SFMyNTY.g3QAAAAA.bad` } });
      ok(app.forward(app.fetch(foreign), foreign) === foreign, "under a key that is not known here");
    }));
  }

  if (!inBrowser) {
    await test("forward: where the cookie is an id, an app behind is given none of a session that is over here, whatever was put since", () => clocked(async (advance) => {
      const kv = memoryKV();
      const common = { key: KEY, log: false };
      const ofKv = (/** @type {number} */ idleTimeout) => createSessions({ ...common, store: "kv", kv, idleTimeout });
      const ofStore = createSessions({ ...common, store: rowsStore() });
      for (const [name, edge, app] of /** @type {[string, any, any][]} */ ([["kv", ofKv(100), ofKv(1000)], ["a store of one's own", ofStore, ofStore]])) {
        const session = (await app.fetch("")).put("user", "ada");
        const own = sentBack(await app.commit(edge === app ? session.configure({ idleTimeout: 100 }) : session));
        const request = () => new Request("https://app.test/", { headers: { cookie: `a=1; ${own}` } });
        const good = request();
        ok((await edge.forward((await edge.fetch(good)).put("b", 2), good)) === good, `${name}: one that is good, as it came`);
        advance(101);
        for (const act of ["get", "put"]) {
          const over = request();
          const session = await edge.fetch(over);
          session[act]("b", 2);
          equal((await edge.forward(session, over)).headers.get("cookie"), "a=1", `${name}: ${act}`);
        }
        if (edge !== app) equal((await app.fetch(own)).get("user"), "ada", `${name}: that app would have taken it`);
      }
    }));
  }

  if (!inBrowser) {
    await test("an edge before an app that knows of no revocation: nothing that the edge begins outlives a revoke", async () => {
      const edge = createSessions({ ...cookie, revocation: { kv: memoryKV(), every: 60 } });
      const behind = createSessions(cookie).handle((/** @type {Request} */ _request, /** @type {any} */ session) => {
        session.put("seen", 1);
        return new Response("behind");
      });
      const logIn = (/** @type {any} */ session) => void (session.clear().put("user", 42).renew().owner = "user:42");
      for (const act of [logIn, (/** @type {any} */ session) => void (session.put("user", 43).owner = "user:43")]) {
        for (const when of ["before it is forwarded", "before it is sent", "never"]) {
          const first = await edge.fetch("");
          logIn(first);
          const request = new Request("https://app.test/", { headers: { cookie: sentBack(await edge.commit(first)) } });
          const session = await edge.fetch(request);
          act(session);
          if (when === "before it is forwarded") await edge.revoke("user:42");
          const response = await behind(await edge.forward(session, request));
          if (when === "before it is sent") await edge.revoke("user:42");
          // Where the app's answer holds what was begun before the revoke, that stands there, and is no session any more.
          const sent = await Promise.resolve(edge.send(session, response)).catch(({ code }) => code);
          const isIn = sent instanceof Response ? (await edge.fetch(sentBack(sent.headers.getSetCookie()[0]))).has("user") : sent !== "ERR_SESSION_INTERRUPTED";
          equal(isIn, when === "never", when);
        }
      }
    });
  }

  if (!inBrowser) {
    await test("who is active is not logged out, though an app behind that knows of no times answers with them as they came", () => clocked(async (advance) => {
      const { MessageVerifier } = waxseal.crypto;
      const key = signingKey(waxseal);
      /** As Phoenix's put_session does. @param {string} header */
      const answered = (header) => {
        const session = waxseal.term.decode(MessageVerifier.verify(header.slice(KEY.length + 1), key));
        const value = MessageVerifier.sign(waxseal.term.encode({ ...session, seen: (session.seen ?? 0) + 1 }), key);
        return new Response("", { headers: { "set-cookie": `${KEY}=${value}; path=/; HttpOnly` } });
      };
      for (const act of [(/** @type {any} */ it) => it.get("user"), (/** @type {any} */ it) => it.touch(), (/** @type {any} */ it) => it.put("b", 1)]) {
        const edge = createSessions({ ...cookie, idleTimeout: 100 });
        let own = sentBack(edge.commit(edge.fetch("").put("user", "ada")));
        for (const seen of [0, 1, 2, 3]) {
          const request = new Request("https://app.test/", { headers: { cookie: own } });
          const session = edge.fetch(request);
          equal(`${session.get("user")} ${session.get("seen", 0)}`, `ada ${seen}`, `${act}`);
          act(session);
          const [header, ...more] = edge.send(session, answered(edge.forward(session, request).headers.get("cookie"))).headers.getSetCookie();
          equal(more.length, 0, "one cookie");
          own = sentBack(header);
          advance(90);
        }
      }
      // Of one that is ignored nothing is noted.
      const edge = createSessions({ ...cookie, idleTimeout: 100 });
      const own = sentBack(edge.commit(edge.fetch("").put("user", "ada")));
      advance(90);
      const carried = answered(own);
      const before = carried.headers.getSetCookie().join();
      equal(edge.send(edge.fetch(own).ignore(), carried).headers.getSetCookie().join(), before, "ignore()");
      // Nor of one that the app ended, or that no key opens: it stays as it came, whatever was done here.
      for (const set of [`${KEY}=; path=/; max-age=0`, `${KEY}=foreign; path=/`]) {
        for (const act of [(/** @type {any} */ it) => it.get("user"), (/** @type {any} */ it) => it.touch(), (/** @type {any} */ it) => it.put("b", 1)]) {
          const session = edge.fetch(own);
          act(session);
          equal(edge.send(session, new Response("", { headers: { "set-cookie": set } })).headers.getSetCookie().join(), set, `${act}`);
        }
      }
    }));
  }

  if (!inBrowser) {
    await test("a log-out where there was no session deletes what the app behind sets, be it what no key opens", async () => {
      for (const [store, make] of Object.entries(stores)) {
        const { edge } = make();
        const response = new Response("", { headers: { "set-cookie": `${KEY}=foreign; path=/` } });
        const sent = (await edge.send((await edge.fetch("")).drop(), response)).headers.getSetCookie();
        ok(sent.length === 1 && sent[0].startsWith(`${KEY}=;`) && maxAgeOf(sent[0]) === "0", `${store}: ${sent}`);
      }
    });
  }

  for (const [store, make] of Object.entries(stores)) {
    const its = (/** @type {string} */ what, /** @type {Parameters<typeof clocked>[0]} */ body) => test(`${store}: ${what}`, () => clocked(body));
    const isKv = store === "kv";

    await its("what a session tells of itself stays as it was committed", async (advance, start) => {
      const { edge } = make();
      const session = (await edge.fetch("")).put("a", 1).configure({ maxAge: 1000, idleTimeout: 100 });
      advance(5);
      equal(session.createdAt.getTime(), start + 5000, "about to be stored: now");
      const header = await edge.commit(session);
      advance(50);
      const told = [session.createdAt.getTime(), session.expiresAt.getTime()].join();
      equal(told, [start + 5000, start + 105_000].join(), "once it is");
      const read = await edge.fetch(sentBack(header));
      equal(read.createdAt.getTime(), start + 5000, "as it is read");
      await edge.commit(read);
      const expires = read.expiresAt.getTime();
      advance(20);
      equal(read.expiresAt.getTime(), expires, "expiresAt of one that was read");
      const login = (await edge.fetch(sentBack(header))).clear().renew().put("b", 1).configure({ maxAge: 10 });
      await edge.commit(login);
      const began = [login.createdAt.getTime(), login.expiresAt.getTime()].join();
      advance(20);
      equal(began, [start + 75_000, start + 85_000].join(), "a log-in's");
      equal([login.createdAt.getTime(), login.expiresAt.getTime()].join(), began, "and later");
    });
    if (inBrowser) continue;

    await its("forwarded to an app behind, and merged with what that wrote: a lifetime and an owner of either side are kept", async (advance, start) => {
      const { edge, app } = make();
      const visitor = sentBack(await edge.commit((await edge.fetch("")).put("cart", 1)));
      // The edge remembers; the app behind knows nothing of it, and writes.
      const request = new Request("https://app.test/", { headers: { cookie: visitor } });
      const here = await edge.fetch(request);
      here.configure({ maxAge: 40 * DAY });
      here.owner = "user:42";
      const behind = await app.fetch(edge.forward(here, request).headers.get("cookie"));
      // Where the cookie is a sid the app sees the record as it is in the service.
      equal(`${behind.owner} ${behind.expiresAt?.getTime()}`, isKv ? `undefined ${start + DAY * 1000}` : `user:42 ${start + 40 * DAY * 1000}`, "what the app behind sees");
      const answer = await app.commit(behind.put("cart", 2));
      advance(3);
      const sent = await edge.send(here, new Response("", { headers: answer === undefined ? {} : { "set-cookie": answer } }));
      const [header] = sent.headers.getSetCookie();
      equal(sent.headers.getSetCookie().length, 1, "one cookie");
      // Merged onto another base, what was said here counts from the commit.
      equal(maxAgeOf(header), String(40 * DAY), "Max-Age");
      const merged = await app.fetch(sentBack(header));
      equal(`${merged.get("cart")} ${merged.owner} ${merged.expiresAt.getTime()}`, `2 user:42 ${start + 3000 + 40 * DAY * 1000}`, "both sides'");
      advance(39 * DAY);
      equal((await edge.fetch(sentBack(header))).get("cart"), 2, "remembered");

      // The app behind remembers; the edge only writes.
      const outer = await edge.fetch(visitor);
      outer.put("seen", 1);
      const login = (await app.fetch(visitor)).clear().put("user", 42).renew().configure({ maxAge: 20 * DAY });
      login.owner = "user:43";
      const again = await edge.send(outer, new Response("", { headers: { "set-cookie": await app.commit(login) } }));
      equal(maxAgeOf(again.headers.getSetCookie()[0]) ?? (isKv ? String(20 * DAY) : ""), String(20 * DAY), "the app's Max-Age");
      const both = await edge.fetch(sentBack(again.headers.getSetCookie()[0]));
      equal(`${both.keys().sort()} ${both.owner} ${both.expiresAt.getTime() - Date.now()}`, `seen,user user:43 ${20 * DAY * 1000}`, "the log-in's, and what the edge wrote");
    });

    await its("what an edge says of a visitor's session holds for the one that the app behind begins", async (_advance, start) => {
      const { edge, app } = make();
      for (const isForwarded of [false, true]) {
        const request = new Request("https://app.test/");
        const here = await edge.fetch(request);
        here.configure({ maxAge: 40 * DAY });
        here.owner = "user:42";
        const given = isForwarded ? await edge.forward(here, request) : request;
        const login = (await app.fetch(given.headers.get("cookie") ?? "")).put("user", 42).renew();
        const sent = await edge.send(here, new Response("", { headers: { "set-cookie": await app.commit(login) } }));
        const [header, ...more] = sent.headers.getSetCookie();
        equal(`${maxAgeOf(header)} ${more.length}`, `${40 * DAY} 0`, "Max-Age of the one cookie");
        const both = await edge.fetch(sentBack(header));
        equal(`${both.get("user")} ${both.owner} ${both.expiresAt?.getTime()}`, `42 user:42 ${start + 40 * DAY * 1000}`, "the log-in's, and what the edge said");
        equal(await edge.commit((await edge.fetch("")).configure({ maxAge: 40 * DAY })), undefined, "where none is begun there is none");
      }
    });

    await its("sent twice: an outer layer passes on what the inner one set, with its lifetime", async () => {
      const { edge } = make();
      const request = new Request("https://app.test/");
      const session = await edge.fetch(request);
      ok((await edge.fetch(request)) === session, "one session");
      session.put("a", 1).configure({ maxAge: 40 * DAY });
      session.owner = "user:42";
      const inner = await edge.send(session, new Response("inner"));
      const outer = await edge.send(session, new Response("another page"));
      equal(outer.headers.getSetCookie().join(), inner.headers.getSetCookie().join(), "on another response: the same cookie");
      equal((await edge.send(session, inner)).headers.getSetCookie().length, 1, "on the same one: once");
      equal(maxAgeOf(outer.headers.getSetCookie()[0]), String(40 * DAY), "Max-Age");
      const read = await edge.fetch(sentBack(outer.headers.getSetCookie()[0]));
      equal(`${read.get("a")} ${read.owner}`, "1 user:42", "the session");
    });

    await its("read when it is looked at: a lifetime is said, kept and slides as of any", async (advance) => {
      const { edge } = make();
      const lazy = edge.lazy("");
      (await lazy.load()).put("a", 1).configure({ maxAge: 60 * DAY, idleTimeout: 30 * DAY });
      const first = await edge.send(lazy, new Response(""));
      const header = first.headers.getSetCookie()[0];
      equal(maxAgeOf(header), String(60 * DAY), "Max-Age");
      advance(29 * DAY);
      const unread = edge.lazy(sentBack(header));
      equal((await edge.send(unread, new Response(""))).headers.getSetCookie().length, 0, "nobody looks: nothing is noted");
      const looked = edge.lazy(sentBack(header));
      equal((await looked.load()).get("a"), 1, "somebody looks");
      const [noted] = (await edge.send(looked, new Response(""))).headers.getSetCookie();
      // A record says so in the service; a cookie has to be sent again for it.
      equal(noted === undefined ? undefined : maxAgeOf(noted), isKv ? undefined : String(31 * DAY), "its use is noted: Max-Age is what is left");
      const cookie = sentBack(noted ?? header);
      advance(29 * DAY);
      equal((await edge.fetch(cookie)).get("a"), 1, "so it lives on");
      advance(2 * DAY);
      equal((await edge.fetch(cookie)).has("a"), false, "to its end");
    });
  }

  await test("two applications with one service, or one cookie name: told apart by prefix and salt", async () => {
    const rows = new Map();
    let version = 0;
    const service = {
      capabilities: { atomic: true, consistency: "strong", minTtl: 0, maxValue: 1e6 },
      get: async (/** @type {string} */ key) => rows.get(key) ?? null,
      put: async (/** @type {string} */ key, /** @type {Uint8Array} */ value, /** @type {any} */ { if: condition }) => {
        if (condition !== undefined && condition !== (rows.get(key)?.version ?? null)) return false;
        rows.set(key, { value: value.slice(), version: (version += 1) });
        return true;
      },
      delete: async (/** @type {string} */ key) => void rows.delete(key),
    };
    const logIn = async (/** @type {any} */ sessions) => {
      const session = (await sessions.fetch("")).put("user", 42);
      session.owner = "user:42";
      return sentBack(await sessions.commit(session));
    };
    const isIn = async (/** @type {any} */ sessions, /** @type {string} */ of) => (await sessions.fetch(of)).has("user");
    const [one, other] = ["one-", "other-"].map((prefix) => createSessions({ store: "kv", key: KEY, kv: service, prefix, log: false }));
    const [mine, theirs] = [await logIn(one), await logIn(other)];
    equal([await isIn(one, mine), await isIn(one, theirs), await isIn(other, mine), await isIn(other, theirs)].join(), "true,false,false,true", "kv: whose is whose");
    equal(`${(await one.list("user:42")).length} ${(await other.list("user:42")).length}`, "1 1", "kv: lists");
    equal(await other.revoke("user:42"), 1, "kv: revoked there");
    ok(await isIn(one, mine), "kv: and none of these");
    const salted = ["salt one", "salt two"].map((signingSalt, at) => createSessions({ ...plainConfig.sessions, signingSalt, revocation: { kv: service, every: 0, prefix: `c${at}-` } }));
    const cookies = [await logIn(salted[0]), await logIn(salted[1])];
    equal([await isIn(salted[0], cookies[1]), await isIn(salted[1], cookies[0])].join(), "false,false", "cookies of another salt");
    await salted[1].revoke("user:42");
    equal([await isIn(salted[0], cookies[0]), await isIn(salted[1], cookies[1])].join(), "true,false", "cookies: revoked by one prefix");
    await logIn(one);
    ok(await isIn(salted[0], cookies[0]), "what is written for sessions in the service is none of theirs");
  });
}
