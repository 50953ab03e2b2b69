// @ts-check
// One session in several hands: layers of one request, and a response that carries its cookie already. Cell by cell: what this side did,
// what the response carries, in every store.

import { memoryKV } from "waxseal/kv/memory";
import { equal, fails, ok } from "../check.js";
import { parts, plainConfig, sentBack } from "../cookie.js";
import { inBrowser } from "../platform.js";
import { rowsStore } from "./rows-store.js";

const KEY = "_app_key";
const OLD = "f".repeat(64);

/** @param {any} waxseal @param {(event: any) => void} log @returns {Record<string, { sessions: any, elsewhere: any }>} */
function stores(waxseal, log) {
  const base = { ...plainConfig.sessions, log };
  const json = { encode: (/** @type {any} */ map) => JSON.stringify(map), decode: (/** @type {any} */ payload) => JSON.parse(payload.toString()) };
  const make = (/** @type {object} */ options, /** @type {object} */ other = options) =>
    ({ sessions: waxseal.createSessions(options), elsewhere: waxseal.createSessions({ ...other, log: false }) });
  const memory = waxseal.createSessions({ store: "memory", key: KEY, log });
  const own = rowsStore();
  return {
    signed: make(base),
    encrypted: make({ ...base, encryptionSalt: "salt of encryption" }),
    rotated: make({ ...base, rotatingOptions: [{ secretKeyBase: OLD, signingSalt: "old" }] }, { ...base, secretKeyBase: OLD, signingSalt: "old" }),
    json: make({ ...base, serializer: "json" }),
    "a serializer of one's own": make({ ...base, serializer: json }),
    // One process's memory is one store: the other side is the same sessions.
    kv: { sessions: memory, elsewhere: memory },
    "a store of one's own": make({ store: own, key: KEY, log }),
  };
}

/** What this side may do. @type {Record<string, (it: any) => void>} */
const HERE = {
  nothing: (it) => void it.get("user"),
  put: (it) => it.put("visits", 1),
  delete: (it) => it.delete("seen"),
  clear: (it) => it.clear().put("visits", 1),
  renew: (it) => it.put("visits", 1).renew(),
  drop: (it) => it.drop(),
  ignore: (it) => it.put("visits", 1).ignore(),
};

/** What the response may carry, made by the other side. @type {Record<string, (elsewhere: any, cookie: string) => Promise<string>>} */
const THERE = {
  "a change": async (elsewhere, cookie) => elsewhere.commit((await elsewhere.fetch(cookie)).put("user", "ada")),
  "a log-in": async (elsewhere, cookie) => elsewhere.commit((await elsewhere.fetch(cookie)).clear().put("user", "ada").renew()),
  "a cleared session": async (elsewhere, cookie) => elsewhere.commit((await elsewhere.fetch(cookie)).clear()),
  "a deletion": async (elsewhere, cookie) => elsewhere.commit((await elsewhere.fetch(cookie)).drop()),
  "what no key opens": async () => `${KEY}=foreign; path=/; HttpOnly`,
};

/** What a browser holds in the end, by what either side did to `{ seen: 1 }`. @type {Record<string, Record<string, object | null | "foreign">>} */
const RIGHT = {
  "a change": {
    nothing: { seen: 1, user: "ada" }, put: { seen: 1, user: "ada", visits: 1 }, delete: { user: "ada" }, clear: { visits: 1 },
    renew: { seen: 1, user: "ada", visits: 1 }, drop: null, ignore: { seen: 1, user: "ada" },
  },
  "a log-in": {
    nothing: { user: "ada" }, put: { user: "ada", visits: 1 }, delete: { user: "ada" }, clear: { visits: 1 },
    renew: { user: "ada", visits: 1 }, drop: null, ignore: { user: "ada" },
  },
  "a cleared session": { nothing: {}, put: { visits: 1 }, delete: {}, clear: { visits: 1 }, renew: { visits: 1 }, drop: null, ignore: {} },
  "a deletion": { nothing: null, put: null, delete: null, clear: null, renew: null, drop: null, ignore: null },
  "what no key opens": {
    nothing: "foreign", put: "foreign", delete: "foreign", clear: "foreign", renew: "foreign", drop: null, ignore: "foreign",
  },
};

