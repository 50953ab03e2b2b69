// @ts-check
// `log`: one event with its reason for a cookie that is no session, and nothing of the cookie in it.

import { memoryKV } from "waxseal/kv/memory";
import { equal, ok } from "../check.js";
import { plainConfig, sentBack, signedCookie } from "../cookie.js";
import { inBrowser } from "../platform.js";

/** @param {any} test @param {any} waxseal */
export async function log(test, waxseal) {
  const term = (/** @type {unknown} */ value) => signedCookie(waxseal, waxseal.term.encode(value));
  const good = term({ a: 1 });
  /** @type {[string, Record<string, any>, string, string[]][]} */
  const cookies = [
    ["a good one", {}, good, []],
    ["text", {}, "a-secret-cookie", ["malformed"]],
    ["nothing", {}, "", ["malformed"]],
    ["more than any platform lets through", {}, "A".repeat(2 ** 20 + 1), ["too_large"]],
    ["an algorithm that nobody knows", {}, good.replace("SFMyNTY", "bm9uZQ"), ["unknown_algorithm", "malformed"]],
    ["another signature", {}, `${good.slice(0, -5)}AAAAA`, ["bad_signature"]],
    ["bytes that are no term", {}, signedCookie(waxseal, "not a term"), ["undecodable"]],
    ["a list", {}, term([1]), ["not_a_map"]],
    [
      "a term that is too deep",
      {},
      signedCookie(waxseal, new Uint8Array([131, ...Array(3000).fill([104, 1]).flat(), 106])),
      ["limit"],
    ],
    ["another key", { encryptionSalt: "s" }, `XCP.${"A".repeat(80)}`, ["decrypt_failed"]],
    [
      "a signed one where it must be encrypted",
      { encryptionSalt: "s" },
      good,
      ["malformed", "unknown_algorithm", "decrypt_failed"],
    ],
  ];
  for (const [what, options, cookie, reasons] of cookies) {
    await test(`one event for ${what}`, () => {
      const events = /** @type {any[]} */ ([]);
      const sessions = waxseal.createSessions({
        ...plainConfig.sessions,
        ...options,
        log: (/** @type {any} */ event) => events.push(event),
      });
      sessions.fetch(`_app_key=${cookie}`);
      equal(events.length, reasons.length ? 1 : 0, "number of events");
      if (!reasons.length) return;
      ok(reasons.includes(events[0].reason), `reason ${events[0].reason}, expected ${reasons.join(" or ")}`);
      equal(events[0].key, "_app_key", "key");
      const shown = JSON.stringify(events[0]);
      ok(cookie.length < 8 || !shown.includes(cookie.slice(0, 12)), `the cookie is in ${shown}`);
      ok(!shown.includes(plainConfig.conn.secretKeyBase), `the secret is in ${shown}`);
    });
  }
  await test("the store by hand says which cookie and store it is of", () => {
    const events = /** @type {any[]} */ ([]);
    const { key, store: _, ...options } = plainConfig.sessions;
    const log = (/** @type {any} */ event) => events.push(event);
    waxseal.CookieStore.get({}, "text", waxseal.CookieStore.init({ ...options, key, log }));
    equal(JSON.stringify(events), `[{"reason":"malformed","key":"${key}","store":"cookie"}]`, "events");
  });
  await test("no cookie is an event for a function, and no news for the console", () => {
    const events = /** @type {any[]} */ ([]);
    waxseal
      .createSessions({ ...plainConfig.sessions, log: (/** @type {any} */ event) => events.push(event.reason) })
      .fetch("other=1");
    equal(events.join(), "no_cookie", "reasons");
    equal(consoleOf(() => waxseal.createSessions({ ...plainConfig.sessions, log: "error" }).fetch("other=1")).length, 0, "lines");
  });
  await test("several cookies of one name are an event for a function, and no news for the console", async () => {
    const one = `_app_key=${good}`;
    /** @type {[string, boolean][]} */
    const headers = [
      [`${one}; _app_key=other`, true],
      [`_app_key=; x=1;_app_key=${good}`, true],
      [`${one};\t _app_key=`, true],
      [one, false],
      [`${one}; _app_key2=1; x_app_key=1; _app_keys=_app_key=`, false],
      [`${one}; _app_key`, false],
      [`${one}; _app_key =2`, false],
      [`${one}; \u00a0_app_key=2`, false],
      [`${one}; _APP_KEY=2`, false],
      [`${one}; _app_key=a\tb`, false],
      ["x=1", false],
    ];
    for (const options of [plainConfig.sessions, { store: "memory", key: "_app_key" }]) {
      for (const [header, isTwice] of headers) {
        const events = /** @type {any[]} */ ([]);
        await waxseal.createSessions({ ...options, log: (/** @type {any} */ event) => events.push(event.reason) }).fetch(header);
        equal(events.filter((reason) => reason === "duplicate_cookie").length, isTwice ? 1 : 0, JSON.stringify(header));
      }
    }
    const events = /** @type {any[]} */ ([]);
    const named = waxseal.createSessions({ ...plainConfig.sessions, key: "é", log: (/** @type {any} */ event) => events.push(event) });
    named.fetch("\u00c3\u00a9=1; \u00c3\u00a9=2");
    equal(`${events.map(({ reason, key }) => `${reason} ${key}`)}`, "duplicate_cookie é,malformed é", "a name that is no ASCII");
    equal(consoleOf(() => waxseal.createSessions({ ...plainConfig.sessions, log: "error" }).fetch(`${one}; ${one}`)).length, 0, "lines");
  });
  await test("a key that is rotated out is an event for a function, and no news for the console", async () => {
    const secretKeyBase = "another secret ".repeat(5);
    const old = { secretKeyBase: plainConfig.conn.secretKeyBase, signingSalt: plainConfig.sessions.signingSalt };
    const own = { encode: JSON.stringify, decode: (/** @type {any} */ payload) => JSON.parse(payload) };
    for (const more of [{}, { encryptionSalt: "s" }, { serializer: "json" }, { serializer: own }]) {
      const events = /** @type {any[]} */ ([]);
      const log = (/** @type {any} */ event) => events.push(event.reason);
      const before = waxseal.createSessions({ ...plainConfig.sessions, ...more, ...old, log });
      const { serializer, ...keys } = /** @type {any} */ (more);
      const options = { ...plainConfig.sessions, ...more, secretKeyBase, rotatingOptions: [{ ...old, ...keys }] };
      const cookie = before.commit(before.fetch("").put("a", 1)).split(";")[0];
      const value = cookie.slice(cookie.indexOf("=") + 1);
      before.fetch(cookie);
      equal(events.splice(0).join(), "no_cookie", "by its own key");
      const sessions = waxseal.createSessions({ ...options, log });
      const it = sessions.fetch(cookie);
      equal(it.get("a"), 1, "the session");
      equal(events.splice(0).join(), "rotated", "by a rotated key");
      const again = sessions.commit(it.put("b", 2)).split(";")[0];
      equal(sessions.fetch(again).get("b"), 2, "what is written");
      equal(events.splice(0).join(), "", "is under the new key");
      const store = waxseal.CookieStore.init({ ...keys, ...(serializer ? { serializer } : {}), signingSalt: options.signingSalt, secretKeyBase, rotatingOptions: options.rotatingOptions, log });
      equal(waxseal.CookieStore.get(null, value, store)[1].a, 1, "by hand");
      equal(events.splice(0).join(), "rotated", "by hand");
      equal(consoleOf(() => waxseal.createSessions({ ...options, log: "error" }).fetch(cookie)).length, 0, "lines");
    }
  });
  await test("an unknown sid, and what is no sid", async () => {
    const events = /** @type {any[]} */ ([]);
    const sessions = waxseal.createSessions({
      store: "memory",
      key: "sid",
      log: (/** @type {any} */ event) => events.push(event.reason),
    });
    await sessions.fetch(`sid=${"A".repeat(43)}`);
    await sessions.fetch("sid=attacker-chosen");
    equal(events.join(), "unknown_sid,bad_sid", "reasons");
  });
  for (const level of ["debug", "info", "warn", "error"]) {
    await test(`log: "${level}" writes to console.${level}`, () => {
      const lines = consoleOf(() =>
        waxseal.createSessions({ ...plainConfig.sessions, log: level }).fetch("_app_key=a-secret-cookie"),
      );
      equal(lines.map(([method]) => method).join(), level, "methods");
      equal(lines[0][1], "waxseal: no session in the cookie _app_key (cookie store): malformed", "what it says");
      ok(!lines[0][1].includes("a-secret-cookie"), lines[0][1]);
    });
  }
  await test("what is no session's absence is said in its own words", () => {
    const sessions = waxseal.createSessions({ ...plainConfig.sessions, log: "warn" });
    const lost = consoleOf(() => sessions.commit(sessions.fetch("").drop().put("a", 1)));
    equal(lost[0]?.[1], "waxseal: a change after drop() was not kept (a log-out that leaves a message is clear().renew()), of the cookie _app_key (cookie store): put_after_drop", "put_after_drop");
    const shadowed = consoleOf(() => sessions.fetch(`_app_key=bad; _app_key=${good}`));
    const said = shadowed.map(([, text]) => text).filter((text) => text.includes("shadowed_cookie"));
    equal(said.join(), "waxseal: a cookie that is no session stands before one that is, of the name _app_key (cookie store): shadowed_cookie", "shadowed_cookie");
  });
  for (const [said, run] of Object.entries(await events(waxseal))) {
    await test(`on a console: ${said}`, async () => {
      const lines = await consoleOfLater(run);
      equal(lines.map(([method, text]) => `${method} ${text}`).join("\n"), `warn waxseal: ${said}`, "what it says");
    });
  }
  await test("a log that is a level says at that level, true and nothing say it to console.debug", () => {
    for (const [level, method] of [[true, "debug"], [undefined, "debug"], ["info", "info"], [null, ""]]) {
      const options = { ...plainConfig.sessions, log: level };
      if (level === undefined) delete options.log;
      equal(consoleOf(() => waxseal.createSessions(options).fetch("_app_key=bad")).map(([method]) => method).join(), method, `log: ${level}`);
    }
  });
  await test("log: false writes nothing", () => {
    equal(consoleOf(() => waxseal.createSessions(plainConfig.sessions).fetch("_app_key=a-secret-cookie")).length, 0, "lines");
  });
  await test("a log that fails, at once or later, fails no request", async () => {
    const boom = new Error("the log's own");
    let handled = false;
    // As a promise: a rejection that nobody handles would end a Node process.
    const later = { then: (/** @type {unknown} */ _, /** @type {unknown} */ rejected) => (handled = typeof rejected === "function") };
    const failing = [
      () => later,
      () => {
        throw boom;
      },
    ];
    for (const log of failing) {
      const lines = consoleOf(() => {
        const it = waxseal.createSessions({ ...plainConfig.sessions, log }).fetch("_app_key=a-secret-cookie");
        equal(it.put("a", 1).get("a"), 1, "session");
      });
      ok(!JSON.stringify(lines).includes("a-secret-cookie"), "the cookie is kept out of what is said of it");
      equal(lines.map(([method, said]) => `${method} ${said.slice(0, 20)}`).join(), log === failing[1] ? "error waxseal: log failed:" : "", "what is said of the log");
    }
    await Promise.resolve();
    ok(handled, "a rejection is handled");
  });
  await test("log may use sessions itself", () => {
    const sessions = waxseal.createSessions({
      ...plainConfig.sessions,
      log: () => waxseal.createSessions(plainConfig.sessions).fetch(`_app_key=${good}`).put("b", "x".repeat(500)),
    });
    const it = sessions.fetch("_app_key=bad");
    it.put("c", 1);
    equal(JSON.stringify(it.toObject()), '{"c":1}', "session");
  });
}

