// @ts-check
// What the store owes whatever the service does: what it asks for, what it refuses, when a session is over.

import { ahead, stopped, unhurried } from "../clock.js";
import { plain } from "../plain.js";

const sameBytes = (/** @type {Uint8Array} */ one, /** @type {Uint8Array} */ other) => Buffer.from(one).equals(other);

/** @param {any} waxseal @param {() => any} makeKV @returns {import("waxseal/conformance").Test[]} */
export function rules(waxseal, makeKV) {
  const must = (/** @type {unknown} */ holds, /** @type {string} */ what) => {
    if (!holds) throw new Error(what);
  };
  const open = (/** @type {any} */ kv, more = {}) => waxseal.createSessions({ store: "kv", kv, key: "sid", log: false, ...more });
  /** @param {any} sessions @param {string} cookie @param {(session: any) => void} change @returns {Promise<string>} */
  const visit = async (sessions, cookie, change) => {
    const session = await sessions.fetch(cookie);
    change(session);
    return (await sessions.commit(session) ?? "").split(";")[0];
  };
  /** The error of a promise. @param {Promise<unknown>} promise @returns {Promise<any>} */
  const errorOf = (promise) => promise.then(() => undefined, (error) => error);
  /** On a service that compares, and on one that does not. @param {(makeKV: () => any) => Promise<void>} body */
  const bothWays = async (body) => {
    await body(makeKV);
    await body(() => plain(makeKV()));
  };
  /** What is no mark. @param {any} kv */
  const recordsOf = (kv) => [...kv.entries()].filter(([, value]) => value[0] !== 0);
  /** Every put that an adapter is asked for. @param {any} kv */
  const watched = (kv) => {
    /** @type {any[]} */
    const puts = [];
    const put = (/** @type {string} */ key, /** @type {Uint8Array} */ value, /** @type {any} */ options) => {
      puts.push({ key, value, ...options });
      return kv.put(key, value, options);
    };
    return { ...kv, put, puts };
  };

  /** @type {[string, () => Promise<void>][]} */
  const all = [
    ["a new session is put where there is nothing, a known one where its version is", async () => {
      const kv = watched(makeKV());
      const cookie = await visit(open(kv), "", (session) => session.put("a", 1));
      await visit(open(kv), cookie, (session) => session.put("b", 1));
      must(kv.puts.length === 2 && kv.puts[0].if === null, "the first put has the condition null");
      must(kv.puts[1].if !== null && kv.puts[1].if !== undefined, "the second put has a version");
    }],
    ["no session outlives maxLifetime, nor is kept for longer, whatever is written or renewed", () => ahead(async (advance) => {
      const kv = watched(makeKV());
      const sessions = open(kv, { idleTimeout: 50, maxLifetime: 200 });
      let cookie = await visit(sessions, "", (session) => session.put("a", 1));
      for (let age = 0; age < 200; age += 20) {
        must((await sessions.fetch(cookie)).has("a"), `it is there after ${age} s`);
        cookie = await visit(sessions, cookie, (session) => (age % 40 ? session.put("at", age) : session.renew())) || cookie;
        const latest = kv.puts.filter((/** @type {any} */ { value }) => value[0] !== 0).at(-1);
        // A request that begins in time may end later, and is to find the record.
        must(latest.ttl <= Math.min(100, 200 - age), `after ${age} s the service is told to keep it for ${latest.ttl} s`);
        advance(20);
      }
      must(!(await sessions.fetch(cookie)).has("a"), "it is over after 200 s");
    })],
    ["no session outlives idleTimeout, even where the service forgets nothing", () => ahead(async (advance) => {
      const kv = makeKV();
      const forgetful = { ...kv, put: (/** @type {any[]} */ ...words) => kv.put(words[0], words[1], { ...words[2], ttl: 1e6 }) };
      const sessions = open(forgetful, { idleTimeout: 50 });
      const cookie = await visit(sessions, "", (session) => session.put("a", 1));
      advance(49);
      must((await sessions.fetch(cookie)).has("a"), "it is there after 49 s");
      advance(2);
      must(!(await sessions.fetch(cookie)).has("a"), "it is over after 51 s");
    })],
    ["a read writes after a twentieth of the idle window, and a minute at least", () => ahead(async (advance) => {
      for (const [idleTimeout, part] of [[3600, 180], [600, 60]]) {
        const kv = watched(makeKV());
        const sessions = open(kv, { idleTimeout });
        const cookie = await visit(sessions, "", (session) => session.put("a", 1));
        advance(part - 1);
        await visit(sessions, cookie, (session) => session.get("a"));
        must(kv.puts.length === 1, `not before ${part} s`);
        advance(2);
        await visit(sessions, cookie, (session) => session.get("a"));
        must(kv.puts.length === 2, "after it");
      }
    })],
    ["on a service that compares nothing and is late a read writes from half of the idle window on", () => ahead(async (advance) => {
      const kv = watched(plain(makeKV()));
      const sessions = open(kv, { idleTimeout: 3600 });
      const cookie = await visit(sessions, "", (session) => session.put("a", 1));
      advance(1799);
      await visit(sessions, cookie, (session) => session.get("a"));
      must(kv.puts.length === 1, "not before half an hour");
      advance(2);
      await visit(sessions, cookie, (session) => session.get("a"));
      must(kv.puts.length === 2, "after it");
    })],
    ["once a service has answered nothing waits any more, which would keep a process from its end", async () => {
      const kv = makeKV();
      const late = { ...kv, get: async (/** @type {string} */ key) => kv.get(key), put: async (/** @type {any[]} */ ...words) => kv.put(words[0], words[1], words[2]) };
      const { setTimeout, clearTimeout } = globalThis;
      const waiting = new Set();
      let count = 0;
      const set = (/** @type {() => void} */ go, /** @type {number} */ delay) => {
        const timer = setTimeout(go, delay);
        waiting.add(timer);
        count += 1;
        return timer;
      };
      Object.assign(globalThis, { setTimeout: set, clearTimeout: (/** @type {any} */ timer) => (waiting.delete(timer), clearTimeout(timer)) });
      try {
        await visit(open(late), await visit(open(late), "", (session) => session.put("a", 1)), (session) => session.put("b", 1));
      } finally {
        Object.assign(globalThis, { setTimeout, clearTimeout });
      }
      must(count > 0 && waiting.size === 0, `${waiting.size} of ${count} wait`);
    }],
    ["what an adapter says of its own options comes as it is", async () => {
      const wrong = new waxseal.ConfigError("ownKV: table: got nothing, takes the table's name");
      const kv = makeKV();
      const sessions = open(kv);
      const cookie = await visit(sessions, "", (session) => session.put("a", 1));
      for (const method of ["get", "put"]) {
        const error = await errorOf(visit(open({ ...kv, [method]: () => Promise.reject(wrong) }), cookie, (session) => session.put("b", 1)));
        must(error === wrong, `${method}: got ${error}`);
      }
    }],
    ["a session that is always changed by others is a StoreError when three times the timeout is over, and can be committed later", async () => {
      const kv = makeKV();
      let busy = false;
      const contended = { ...kv, put: (/** @type {any[]} */ ...words) => (busy ? false : kv.put(...words)) };
      const sessions = open(contended, { timeout: 100 });
      const cookie = await visit(sessions, "", (session) => session.put("a", 1));
      const late = await sessions.fetch(cookie);
      late.put("late", 1);
      busy = true;
      const error = await errorOf(sessions.commit(late));
      must(error?.code === "ERR_STORE" && error.retriable, `a StoreError, got ${error}`);
      busy = false;
      await visit(sessions, cookie, (session) => session.put("b", 1));
      await sessions.commit(late);
      must((await sessions.fetch(cookie)).keys().sort().join() === "a,b,late", "nobody's write is lost by trying again");
    }],
    ["a late commit after a failed one does not write over what came between", async () => {
      const kv = makeKV();
      let step = "well";
      const ailing = {
        ...kv,
        put: (/** @type {any[]} */ ...words) => {
          if (step === "conflict") return (step = "down"), false;
          if (step === "down") throw new Error("down");
          return kv.put(...words);
        },
      };
      const sessions = open(ailing);
      const cookie = await visit(sessions, "", (session) => session.put("a", 1));
      const late = await sessions.fetch(cookie);
      late.put("late", 1);
      await visit(sessions, cookie, (session) => session.put("b", 1));
      step = "conflict";
      must((await errorOf(sessions.commit(late)))?.code === "ERR_STORE", "the first commit fails after it met the other write");
      step = "well";
      await sessions.commit(late);
      must((await sessions.fetch(cookie)).keys().sort().join() === "a,b,late", "all three keys are there");
    }],
    ["a renewal whose retirement fails without telling, and happened, is done", async () => {
      const kv = watched(makeKV());
      let fails = 0;
      const lossy = { ...kv, put: async (/** @type {any[]} */ ...words) => {
        const done = await kv.put(...words);
        if ((fails -= 1) === 0) throw new Error("the connection was lost before the answer came");
        return done;
      } };
      const sessions = open(lossy);
      const cookie = await visit(sessions, "", (session) => session.put("a", 1));
      fails = 2;
      const renewed = await visit(sessions, cookie, (session) => session.renew());
      must(renewed !== "" && renewed !== cookie, "it gives the new cookie");
      must((await sessions.fetch(renewed)).has("a") && !(await sessions.fetch(cookie)).has("a"), "the session moved");
      must(kv.puts.length === 3 && recordsOf(kv).length === 1, "and is there once");
    }],
    ["two stores on one namespace never meet", async () => {
      const kv = makeKV();
      const [one, two] = [open(kv, { prefix: "one-" }), open(kv, { prefix: "two-" })];
      const cookie = await visit(one, "", (session) => session.put("a", 1));
      must(!(await two.fetch(cookie)).has("a"), "the other store finds nothing");
      await visit(two, cookie, (session) => session.drop());
      must((await one.fetch(cookie)).has("a"), "nor drops it");
    }],
    ["a record copied to another sid's key opens nothing", async () => {
      const kv = makeKV();
      const sessions = open(kv);
      await visit(sessions, "", (session) => session.put("mine", 1));
      const cookie = await visit(sessions, "", (session) => session.put("yours", 1));
      const [[, mine], [key]] = [...kv.entries()];
      kv.put(key, mine, { ttl: 1000 });
      const session = await sessions.fetch(cookie);
      must(!session.has("mine") && !session.has("yours"), "no session");
    }],
    ["a dropped session leaves a mark for ten minutes, over which nothing is written; where nothing compares, too", () => bothWays(async (makeKV) => {
      const kv = watched(makeKV());
      const sessions = open(kv);
      const cookie = await visit(sessions, "", (session) => session.put("a", 1));
      const late = await sessions.fetch(cookie);
      late.put("late", 1);
      await visit(sessions, cookie, (session) => session.drop());
      const last = kv.puts.at(-1);
      must(last.value.length === 49 && last.value[0] === 0 && last.ttl === 600 && last.if === undefined, "a mark for 600 s, over anything");
      must((await errorOf(sessions.commit(late)))?.code === "ERR_SESSION_INTERRUPTED", "a late write is interrupted");
      must(sameBytes((await kv.get(last.key)).value, last.value) && !(await sessions.fetch(cookie)).has("late"), "and writes nothing");
    })],
    ["a renewal whose retirement fails without telling, where another request dropped the session in between, is told of the drop", async () => {
      const kv = makeKV();
      const sessions = open(kv);
      const cookie = await visit(sessions, "", (session) => session.put("a", 1));
      let puts = 0;
      const lossy = { ...kv, put: async (/** @type {any[]} */ ...words) => {
        if ((puts += 1) !== 2) return kv.put(...words);
        await visit(sessions, cookie, (session) => session.drop());
        throw new Error("the connection was lost before the answer came");
      } };
      const error = await errorOf(visit(open(lossy), cookie, (session) => session.renew()));
      must(error?.code === "ERR_SESSION_INTERRUPTED", `got ${error}`);
      must(recordsOf(kv).length === 0, "the new record is undone");
    }],
    ["where nothing compares: what others wrote since is merged, and renew leaves one session", async () => {
      const sessions = open(plain(makeKV()));
      const cookie = await visit(sessions, "", (session) => session.put("a", 1));
      const [one, two] = [await sessions.fetch(cookie), await sessions.fetch(cookie)];
      one.put("one", 1);
      two.put("two", 2).renew();
      await sessions.commit(one);
      const renewed = (await sessions.commit(two)).split(";")[0];
      must((await sessions.fetch(renewed)).keys().sort().join() === "a,one,two", "all keys are there");
      must((await sessions.fetch(cookie)).keys().length === 0, "the old sid is dead");
    }],
    ["what a service calls retryable is asked again, as long as anybody waits", async () => {
      const kv = makeKV();
      let fails = 0;
      const resetting = Object.fromEntries(["get", "put", "delete"].map((name) => [name, async (/** @type {any[]} */ ...words) => {
        if ((fails -= 1) >= 0) throw Object.assign(new Error("reset because its code was updated"), { retryable: true });
        return kv[name](...words);
      }]));
      const sessions = open({ ...resetting, capabilities: kv.capabilities });
      fails = 3;
      const cookie = await visit(sessions, "", (session) => session.put("a", 1));
      fails = 2;
      must((await sessions.fetch(cookie)).has("a"), "a read");
      fails = 1;
      await visit(sessions, cookie, (session) => session.drop());
      must(recordsOf(kv).length === 0, "a log-out");
      fails = Infinity;
      const error = await errorOf(open({ ...resetting, capabilities: kv.capabilities }, { timeout: 100 }).fetch(cookie));
      must(error?.code === "ERR_STORE" && error.retriable && /within 100 ms/.test(error.message) && /reset/.test(error.cause?.message), `retryable for ever: a StoreError with the cause, got ${error}`);
      fails = 0;
    }],
    ["an overloaded service is not asked again, and retriable: false is handed on", async () => {
      for (const [told, retriable] of /** @type {[object, boolean][]} */ ([[{ retryable: true, overloaded: true }, true], [{ retriable: false }, false], [{}, true]])) {
        let asked = 0;
        const kv = { ...makeKV(), get: async () => {
          asked += 1;
          throw Object.assign(new Error("too many requests for the same object"), told);
        } };
        const error = await errorOf(open(kv).fetch(`sid=${"A".repeat(43)}`));
        must(asked === 1, `overloaded: it was asked ${asked} times`);
        must(error?.code === "ERR_STORE" && error.retriable === retriable, `retriable ${retriable}, got ${error?.retriable}`);
      }
    }],
    ["where nothing compares, a write that was refused for now is not written over a log-out that came while it waited", async () => {
      const service = plain(makeKV());
      let refusals = 0;
      const kv = { ...service, put: async (/** @type {string} */ key, /** @type {Uint8Array} */ value, /** @type {any} */ options) => {
        if (value[0] !== 0 && (refusals -= 1) >= 0) throw Object.assign(new Error("one write a second"), { retryable: true });
        return service.put(key, value, options);
      } };
      const sessions = open(kv);
      const cookie = await visit(sessions, "", (session) => session.put("a", 1));
      const late = await sessions.fetch(cookie);
      late.put("late", 1);
      refusals = 1;
      const commit = errorOf(sessions.commit(late));
      await visit(sessions, cookie, (session) => session.drop());
      must((await commit)?.code === "ERR_SESSION_INTERRUPTED" && !(await sessions.fetch(cookie)).has("a"), "a log-out that came while it waited stays");
      const again = await visit(sessions, "", (session) => session.put("a", 1));
      refusals = 2;
      await visit(sessions, again, (session) => session.put("b", 1));
      must((await sessions.fetch(again)).has("b"), "without one it is written");
    }],
    ["where nothing compares, a write that was refused for now, and whose record is gone by then, is written no more", async () => {
      const service = plain(makeKV());
      let refusals = 0;
      const kv = { ...service, put: async (/** @type {any[]} */ ...words) => {
        if ((refusals -= 1) < 0) return service.put(...words);
        service.delete(words[0]);
        throw Object.assign(new Error("one write a second"), { retryable: true });
      } };
      const sessions = open(kv);
      const cookie = await visit(sessions, "", (session) => session.put("a", 1));
      refusals = 1;
      const error = await errorOf(visit(sessions, cookie, (session) => session.put("b", 1)));
      must(error?.code === "ERR_SESSION_INTERRUPTED" && (await sessions.fetch(cookie)).isNew, `it is over, got ${error}`);
    }],
    ["a renewal whose retirement fails, and did not happen, is undone at once", async () => {
      const kv = watched(makeKV());
      const failure = new Error("down");
      const sessions = open({ ...kv, put: (/** @type {any[]} */ ...words) => (words[1][0] === 0 ? Promise.reject(failure) : kv.put(...words)) });
      const cookie = await visit(sessions, "", (session) => session.put("a", 1));
      const error = await errorOf(visit(sessions, cookie, (session) => session.renew()));
      must(error?.cause === failure, `the service's error, got ${error?.cause}`);
      // The first, the new one, and the old one as it was: over that no mark can come any more.
      must(kv.puts.length === 3 && recordsOf(kv).length === 1, `${kv.puts.length} puts`);
      must((await sessions.fetch(cookie)).has("a"), "the session is where it was");
    }],
    ["a client that resends: the no to a write sent twice is no no", async () => {
      for (const kind of ["create", "write", "renew"]) {
        const kv = makeKV();
        let twice = 0;
        const resending = { ...kv, put: async (/** @type {any[]} */ ...words) => {
          const first = await kv.put(...words);
          return (twice -= 1) === 0 ? kv.put(...words) : first;
        } };
        const sessions = open(resending);
        twice = kind === "create" ? 1 : 0;
        const cookie = await visit(sessions, "", (session) => session.put("a", 1));
        twice = { create: 0, write: 1, renew: 2 }[kind] ?? 0;
        const after = kind === "create" ? cookie : (await visit(sessions, cookie, (session) => (session.put("b", 1), kind === "renew" && session.renew()))) || cookie;
        must((await sessions.fetch(after)).has(kind === "create" ? "a" : "b"), `sent twice, ${kind}: it is there`);
        must(recordsOf(kv).length === 1, `sent twice, ${kind}: once`);
      }
    }],
    ["a mark stays for the service's delay, and ten minutes more", async () => {
      const kv = watched(plain(makeKV()));
      const sessions = open({ ...kv, capabilities: { ...kv.capabilities, delay: 3600 } });
      const cookie = await visit(sessions, "", (session) => session.put("a", 1));
      await visit(sessions, cookie, (session) => session.drop());
      must(kv.puts.at(-1).ttl === 4200, `a delay of 3600 s: 4200 s, got ${kv.puts.at(-1).ttl}`);
    }],
    ["a service is given no longer time to live than it takes: for records, marks and indexes, and what a session says of itself", async () => {
      for (const maxTtl of [100, 3600]) {
        const kv = watched(makeKV());
        // Idle for no longer than it takes: but a record stays for a while more.
        const sessions = open({ ...kv, capabilities: { ...kv.capabilities, maxTtl } }, { idleTimeout: maxTtl });
        const cookie = await visit(sessions, "", (session) => (session.put("a", 1).owner = "user:42"));
        const renewed = await visit(sessions, cookie, (session) => session.renew().configure({ maxAge: 400 * 86_400 }));
        must((await sessions.fetch(renewed)).has("a"), "it is there");
        await visit(sessions, renewed, (session) => session.drop());
        await sessions.revoke("user:42");
        const longest = Math.max(...kv.puts.map(({ ttl }) => ttl));
        must(longest === maxTtl, `of ${maxTtl} s at most, got ${longest}`);
      }
    }],
    ["a log-out that the service fails: the error has the header that deletes the cookie, and no other error has", async () => {
      const kv = makeKV();
      const unlessDown = (/** @type {"put" | "delete"} */ name) => (/** @type {any[]} */ ...words) => (isDown ? Promise.reject(new Error(`${name} is down`)) : kv[name](...words));
      const sessions = open({ ...kv, put: unlessDown("put"), delete: unlessDown("delete") });
      let isDown = false;
      const cookie = await visit(sessions, "", (session) => session.put("a", 1));
      isDown = true;
      const out = await errorOf(visit(sessions, cookie, (session) => session.drop()));
      must(out?.code === "ERR_STORE" && /^sid=; .*max-age=0/i.test(out.setCookie), `setCookie deletes it, got ${out?.setCookie}`);
      const write = await errorOf(visit(sessions, cookie, (session) => session.put("a", 2)));
      must(write?.code === "ERR_STORE" && write.setCookie === undefined, `a write has no setCookie, got ${write?.setCookie}`);
      must(/put is down/.test(out.cause?.message), `of what went wrong the first is told, got ${out.cause?.message}`);
    }],
    ["a log-out holds where there is no room for its mark, and a revoke there is an error", async () => {
      for (const make of [makeKV, () => plain(makeKV())]) {
        const kv = make();
        let isFull = false;
        const sessions = open({ ...kv, put: (/** @type {any[]} */ ...words) => (isFull ? Promise.reject(new Error("no room")) : kv.put(...words)) });
        const cookie = await visit(sessions, "", (session) => (session.put("a", 1).owner = "user:42"));
        const late = (await sessions.fetch(cookie)).put("b", 1);
        isFull = true;
        must((await errorOf(sessions.revoke("user:42")))?.code === "ERR_STORE", "no room: who revokes is told");
        must((await sessions.fetch(cookie)).has("a"), "no room: a revoke is done or not");
        await visit(sessions, cookie, (session) => session.drop());
        isFull = false;
        must((await sessions.fetch(cookie)).isNew, "no room: logged out all the same");
        must((await errorOf(sessions.commit(late)))?.code === "ERR_SESSION_INTERRUPTED" && (await sessions.fetch(cookie)).isNew, "no room: a request in flight does not bring it back");
      }
    }],
    ["a log-in that the service fails leaves nothing in the index", async () => {
      const kv = makeKV();
      let isDown = true;
      const sessions = open({ ...kv, put: (/** @type {string} */ key, /** @type {Uint8Array} */ value, /** @type {any} */ options) => (isDown && value[0] === 2 ? Promise.reject(new Error("down")) : kv.put(key, value, options)) });
      const logIn = () => visit(sessions, "", (session) => (session.put("a", 1).owner = "user:42"));
      must((await errorOf(logIn()))?.code === "ERR_STORE", "a failed log-in is an error");
      must((await sessions.revoke("user:42")) === 0, "a failed log-in leaves nothing in the index");
      isDown = false;
      await logIn();
      must((await sessions.revoke("user:42")) === 1, "one that does not stands in it");
    }],
    ["the index says when a session was last used, whether it was read or written, and is not written each time", () => ahead(async (advance) => {
      const kv = watched(makeKV());
      const sessions = open(kv, { idleTimeout: 1000 });
      const cookie = await visit(sessions, "", (session) => (session.put("a", 1).owner = "user:42"));
      const pages = () => kv.puts.filter(({ value }) => value[0] === 16).length;
      for (const change of [() => {}, (/** @type {any} */ session) => session.put("b", 1)]) {
        const before = pages();
        for (let at = 0; at < 100; at += 1) {
          advance(10);
          await visit(sessions, cookie, change);
        }
        must(pages() - before >= 15 && pages() - before <= 21, `in ten times its idle limit's part it was written ${pages() - before} times`);
        const [{ lastSeen, createdAt }] = await sessions.list("user:42");
        must(Date.now() - lastSeen.getTime() <= 60_000 && lastSeen > createdAt, `it was seen ${(Date.now() - lastSeen.getTime()) / 1000} s ago`);
      }
    })],
    ["entries whose sessions are over go as others come; those of sessions that are in use stay", () => ahead(async (advance) => {
      for (const make of [makeKV, () => plain(makeKV())]) {
        const kv = watched(make());
        const sessions = open(kv, { idleTimeout: 60, maxLifetime: 100_000 });
        const logIn = () => visit(sessions, "", (session) => (session.put("a", 1).owner = "user:42"));
        const used = await logIn();
        for (let at = 0; at < 30; at += 1) await logIn();
        for (let seconds = 0; seconds < 1500; seconds += 25) {
          advance(25);
          await visit(sessions, used, () => {});
        }
        const sizes = [];
        for (let at = 0; at < 12; at += 1) {
          await logIn();
          sizes.push(kv.puts.filter(({ value }) => value[0] === 16).at(-1).value.length);
        }
        must(sizes[11] < sizes[0] / 2, `the index went from ${sizes[0]} to ${sizes[11]} bytes`);
        must((await sessions.list("user:42")).length === 13, "who is in use, and the new ones");
        must((await sessions.revoke("user:42", { except: await sessions.fetch(used) })) >= 12, "the new ones");
        must((await sessions.fetch(used)).has("a"), "who is in use stays");
      }
    })],
    ["a leaf of an index that is full says so, and is full no longer when its sessions are over", () => stopped(async (advance) => {
      const kv = makeKV();
      const limited = { ...kv, capabilities: { ...kv.capabilities, maxValue: 1000 } };
      const [long, short] = [{ idleTimeout: 100_000 }, { idleTimeout: 60 }].map((limits) => open(limited, limits));
      const logIn = (/** @type {any} */ sessions) => visit(sessions, "", (session) => (session.put("a", 1).owner = "user:42"));
      // The root is full of sessions that go on. All begin in one moment, and so stand on one leaf.
      for (let at = 0; at < 10; at += 1) await logIn(long);
      let error;
      for (let at = 0; at < 20 && error === undefined; at += 1) error = await errorOf(logIn(short));
      must(error?.message === "the owner has more sessions than the service takes in one record, 1000 bytes: revoke some", `got ${error}`);
      must(error.code === "ERR_STORE" && error.operation === "put" && error.retriable === false, "a StoreError for good");
      // Seconds of a whole number of leaves.
      advance(1600);
      await logIn(short);
      must((await short.list("user:42")).length === 11, "those that go on, and the new one");
    })],
    ["a record larger than the service takes is refused before it is asked", async () => {
      const kv = watched(makeKV());
      const sessions = open({ ...kv, capabilities: { ...kv.capabilities, maxValue: 1000 } });
      const error = await errorOf(visit(sessions, "", (session) => session.put("a", "x".repeat(1000))));
      must(error?.code === "ERR_STORE" && error.retriable === false && error.operation === "put", `a StoreError for good, got ${error}`);
      must(kv.puts.length === 0, "nothing was put");
    }],
    ["a time to live under the service's least is raised to it", () => ahead(async (advance) => {
      const kv = watched(makeKV());
      const sessions = open({ ...kv, capabilities: { ...kv.capabilities, minTtl: 60 } }, { idleTimeout: 5 });
      const cookie = await visit(sessions, "", (session) => session.put("a", 1));
      must(kv.puts[0].ttl === 60, "the service is told 60 s");
      advance(6);
      must(!(await sessions.fetch(cookie)).has("a"), "the session is over after 5 s all the same");
    })],
    ["an adapter that declares atomic and gives no version is found out at the first read", async () => {
      const kv = makeKV();
      const cookie = await visit(open(kv), "", (session) => session.put("a", 1));
      const error = await errorOf(open({ ...plain(kv), capabilities: kv.capabilities }).fetch(cookie));
      must(error?.code === "ERR_STORE" && error.retriable === false, `a StoreError for good, got ${error}`);
    }],
    ["the cause of a StoreError is the service's own error", async () => {
      const cause = new Error("down");
      const kv = { ...makeKV(), get: () => Promise.reject(cause) };
      const error = await errorOf(open(kv).fetch(`sid=${"A".repeat(43)}`));
      must(error?.cause === cause && error.operation === "get", `got ${error?.cause}`);
      must(!`${error.message} ${error.stack}`.includes("A".repeat(43)), "the sid is not in it");
    }],
    ...[undefined, {}, Promise.resolve(makeKV()), { ...makeKV(), capabilities: { ...makeKV().capabilities, delay: -1 } }, { get() {}, put() {} }, { ...makeKV(), capabilities: undefined }, { ...makeKV(), capabilities: { atomic: 1 } },
      { ...makeKV(), capabilities: { atomic: true, consistency: "sometimes", minTtl: 0, maxValue: 1 } },
    ].map((kv, at) => /** @type {[string, () => Promise<void>]} */ ([`what is no adapter is a ConfigError at once: ${at + 1}`, async () => {
      const error = await errorOf((async () => open(kv))());
      must(error?.code === "ERR_CONFIG" && error.message.startsWith("kv:"), `got ${error}`);
    }])),
    ...[0, -1, 1.5, 2 ** 31, "10", NaN].map((timeout) => /** @type {[string, () => Promise<void>]} */ ([`timeout: ${timeout} is a ConfigError`, async () => {
      const error = await errorOf((async () => open(makeKV(), { timeout }))());
      must(error?.code === "ERR_CONFIG" && error.message.startsWith("timeout:"), `got ${error}`);
    }])),
  ];
  return all.map(([name, run]) => ({ name, run: () => unhurried(run) }));
}