/** @param {any} test @param {any} waxseal */
export async function layers(test, waxseal) {
  if (inBrowser) return;
  /** @type {string[]} */
  let logged = [];
  const all = stores(waxseal, ({ reason }) => logged.push(reason));

  for (const [store, { sessions, elsewhere }] of Object.entries(all)) {
    for (const [there, answer] of Object.entries(THERE)) {
      for (const [here, act] of Object.entries(HERE)) {
        await test(`${store}: ${here} here, ${there} on the response`, async () => {
          const before = sentBack(await elsewhere.commit((await elsewhere.fetch("")).put("seen", 1)));
          const it = await sessions.fetch(before);
          act(it);
          const set = await answer(elsewhere, before);
          logged = [];
          const headers = new Headers({ "set-cookie": "other=1; path=/" });
          if (set) headers.append("set-cookie", set);
          const sent = await sessions.send(it, new Response("", { headers }));
          const cookies = sent.headers.getSetCookie();
          // A sid that stays is not sent again: the browser has it.
          const ours = cookies.find((/** @type {string} */ cookie) => cookie.startsWith(`${KEY}=`)) ?? (store === "kv" ? `${before};` : "");
          equal(cookies.length, store === "kv" && ours.startsWith(`${before};`) ? 1 : 2, `cookies: ${cookies.map((/** @type {string} */ cookie) => cookie.split("=")[0])}`);
          const { value, attributes } = parts(ours);
          const right = RIGHT[there][here];
          if (right === "foreign") equal(value, "foreign", "the cookie");
          else if (right === null) ok(value === "" && attributes.includes("max-age=0"), `a deletion: ${attributes}`);
          else equal(JSON.stringify((await sessions.fetch(`${KEY}=${value}`)).toObject(), Object.keys(right)), JSON.stringify(right), "the session");
          if (right !== null && right !== "foreign") {
            equal((await sessions.fetch(`${KEY}=${value}`)).keys().sort().join(), Object.keys(right).sort().join(), "its keys");
          }
          const writes = ["put", "delete", "clear", "renew"].includes(here);
          const events = logged.filter((reason) => reason === "foreign_cookie" || reason === "dropped_elsewhere").join();
          const event = there === "a deletion" ? "dropped_elsewhere" : there === "what no key opens" ? "foreign_cookie" : "";
          equal(events, writes ? event : "", "what the log was told");
          // A log-out holds on either side: what the request came with is nobody's session.
          if (store === "kv" && right === null) equal((await sessions.fetch(before)).keys().join(), "", "the old sid");
          if (store === "kv" && there === "a log-in") equal((await sessions.fetch(before)).keys().join(), "", "the sid of before the log-in");
        });
      }
    }
  }

  const { sessions } = all.signed;
  const request = (/** @type {string} */ cookie = "", /** @type {string} */ path = "/") =>
    new Request(`http://app.test${path}`, { headers: cookie ? { cookie } : {} });
  const login = () => sentBack(sessions.commit(sessions.fetch("").put("user", "ada")));

  await test("who says another or no scheme of a request has its session all the same", async () => {
    for (const [store, { sessions }] of Object.entries(all)) {
      const cookieOf = async () => sentBack(await sessions.commit((await sessions.fetch("")).put("user", "ada")));
      const ways = [[{ scheme: "https" }, undefined], [undefined, { scheme: "https" }], [{ scheme: "https" }, {}]];
      for (const [outer, inner] of ways) {
        const logsOut = async (/** @type {any} */ asked) => (await sessions.fetch(asked, inner)).drop();
        const sent = await sessions.handle(async (/** @type {any} */ asked, /** @type {any} */ it) => {
          it.put("seen", 1);
          await logsOut(asked);
          return new Response("out");
        }, outer && { conn: outer })(request(await cookieOf()));
        const [header] = sent.headers.getSetCookie();
        ok(/max-age=0/.test(header) && /; secure/.test(header), `${store}, ${JSON.stringify([outer, inner])}: ${header}`);
      }
      const asked = request(await cookieOf());
      ok((await sessions.fetch(asked, { scheme: "https" })) !== (await sessions.fetch(asked, { scheme: "http" })), `${store}: two that are at odds`);
    }
  });
  await test("a Response that is handed out again carries nobody else's session", async () => {
    const constants = {
      "204": () => new Response(null, { status: 204 }),
      "a redirect": () => new Response(null, { status: 303, headers: { location: "/" } }),
      "of a type": () => new Response(null, { headers: { "content-type": "text/html" } }),
      "of a type, and not found": () => new Response(null, { status: 404, headers: { "content-type": "text/html", "set-cookie": "own=1" } }),
      // Elsewhere it can be sent once.
      ...("Bun" in globalThis && { "an empty text": () => new Response(""), "an empty text of a type": () => new Response("", { headers: { "content-type": "text/html" } }) }),
    };
    for (const [what, make] of Object.entries(constants)) {
      for (const [store, { sessions }] of Object.entries(all)) {
        const constant = make();
        const answer = async (/** @type {string} */ cookie, /** @type {(it: any) => unknown} */ act) => {
          const it = await sessions.fetch(request(cookie));
          act(it);
          return (await sessions.send(it, constant)).headers.getSetCookie().filter((/** @type {string} */ header) => header !== "own=1");
        };
        const [ada] = await answer("", (it) => it.put("user", "ada"));
        equal((await answer("", (it) => it.has("user"))).join(), "", `${what}, ${store}: who only reads`);
        const others = await answer("", (it) => it.put("theme", "dark"));
        equal(others.length, 1, `${what}, ${store}: one cookie`);
        equal((await sessions.fetch(sentBack(others[0]))).keys().join(), "theme", `${what}, ${store}: who writes`);
        ok((await answer(sentBack(ada), (it) => it.drop()))[0].includes("max-age=0"), `${what}, ${store}: who logs out`);
        equal((await answer(sentBack(others[0]), (it) => it.has("theme"))).join(), "", `${what}, ${store}: who stays logged in`);
      }
    }
  });
  await test("who fetches a session when an inner layer has answered: the answer keeps its body, and what that layer put on it", async () => {
    const other = waxseal.createSessions({ ...plainConfig.sessions, key: "_other_key", log: false });
    const answers = {
      text: () => new Response("hello"),
      "text of a type": () => new Response("hello", { headers: { "content-type": "text/html" } }),
      JSON: () => Response.json("hello"),
      bytes: () => new Response(new TextEncoder().encode("hello")),
      blob: () => new Response(new Blob(["hello"])),
      stream: () => new Response(new Blob(["hello"]).stream(), { headers: { "content-type": "text/html" } }),
      "an empty text": () => new Response("", { status: 302, headers: { location: "/" } }),
      "nothing of a type": () => new Response(null, { headers: { "content-type": "text/html" } }),
    };
    for (const [what, make] of Object.entries(answers)) {
      for (const [store, { sessions }] of Object.entries(all)) {
        for (const later of [sessions, other]) {
          const asked = request("");
          const isEmpty = what.includes("empty") || what.includes("nothing");
          const answered = await sessions.handle((/** @type {any} */ _, /** @type {any} */ it) => (it.put("user", "ada"), make()))(asked);
          // Of a Request of its own, too, where it has a body.
          const it = await later.fetch(isEmpty ? asked : asked.clone());
          it.put("visits", 1);
          const sent = await later.send(it, answered);
          const name = `${what}, ${store}, ${later === other ? "another cookie" : "the same cookie"}`;
          const cookies = sent.headers.getSetCookie().map(sentBack).join("; ");
          equal((await sessions.fetch(cookies)).get("user"), "ada", `${name}: logged in`);
          equal((await later.fetch(cookies)).get("visits"), 1, `${name}: what was put later`);
          equal((await sent.text()).replaceAll('"', ""), isEmpty ? "" : "hello", `${name}: the body`);
        }
      }
    }
  });
  await test("the flash of an app behind: what is put here goes beside it, what is only looked at here stays as that app left it", async () => {
    const { flash } = waxseal.phoenix;
    /** @type {Record<string, (messages: any) => any>} */
    const here = {
      look: (messages) => messages.get("info"),
      put: (messages) => messages.put("error", "here"),
      over: (messages) => messages.put("info", "here"),
      clear: (messages) => messages.clear(),
      keep: (messages) => messages.keep(),
      same: (messages) => messages.put("info", "old"),
    };
    const [saved, both] = ['{"info":"saved"}', '{"error":"here","info":"saved"}'];
    for (const [act, status, answer, right] of /** @type {const} */ ([
      // The app behind says something new: a log-in and its welcome.
      ["look", 302, "new", saved], ["put", 302, "new", both], ["over", 302, "new", '{"info":"here"}'], ["clear", 302, "new", saved], ["keep", 302, "new", saved],
      ["look", 200, "new", saved], ["put", 200, "new", saved], ["keep", 200, "new", saved],
      // It showed what there was.
      ["same", 302, "none", '{"info":"old"}'], ["same", 302, "new", '{"info":"old"}'],
      ["look", 302, "none", "null"], ["put", 302, "none", '{"error":"here"}'], ["keep", 200, "none", '{"info":"old"}'], ["look", 200, "none", "null"],
      ["clear", 302, "beside", saved], ["look", 302, "beside", '{"info":"saved","old":"old"}'],
      // It knows of no flash, and left it where it was.
      ["look", 302, "same", '{"info":"old"}'], ["put", 302, "same", '{"error":"here","info":"old"}'], ["clear", 302, "same", "null"], ["look", 200, "same", "null"], ["keep", 200, "same", '{"info":"old"}'],
    ])) {
      for (const [store, { sessions, elsewhere }] of Object.entries(all)) {
        const before = sentBack(await elsewhere.commit((await elsewhere.fetch("")).put("phoenix_flash", answer === "beside" ? { old: "old" } : { info: "old" })));
        const it = await sessions.fetch(before);
        here[act](flash(it));
        const there = (await elsewhere.fetch(before)).put("user", "ada").renew();
        if (answer === "new") there.put("phoenix_flash", { info: "saved" });
        if (answer === "beside") there.put("phoenix_flash", { old: "old", info: "saved" });
        if (answer === "none") there.delete("phoenix_flash");
        const sent = await sessions.send(it, new Response(null, { status, headers: { "set-cookie": await elsewhere.commit(there) } }));
        const next = await sessions.fetch(sentBack(sent.headers.getSetCookie()[0]));
        const left = next.get("phoenix_flash", null);
        equal(JSON.stringify(left, left && Object.keys(left).sort()), right, `${store}: ${act}, ${status}, ${answer}`);
        equal(next.get("user"), "ada", `${store}: ${act}, ${status}, ${answer}: logged in`);
      }
    }
  });
  await test("a log-out behind takes a flash that was only looked at along, and nobody is told of a loss", async () => {
    const { flash } = waxseal.phoenix;
    for (const [store, { sessions, elsewhere }] of Object.entries(all)) {
      const before = sentBack(await elsewhere.commit((await elsewhere.fetch("")).put("phoenix_flash", { info: "old" })));
      for (const [act, event] of [["look", ""], ["put", "dropped_elsewhere"]]) {
        const it = await sessions.fetch(before);
        if (act === "put") flash(it).put("info", "here");
        else flash(it).get("info");
        logged = [];
        await sessions.send(it, new Response(null, { status: 302, headers: { "set-cookie": `${KEY}=; path=/; max-age=0` } }));
        equal(logged.join(), event, `${store}: ${act}`);
      }
    }
  });
  await test("a layer within is no earlier request, whoever looks at the session last", async () => {
    for (const [store, { sessions }] of Object.entries(all)) {
      const layers = {
        "fetched before": async () => sessions.fetch(""),
        "looked at when the answer is there": async () => sessions.lazy(""),
        "fetched from the same request when the answer is there": async (/** @type {Request} */ one) => () => sessions.fetch(one),
      };
      for (const [layer, enter] of Object.entries(layers)) {
        const one = request();
        const outer = await enter(one);
        const answer = await sessions.send((await sessions.fetch(one)).put("user", "ada"), new Response(null));
        const it = typeof outer === "function" ? await outer() : "load" in outer ? await outer.load() : outer;
        const [set] = (await sessions.send(it.put("edge", 1), answer)).headers.getSetCookie();
        equal((await sessions.fetch(set === undefined ? "" : sentBack(set))).keys().sort().join(), "edge,user", `${store}: ${layer}`);
      }
    }
  });
  await test("one request, one session, until it is committed", async () => {
    const one = request(login());
    const it = sessions.fetch(one);
    ok(sessions.fetch(one) === it, "the same");
    ok(waxseal.createSessions({ ...plainConfig.sessions }).fetch(one) === it, "sessions of the same options");
    ok(sessions.fetch(request(login())) !== it, "another request");
    ok(all.encrypted.sessions.fetch(one) !== it, "other sessions");
    const { secretKeyBase, ...ofConn } = plainConfig.sessions;
    const byConn = waxseal.createSessions(ofConn);
    const other = request(login());
    const outer = byConn.fetch(other, { secretKeyBase });
    ok(byConn.fetch(other) === outer, "an inner layer that was given no secret");
    const secure = request(login());
    ok(sessions.fetch(secure, { scheme: "https" }) === sessions.fetch(secure, { scheme: "https" }), "the same scheme, said twice");
    ok(sessions.fetch(secure, { scheme: "http" }) !== sessions.fetch(secure, { scheme: "https" }), "another scheme");
    const [here, there] = [0, 1].map(() => ({ secretKeyBase: new TextEncoder().encode(secretKeyBase) }));
    const twice = request(login());
    ok(byConn.fetch(twice, here) === byConn.fetch(twice, there), "the same secret, in bytes of its own");
    const foreign = byConn.fetch(other, { secretKeyBase: `another ${secretKeyBase}` });
    ok(foreign !== outer && foreign.isNew && !outer.isNew, "another secret's session is not this one");
    sessions.commit(it);
    ok(sessions.fetch(one) !== it, "a new one after the commit");
    const [a, b] = await Promise.all([all.kv.sessions.fetch(one), all.kv.sessions.fetch(one)]);
    ok(a === b, "kv: two at once");
  });
  await test("a fetch that failed is no session of the request", async () => {
    let fail = true;
    const kv = {
      capabilities: { atomic: true, consistency: "strong", minTtl: 0, maxValue: 1e6 },
      async get() {
        if (fail) throw new Error("down");
        return null;
      },
      put: async () => true,
      delete: async () => {},
    };
    const own = waxseal.createSessions({ store: "kv", key: KEY, kv, log: false });
    const one = request(`${KEY}=${"A".repeat(43)}`);
    await fails(() => own.fetch(one), "ERR_STORE", "fetch");
    fail = false;
    equal((await own.fetch(one)).keys().length, 0, "the second fetch");
  });
  for (const store of ["signed", "kv", "a store of one's own"]) {
    const { sessions } = all[store];
    await test(`${store}: two layers by hand: the inner one sends, the outer one passes it on`, async () => {
      const one = request(sentBack(await sessions.commit((await sessions.fetch("")).put("user", "ada"))));
      const outer = (await sessions.fetch(one)).put("seen", 1);
      const inner = await sessions.fetch(one);
      equal(inner.get("seen"), 1, "what the outer one put");
      const answer = await sessions.send(inner.drop(), new Response(""));
      const sent = await sessions.send(outer, answer);
      equal(sent.headers.getSetCookie().length, 1, "one cookie");
      ok(sent.headers.getSetCookie()[0].includes("max-age=0"), "the log-out");
      const lost = await sessions.send(outer, new Response("an error page"));
      ok(lost.headers.getSetCookie()[0].includes("max-age=0"), "the log-out on another response");
    });
    await test(`${store}: handlers around one another: the outermost sends`, async () => {
      const cookie = sentBack(await sessions.commit((await sessions.fetch("")).put("user", "ada")));
      const inner = sessions.handle((/** @type {any} */ _request, /** @type {any} */ it) => (it.drop(), new Response("out")));
      const outer = sessions.handle((/** @type {any} */ request, /** @type {any} */ it) => (it.put("seen", 1), inner(request)));
      const sent = await outer(request(cookie));
      equal(sent.headers.getSetCookie().length, 1, "one cookie");
      ok(sent.headers.getSetCookie()[0].includes("max-age=0"), "the log-out");
      const apart = sessions.handle((/** @type {any} */ request, /** @type {any} */ it) => (it.put("seen", 1), inner(new Request(request))));
      const again = sentBack(await sessions.commit((await sessions.fetch("")).put("user", "ada")));
      ok((await apart(request(again))).headers.getSetCookie()[0].includes("max-age=0"), "the log-out through another Request");
    });
    await test(`${store}: an answer that was thrown is an answer, an error commits nothing`, async () => {
      const out = (/** @type {unknown} */ thrown) => sessions.handle((/** @type {any} */ _request, /** @type {any} */ it) => {
        it.drop();
        throw thrown;
      });
      const cookie = async () => sentBack(await sessions.commit((await sessions.fetch("")).put("user", "ada")));
      const answers = [
        new Response("", { status: 401 }), Response.redirect("http://app.test/", 303),
        Object.assign(new Error("NEXT_REDIRECT"), { digest: "NEXT_REDIRECT;replace;/log-in?a=1;b=2;307;" }),
        Object.assign(new Error("NEXT_HTTP_ERROR_FALLBACK;404"), { digest: "NEXT_HTTP_ERROR_FALLBACK;404" }),
      ];
      for (const thrown of answers) {
        const sent = await out(thrown)(request(await cookie()));
        ok(sent.headers.getSetCookie()[0].includes("max-age=0"), `${sent.status}`);
      }
      equal((await out(answers[2])(request(await cookie()))).headers.get("location"), "/log-in?a=1;b=2", "Next's redirect");
      const one = request(await cookie());
      const error = new Error("unexpected");
      let thrown;
      try {
        await out(error)(one);
      } catch (caught) {
        thrown = caught;
      }
      ok(thrown === error, "the error itself");
      for (const digest of ["FALLBACK;999", "FALLBACK;4041", "FALLBACK;404;", "FALLBACK;x404", "REDIRECT;replace;/;200;", "REDIRECT;"].map((end) => `NEXT_${end.replace(/^F/, "HTTP_ERROR_F")}`).concat("IS_NEXT_HTTP_ERROR_FALLBACK;404", "IS_NEXT_REDIRECT;replace;/;307;")) {
        const odd = Object.assign(new Error("odd"), { digest });
        equal(await out(odd)(request(await cookie())).catch((/** @type {unknown} */ caught) => caught === odd), true, `a digest of no answer: ${digest}`);
      }
      const it = await sessions.fetch(one);
      equal(it.get("user"), "ada", "nothing is left of what came before it");
      const sent = await sessions.send(it.put("error", 1), new Response("sorry", { status: 500 }));
      ok(!sent.headers.getSetCookie().join().includes("max-age=0"), "what is written after it goes out");
    });
  }
  await test("twins are asked for all at once: who does not answer is waited for once", async () => {
    let asked = 0;
    /** @type {() => void} */
    let all = () => {};
    const three = new Promise((done) => (all = () => done(undefined)));
    const kv = {
      capabilities: { atomic: true, consistency: "strong", minTtl: 0, maxValue: 1e6 },
      async get() {
        asked += 1;
        // The cookie itself, and then the others: none is answered before all of them are asked for.
        if (asked === 4) all();
        if (asked > 1) await three;
        return null;
      },
      async put() {},
      async delete() {},
    };
    const sessions = waxseal.createSessions({ store: "kv", kv, key: KEY, log: false, timeout: 60_000 });
    const header = ["A", "B", "C", "D", "E"].map((letter) => `${KEY}=${letter.repeat(42)}A`).join("; ");
    equal((await sessions.fetch(header)).keys().length, 0, "no session");
    equal(asked, 4, "the cookie and three more");
  });
  await test("twins: a cookie of another path or domain stays, and the log names a shadowed one", async () => {
    const good = login();
    logged = [];
    equal(sessions.fetch(`${KEY}=bad; ${good}`).keys().join(), "", "the first counts");
    equal(logged.join(), "duplicate_cookie,shadowed_cookie", "the log");
    logged = [];
    sessions.fetch(`${KEY}=bad; ${KEY}=worse`);
    equal(logged.join(), "duplicate_cookie,malformed", "none would have verified");
    for (const store of ["encrypted", "json", "a serializer of one's own", "kv"]) {
      const { sessions } = all[store];
      const cookie = sentBack(await sessions.commit((await sessions.fetch("")).put("a", 1)));
      logged = [];
      await sessions.fetch(`${KEY}=bad; ${cookie}`);
      equal(logged.join(), "duplicate_cookie,shadowed_cookie", store);
    }
    // A sid of the right shape that nobody knows.
    for (const store of ["kv", "a store of one's own"]) {
      const { sessions } = all[store];
      const cookies = [];
      for (const value of [1, 2]) cookies.push(sentBack(await sessions.commit((await sessions.fetch("")).put("a", value))));
      await sessions.commit((await sessions.fetch(cookies[0])).drop());
      const unknown = store === "kv" ? `${KEY}=${"A".repeat(43)}` : cookies[0];
      logged = [];
      const it = await sessions.fetch(`other=1; ${unknown}; ${cookies[1]}`);
      equal(it.keys().join(), "", `${store}: the first counts`);
      equal(logged.join(), "duplicate_cookie,shadowed_cookie", store);
      logged = [];
      await sessions.fetch(`${unknown}; ${unknown}; ${KEY}x=1`);
      ok(!logged.includes("shadowed_cookie"), `${store}: none would have been a session`);
      // Nor is a later one that has no value told of: the request has a cookie.
      await sessions.fetch(`${unknown}; ${KEY}; ${KEY}=`);
      ok(!logged.includes("no_cookie"), `${store}: the log ${logged.join()}`);
    }
    const cure = [`${KEY}=; Path=/app; Max-Age=0`, `${KEY}=; Domain=app.test; Path=/; Max-Age=0`];
    const headers = new Headers();
    for (const cookie of cure) headers.append("set-cookie", cookie);
    const sent = sessions.send(sessions.fetch("").put("a", 1), new Response("", { headers }));
    const cookies = sent.headers.getSetCookie();
    equal(cookies.slice(0, 2).join(), cure.join(), "the curing headers");
    equal(cookies.length, 3, "and the session's");
  });
  await test("a response that carries the cookie is private, whoever set it", async () => {
    const headers = { "set-cookie": sessions.commit(sessions.fetch("").put("a", 1)), "cache-control": "public, s-maxage=60" };
    logged = [];
    const sent = sessions.send(sessions.fetch(""), new Response("", { headers }));
    equal(sent.headers.get("cache-control"), "private", "Cache-Control");
    equal(sent.headers.get("vary"), "Cookie", "Vary");
    equal(logged.filter((reason) => reason === "made_private").length, 1, "the log");
    const read = sessions.fetch(login());
    read.get("user");
    logged = [];
    const page = sessions.send(read, new Response("", { headers: { "cache-control": "max-age=60" } }));
    equal(page.headers.get("cache-control"), "max-age=60", "a page that was only read");
    equal(logged.join(), "shared_page", "the log");
  });
  await test("forward: of a session that is emptied for this request alone the app behind sees nothing, and its own stands in nobody's place", async () => {
    for (const [store, { sessions }] of Object.entries(all)) {
      const cookie = sentBack(await sessions.commit((await sessions.fetch("")).put("user", "ada")));
      for (const isShown of [true, false]) {
        const one = request(cookie);
        // As verifyCsrf does, with: "clear_session".
        const it = (await sessions.fetch(one)).clear().ignore();
        if (isShown) {
          const there = (await sessions.forward(it, one)).headers.get("cookie") ?? "";
          equal((await sessions.fetch(there)).get("user", "nobody"), "nobody", `${store}: what the app sees`);
        }
        const behind = new Response("", { headers: { "set-cookie": "theme=dark" } });
        const answered = await sessions.send((await sessions.fetch("")).put("form", 1), behind);
        const names = (await sessions.send(it, answered)).headers.getSetCookie().map((/** @type {string} */ header) => header.split("=")[0]);
        equal(names.join(), isShown ? "theme" : `theme,${KEY}`, `${store}: what the browser is set`);
        equal((await sessions.fetch(cookie)).get("user"), "ada", `${store}: the session`);
      }
    }
  });
  await test("forward: the session as changed so far, other cookies untouched, nothing committed", async () => {
    for (const store of ["signed", "encrypted", "json", "a serializer of one's own"]) {
      const { sessions } = all[store];
      const cookie = sentBack(sessions.commit(sessions.fetch("").put("user", "ada")));
      const one = new Request("http://app.test/a?b", { method: "POST", body: "form", headers: { cookie: `a="1, 2"; ${cookie}; b=3`, "x-own": "1" } });
      const it = sessions.fetch(one).put("visits", 1);
      const forwarded = sessions.forward(it, one);
      const pairs = forwarded.headers.get("cookie").split("; ");
      equal(sessions.fetch(forwarded.headers.get("cookie")).toObject().visits, 1, `${store}: what was put`);
      equal(pairs.slice(1).join("; "), 'a="1, 2"; b=3', "others");
      equal([forwarded.method, forwarded.url, forwarded.headers.get("x-own"), await forwarded.text()].join(), "POST,http://app.test/a?b,1,form", "the rest");
      it.put("more", 1);
      ok(sessions.commit(it).startsWith(`${KEY}=`), "not committed");
    }
    const cookie = login();
    const one = request(`a=1; ${cookie}`);
    ok(sessions.forward(sessions.fetch(one), one) === one, "nothing changed");
    equal(sessions.forward(sessions.fetch(one).drop(), one).headers.get("cookie"), "a=1", "dropped");
    // The last byte of "à" is 0xA0, which JavaScript's trim takes along.
    const bytes = request(`a=\u00c3\u00a0;\u00a0${KEY}=1;\t${KEY} =2; ${KEY}=3; b=\u00a0`);
    equal(sessions.forward(sessions.fetch(bytes).drop(), bytes).headers.get("cookie"), `a=\u00c3\u00a0; \u00a0${KEY}=1; b=\u00a0`, "bytes of others");
    const bare = request();
    ok(sessions.fetch(sessions.forward(sessions.fetch(bare).put("a", 1), bare)).has("a"), "without a cookie");
    const alone = request(cookie);
    equal(sessions.forward(sessions.fetch(alone).drop(), alone).headers.get("cookie"), null, "no cookie is left");
    // As node-fetch's is, and srvx's.
    for (const from of ["", "form"]) {
      const real = new Request("http://app.test/a?b", { method: from ? "POST" : "GET", headers: { cookie: `a=1; ${cookie}`, "x-own": "1" }, ...(from && { body: from }) });
      const { url, method, headers, body, redirect } = real;
      const like = /** @type {any} */ ({ url, method, headers, body, redirect, bodyUsed: false, signal: {} });
      const sent = sessions.forward(sessions.fetch(like).drop(), like);
      equal([sent instanceof Request, sent.method, sent.url, sent.headers.get("cookie"), sent.headers.get("x-own"), await sent.text()].join(), `true,${method},${url},a=1,1,${from}`, "what looks like a Request");
    }
    // A name that is no ASCII is its UTF-8 in a header.
    const named = waxseal.createSessions({ ...plainConfig.sessions, key: "é" });
    const accented = request(`\u00c3\u00a9=old; e=1; \u00c3\u00a9=older`);
    const others = named.forward(named.fetch(accented).put("a", 1), accented).headers.get("cookie").split("; ");
    equal(others.filter((/** @type {string} */ pair) => pair.startsWith("\u00c3\u00a9=")).length + others.indexOf("e=1"), 2, `another name: ${others}`);
    equal(named.fetch(others.join("; ")).get("a"), 1, "is found under it");
    await fails(() => sessions.forward(sessions.fetch(""), "text"), "ERR_CONFIG", "no Request");
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    await fails(() => sessions.forward(sessions.fetch(""), proxy), "ERR_CONFIG", "a Proxy that was revoked");
    const read = new Request("http://app.test/", { method: "POST", body: "form" });
    await read.text();
    await fails(() => sessions.forward(sessions.fetch("").put("a", 1), read), "ERR_CONFIG", "a body that was read");
  });
  await test("secrets of the connection's own: each session is written by that which it was read by, whatever was read since", async () => {
    const { secretKeyBase, ...ofConn } = plainConfig.sessions;
    for (const more of [{}, { encryptionSalt: "e" }, { serializer: "json" }, { serializer: { encode: JSON.stringify, decode: JSON.parse } }]) {
      const byConn = waxseal.createSessions({ ...ofConn, ...more });
      const [one, other] = [{ secretKeyBase }, { secretKeyBase: `another ${secretKeyBase}` }];
      const ways = {
        commit: (/** @type {any} */ it) => byConn.commit(it),
        forward: (/** @type {any} */ it) => byConn.forward(it, request()).headers.get("cookie"),
        again: (/** @type {any} */ it) => byConn.again(it),
      };
      for (const [way, write] of Object.entries(ways)) {
        const cookie = sentBack(byConn.commit(byConn.fetch("", one).put("b", 1)));
        const it = byConn.fetch(cookie, one);
        byConn.commit(byConn.fetch("", other).put("b", 1));
        equal(byConn.fetch(sentBack(write(it.put("a", 1))), one).get("b"), 1, `${way}, ${JSON.stringify(more)}`);
      }
    }
  });
  await test("what the app behind was shown by forward, it has the last word about", async () => {
    for (const store of ["signed", "encrypted", "json", "a serializer of one's own"]) {
      const { sessions, elsewhere } = all[store];
      const had = sentBack(elsewhere.commit(elsewhere.fetch("").put("user", "ada").put("visits", 1).put("to", "/a")));
      /** @param {(it: any) => void} here @param {(it: any) => void} there @param {(it: any) => void} [after] what is done here once it was shown */
      const through = (here, there, after = () => {}) => {
        const one = request(had);
        const it = sessions.fetch(one);
        here(it);
        const behind = elsewhere.fetch(sessions.forward(it, one).headers.get("cookie"));
        there(behind);
        after(it);
        const sent = sessions.send(it, elsewhere.send(behind, new Response())).headers.getSetCookie();
        equal(sent.length, 1, `${store}: one cookie`);
        return JSON.stringify(Object.entries(elsewhere.fetch(sentBack(sent[0])).toObject()).sort());
      };
      equal(through((it) => it.clear().renew(), (app) => app.put("user", "bob")), '[["user","bob"]]', `${store}: a log-in behind, cleared here`);
      equal(through((it) => it.clear(), (app) => app.put("user", "ada")), '[["user","ada"]]', `${store}: a log-in behind of the same user, cleared here`);
      equal(through((it) => it.clear(), (app) => app.put("_csrf_token", "t")), '[["_csrf_token","t"]]', `${store}: a form behind, cleared here`);
      equal(through((it) => it.put("visits", 2), (app) => app.put("visits", app.get("visits") + 1)), '[["to","/a"],["user","ada"],["visits",3]]', `${store}: both count`);
      equal(through((it) => it.delete("to"), (app) => app.put("to", "/b")), '[["to","/b"],["user","ada"],["visits",1]]', `${store}: deleted here, put there`);
      equal(through((it) => it.put("seen", 1), (app) => app.clear().put("user", "bob")), '[["seen",1],["user","bob"]]', `${store}: what a log-in cleared stays`);
      equal(through((it) => it.put("seen", 1).put("visits", 2), (app) => app.clear().put("user", "bob")), '[["seen",1],["user","bob"],["visits",2]]', `${store}: what was put here stays, where a log-in cleared all`);
      equal(through((it) => it.put("visits", 2), (app) => app.put("visits", 3), (it) => it.put("visits", 4)), '[["to","/a"],["user","ada"],["visits",4]]', `${store}: put after`);
      equal(through((it) => it.put("seen", 1), (app) => app.put("user", "bob"), (it) => it.clear()), "[]", `${store}: cleared after`);
      equal(through((it) => it.put("user", "cy"), (app) => app.put("x", 1), (it) => it.delete("user")), '[["to","/a"],["visits",1],["x",1]]', `${store}: deleted after`);
    }
  });
  await test("an answer that the app behind was not shown for: what was changed is put on it", async () => {
    for (const store of ["signed", "encrypted", "json", "a serializer of one's own"]) {
      const { sessions } = all[store];
      const own = () => sentBack(sessions.commit(sessions.fetch("").put("user", "ada")));
      const one = request(own());
      const it = sessions.fetch(one).clear().put("a", 1);
      sessions.forward(it, one);
      const unaware = sessions.send(sessions.fetch(own()).put("b", 2), new Response());
      const [sent] = sessions.send(it, unaware).headers.getSetCookie();
      equal(JSON.stringify(Object.entries(sessions.fetch(sentBack(sent)).toObject()).sort()), '[["a",1],["b",2]]', `${store}: the user is gone, who was cleared`);
    }
  });
  await test("a response whose headers can't be changed and whose body was read", async () => {
    const response = new Response("hi");
    // As those of fetch do; not every platform can fetch without a network.
    response.headers.delete = () => { throw new TypeError("immutable"); };
    await response.text();
    await fails(() => sessions.send(sessions.fetch("").put("a", 1), response), "ERR_CONFIG", "says so");
  });
  await test("blanks within a cookie's value cost nothing, however many: this would go on for an hour", async () => {
    const blanks = " ".repeat(1_000_000);
    const header = `other=a${blanks}b; ${KEY}=x; ${KEY}=y;${blanks};z=1`;
    const it = sessions.fetch(request(header));
    ok(it.isNew, "no session in either of the two");
    const forwarded = sessions.forward(it.put("a", 1), request(header));
    ok(forwarded.headers.get("cookie").endsWith(`; other=a${blanks}b; z=1`), "the value of another cookie");
  });
  await test("headers and cookie commit, and give all that send would set", async () => {
    const { setCookie, cacheControl, vary } = sessions.headers(sessions.fetch("").put("a", 1));
    ok(setCookie.startsWith(`${KEY}=`), "setCookie");
    equal([cacheControl, vary].join(), "max-age=0, private, must-revalidate,Cookie", "guards");
    const read = sessions.fetch("");
    equal(Object.values(sessions.headers(read)).join(), ",,", "not looked at");
    await fails(() => sessions.headers(read), "ERR_ALREADY_SENT", "a second time");
    const all = { ...plainConfig.sessions, domain: "app.test", path: "/a", maxAge: 60, secure: true, sameSite: "Lax", partitioned: true, priority: "High" };
    const own = waxseal.createSessions(all);
    const { name, value, attributes } = own.cookie(own.fetch("").put("a", 1));
    equal(name, KEY, "name");
    equal(own.fetch(`${name}=${value}`).get("a"), 1, "value");
    ok(Math.abs(attributes.expires - Date.now() - 60_000) < 5000, "expires");
    delete attributes.expires;
    equal(JSON.stringify(Object.entries(attributes).sort()), JSON.stringify(Object.entries({
      domain: "app.test", httpOnly: true, maxAge: 60, partitioned: true, path: "/a", priority: "high", sameSite: "lax", secure: true,
    })), "attributes");
    equal(own.cookie(own.fetch("")), undefined, "nothing to set");
    const bare = waxseal.createSessions({ ...plainConfig.sessions, httpOnly: false });
    equal(JSON.stringify(bare.cookie(bare.fetch("").put("a", 1)).attributes), '{"httpOnly":false,"secure":false,"path":"/"}', "what is not set is false");
  });
  await test("what was put after drop is lost as in Plug, and the log says so", async () => {
    for (const end of [
      (/** @type {any} */ it) => sessions.commit(it),
      (/** @type {any} */ it) => sessions.send(it, new Response("", { headers: { "set-cookie": sessions.commit(sessions.fetch("").put("a", 1)) } })),
    ]) {
      const it = sessions.fetch(login());
      it.drop().put("flash", 1);
      logged = [];
      end(it);
      equal(logged.filter((reason) => reason !== "no_cookie").join(), "put_after_drop", "the log");
    }
  });
  await test("a log-out that fails on what the response carries can be sent again", async () => {
    const rows = new Map([["here", { user: "ada" }], ["there", { user: "ada" }]]);
    let isDown = true;
    const store = {
      init: () => ({}),
      get: (/** @type {any} */ _conn, /** @type {string} */ sid) => (rows.has(sid) ? [sid, rows.get(sid)] : [null, {}]),
      put: () => "none",
      delete(/** @type {any} */ _conn, /** @type {string} */ sid) {
        if (isDown && sid === "there") throw new Error("down");
        return rows.delete(sid), "ok";
      },
    };
    const own = waxseal.createSessions({ store, key: KEY, log: false });
    const it = (await own.fetch(`${KEY}=here`)).drop();
    const answer = () => new Response("", { headers: { "set-cookie": `${KEY}=there; path=/; HttpOnly` } });
    await fails(() => own.send(it, answer()), "ERR_STORE", "send");
    isDown = false;
    ok((await own.send(it, answer())).headers.getSetCookie()[0].includes("max-age=0"), "the log-out");
    equal(rows.size, 0, "both are gone");
  });
  await test("a merge that fails leaves the answer as it came, and the session to be sent again", async () => {
    const large = "x".repeat(4096);
    const answer = new Response("", { headers: { "set-cookie": login(), "cache-control": "public" } });
    const before = JSON.stringify([...answer.headers]);
    const it = sessions.fetch(request()).put("cart", large);
    await fails(() => sessions.send(it, answer), "ERR_COOKIE_OVERFLOW", "send");
    equal(JSON.stringify([...answer.headers]), before, "the answer's headers");
    equal(sessions.fetch(sentBack(sessions.send(it.put("cart", "small"), answer).headers.getSetCookie()[0])).keys().join(), "cart,user", "the session then");
  });
  await test("a session that is only read asks its service nothing of what the response carries, and one that a service was not shown is put on it", async () => {
    let asked = 0;
    const kv = memoryKV();
    const own = waxseal.createSessions({ store: "kv", key: KEY, log: false, kv: { ...kv, get: (/** @type {string} */ key) => (asked++, kv.get(key)) } });
    const cookie = sentBack(await own.commit((await own.fetch("")).put("user", "ada")));
    const renewed = async () => own.commit((await own.fetch(sentBack(await own.commit((await own.fetch("")).put("user", "ada"))))).put("b", 2).renew());
    const read = await own.fetch(cookie);
    read.get("user");
    const carries = new Response("", { headers: { "set-cookie": await renewed() } });
    asked = 0;
    equal((await own.send(read, carries)).headers.getSetCookie().length, 1, "the response's");
    equal(asked, 0, "questions");
    // A sid says nothing of what was changed: the app behind was not shown it.
    const one = request(cookie);
    const it = (await own.fetch(one)).put("a", 1);
    equal(await own.forward(it, one), one, "the request as it is");
    const answer = await own.send(it, new Response("", { headers: { "set-cookie": await renewed() } }));
    equal((await own.fetch(sentBack(answer.headers.getSetCookie().at(-1)))).keys().sort().join(), "a,b,user", "what is in it");
  });
  await test("a merge that fails in a service leaves the session as it was", async () => {
    let isDown = false;
    const kv = memoryKV();
    const put = (/** @type {any[]} */ ...given) => (isDown ? Promise.reject(Object.assign(new Error("down"), { retriable: false })) : /** @type {any} */ (kv).put(...given));
    const own = waxseal.createSessions({ store: "kv", key: KEY, log: false, kv: { ...kv, put } });
    const cookie = sentBack(await own.commit((await own.fetch("")).put("user", "ada")));
    const there = await own.commit((await own.fetch("")).put("user", "eve"));
    const it = (await own.fetch(cookie)).put("a", 1);
    isDown = true;
    await fails(() => own.send(it, new Response("", { headers: { "set-cookie": there } })), "ERR_STORE", "send");
    isDown = false;
    equal(`${it.get("user")} ${it.get("a")}`, "ada 1", "what it holds");
    await own.send(it, new Response(""));
    const [mine, theirs] = [await own.fetch(cookie), await own.fetch(sentBack(there))];
    equal(`${mine.get("user")} ${mine.get("a")} ${theirs.get("user")} ${theirs.get("a")}`, "ada 1 eve undefined", "where it was written");
  });
  await test("a commit is handed to waitUntil where there is one", async () => {
    /** @type {Promise<unknown>[]} */
    const kept = [];
    const context = { waitUntil: (/** @type {Promise<unknown>} */ promise) => void kept.push(promise) };
    const { sessions } = all.kv;
    await sessions.handle((/** @type {any} */ _request, /** @type {any} */ it) => (it.put("a", 1), new Response("")))(request(), {}, undefined, null, context);
    await sessions.send((await sessions.fetch("")).put("a", 1), new Response(""), context);
    await sessions.headers((await sessions.fetch("")).put("a", 1), context);
    ok(kept.length >= 3, `${kept.length} promises`);
    await Promise.all(kept);
  });
  await test("undefined from a handler is passed on in Bun alone", async () => {
    const handle = sessions.handle(() => undefined);
    if ("Bun" in globalThis) equal(await handle(request()), undefined, "answer");
    else await fails(() => handle(request()), "ERR_CONFIG", "answer");
  });
  if ("Bun" in globalThis) await test("what was changed before an upgrade is kept where that needs no cookie, and told of where it does", async () => {
    for (const [store, { sessions }] of Object.entries(all)) {
      for (const act of ["put", "drop", "get", "commit"]) {
        const cookie = sentBack(await sessions.commit((await sessions.fetch("")).put("user", "ada")));
        logged = [];
        await sessions.handle(async (/** @type {any} */ _request, /** @type {any} */ it) => void (act === "commit" ? await sessions.commit(it.put("a", 1)) : it[act]("a", 1)))(request(cookie));
        const told = act === "drop" || (act === "put" && store !== "kv");
        equal(logged.filter((reason) => reason !== "rotated").join(), told ? "unanswered" : "", `${store}, ${act}: the log`);
        if (store === "kv") equal((await sessions.fetch(cookie)).keys().sort().join(), { put: "a,user", drop: "", get: "user", commit: "a,user" }[act], `${act}: the record`);
      }
    }
    const kv = memoryKV();
    let isDown = false;
    const own = waxseal.createSessions({ store: "kv", key: KEY, log: (/** @type {any} */ { reason }) => logged.push(reason), kv: { ...kv, put: (/** @type {any[]} */ ...given) => (isDown ? Promise.reject(Object.assign(new Error("down"), { retriable: false })) : /** @type {any} */ (kv).put(...given)) } });
    const cookie = sentBack(await own.commit((await own.fetch("")).put("user", "ada")));
    isDown = true;
    logged = [];
    equal(await own.handle((/** @type {any} */ _request, /** @type {any} */ it) => void it.put("a", 1))(request(cookie)), undefined, "a service that is down");
    equal(logged.join(), "unanswered", "the log");
  });
}