/** What happened, as the log has it after "waxseal: ", each by a request of its own. @param {any} waxseal @returns {Promise<Record<string, () => unknown>>} */
async function events({ createSessions }) {
  const owner = "user:42";
  const signed = createSessions({ ...plainConfig.sessions, log: "warn" });
  const cookie = sentBack(signed.commit(signed.fetch("").put("a", 1)));
  const send = (/** @type {any} */ session, /** @type {Record<string, string>} */ headers) => signed.send(session, new Response("", { headers }));
  const put = () => signed.fetch(cookie).put("b", 1);
  /** @type {Record<string, () => unknown>} */
  const responses = {
    "a change was not kept, as the response deletes the cookie _app_key (cookie store): dropped_elsewhere": () => send(put(), { "set-cookie": "_app_key=; path=/; max-age=0" }),
    "a change was not kept, as no key opens what the response sets for the cookie _app_key (cookie store): foreign_cookie": () => send(put(), { "set-cookie": "_app_key=foreign; path=/" }),
    "shared caches were allowed to store a response, and are not any more, with the cookie _app_key (cookie store): made_private": () => send(put(), { "cache-control": "public" }),
    "shared caches may store a page that depends on the cookie _app_key (cookie store): shared_page": () => {
      const session = signed.fetch(cookie);
      session.get("a");
      return send(session, { "cache-control": "public" });
    },
  };

  /** Sessions on a service that fails where it is told to. @param {object} [more] */
  const stored = (more) => {
    const kv = memoryKV();
    const service = { ...kv, isDown: (/** @type {string} */ _operation, /** @type {string} */ _key) => false };
    for (const name of /** @type {const} */ (["get", "put", "delete"])) {
      service[name] = async (/** @type {any} */ key, /** @type {any[]} */ ...rest) => {
        if (service.isDown(name, key)) throw new Error("down");
        return /** @type {any} */ (kv)[name](key, ...rest);
      };
    }
    return { service, sessions: createSessions({ store: "kv", key: "sid", kv: service, log: "warn", ...more }) };
  };
  const begin = async (/** @type {any} */ sessions, /** @type {(session: any) => void} */ more = () => {}) => {
    const session = (await sessions.fetch("")).put("a", 1);
    more(session);
    return sentBack(await sessions.commit(session));
  };
  const owned = (/** @type {any} */ session) => { session.owner = owner; };

  const { sessions: late } = stored();
  const [old, ended] = [await begin(late), await begin(late)];
  for (const each of [old, ended]) await late.commit((await late.fetch(each)).drop());
  /** @type {any} */
  let over;
  await consoleOfLater(async () => (over = await late.fetch(ended)));

  const used = stored({ idleTimeout: 60 });
  const touched = await used.sessions.fetch(await begin(used.sessions));
  used.service.isDown = (operation) => operation === "put";

  const indexed = stored();
  const left = await indexed.sessions.fetch(await begin(indexed.sessions, owned));
  const record = new Set(Array.from(/** @type {any} */ (indexed.service).entries(), ([key]) => key));
  const pages = [...record].filter((key) => key !== /** @type {any} */ (left).id && !key.includes(left.id));

  const asked = { isDown: false };
  const revocation = memoryKV();
  const answering = { ...revocation, get: async (/** @type {string} */ key) => {
    if (asked.isDown) throw new Error("down");
    return revocation.get(key);
  } };
  const revocable = createSessions({ ...plainConfig.sessions, log: "warn", revocation: { kv: answering, every: 0, onError: "allow" } });
  const [revoked, unknown] = [await begin(revocable, owned), await begin(revocable, (session) => { session.owner = "user:43"; })];
  await revocable.revoke(owner);

  return {
    ...(inBrowser ? {} : responses),
    "a session that another request dropped or renewed a moment ago is not there for the cookie sid (kv store): retired_sid": () => late.fetch(old),
    "a change was not kept, as another request dropped or renewed the session a moment ago, of the cookie sid (kv store): late_write": () => late.commit(over.put("b", 1)),
    "a session whose owner's sessions were revoked is not there for the cookie _app_key (cookie store): revoked": () => revocable.fetch(revoked),
    "whether a session was revoked could not be asked, and it is let in, for the cookie _app_key (cookie store): revocation_unknown": () => {
      asked.isDown = true;
      return revocable.fetch(unknown);
    },
    "the service would not note that a session is in use, of the cookie sid (kv store): touch_failed": () => used.sessions.commit(touched.touch()),
    "an owner's index was not brought up to date, for the cookie sid (kv store): index_failed": () => {
      indexed.service.isDown = (operation, key) => operation === "put" && pages.includes(key);
      return indexed.sessions.commit(left.drop());
    },
  };
}

/** What is written to the console until it is done. @param {() => unknown} run */
async function consoleOfLater(run) {
  /** @type {unknown} */
  let done;
  const first = consoleOf(() => (done = run()));
  const { warn } = console;
  console.warn = (text) => void first.push(["warn", String(text)]);
  try {
    await done;
  } finally {
    console.warn = warn;
  }
  return first;
}

/** What is written to the console meanwhile. @param {() => void} run */
function consoleOf(run) {
  const lines = /** @type {[string, string][]} */ ([]);
  const methods = /** @type {const} */ (["debug", "log", "info", "warn", "error"]);
  const own = methods.map((method) => console[method]);
  for (const method of methods)
    console[method] = (...parts) =>
      void lines.push([method, parts.map((part) => (typeof part === "object" ? JSON.stringify(part) : String(part))).join(" ")]);
  try {
    run();
  } finally {
    methods.forEach((method, index) => (console[method] = own[index]));
  }
  return lines;
}
