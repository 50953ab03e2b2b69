// @ts-check
// A store of the user's that fails, or gives what the contract does not know.

import { equal, fails, ok } from "../check.js";
import { plainConfig } from "../cookie.js";
import { recording } from "./recording-store.js";

/** @param {any} test @param {any} waxseal */
export async function storeFaults(test, waxseal) {
  const { createSessions } = waxseal;
  await test("a store that fails is a StoreError with its cause, and no header", async () => {
    const boom = new Error("boom");
    for (const method of ["get", "put", "delete"]) {
      const { store: own } = recording(["the sid", {}], false);
      const sessions = createSessions({ store: { ...own, [method]: () => Promise.reject(boom) }, key: "own" });
      const error = await fails(
        async () => {
          const it = await sessions.fetch("own=1");
          it.renew();
          await sessions.commit(it);
        },
        "ERR_STORE",
        method,
      );
      equal(error.cause, boom, "cause");
    }
  });
  await test("what init promises the other calls are given; where it fails, each of them does, and nothing else", async () => {
    const { store: own } = recording(["the sid", {}], false);
    /** @type {unknown[]} */
    const seen = [];
    const get = (/** @type {any} */ _conn, /** @type {any} */ _cookie, /** @type {any} */ options) => (seen.push(options), ["the sid", { a: 1 }]);
    const sessions = createSessions({ store: { ...own, init: async () => "made", get }, key: "own" });
    equal((await sessions.fetch("own=1")).get("a"), 1, "the session");
    equal(seen.join(), "made", "options");
    const boom = new Error("boom");
    const failing = createSessions({ store: { ...own, init: () => Promise.reject(boom) }, key: "own" });
    for (let time = 0; time < 2; time += 1) equal((await fails(() => failing.fetch("own=1"), "ERR_STORE", "fetch")).cause, boom, "cause");
    // Of a rejection that nobody is there for Node ends.
    createSessions({ store: { ...own, init: () => Promise.reject(boom) }, key: "own" });
    await new Promise((done) => setTimeout(done));
    const never = createSessions({ store: { ...own, init: () => new Promise(() => {}) }, key: "own", timeout: 20 });
    await fails(() => never.fetch("own=1"), "ERR_STORE", "never");
  });
  await test("a session of which a getter throws is the store's failure", async () => {
    const boom = new Error("boom");
    const thrower = { enumerable: true, get: () => { throw boom; } };
    for (const session of [Object.defineProperty({}, "a", thrower), { a: [Object.defineProperty({}, "b", thrower)] }]) {
      const { store: own } = recording(["the sid", session], false);
      equal((await fails(() => createSessions({ store: own, key: "own" }).fetch("own=1"), "ERR_STORE", "fetch")).cause, boom, "cause");
    }
  });
  await test("what a store or a serializer throws need not be readable", async () => {
    const { proxy, revoke } = Proxy.revocable(() => {}, {});
    revoke();
    const throws = () => {
      throw proxy;
    };
    for (const own of [throws, async () => throws()]) {
      const { store } = recording(["the sid", {}], false);
      const error = await fails(() => createSessions({ store: { ...store, get: own }, key: "own" }).fetch("own=1"), "ERR_STORE", "get");
      ok(error.cause instanceof Error, "the cause");
    }
    const sessions = createSessions({ ...plainConfig.sessions, serializer: { encode: throws, decode: throws } });
    await fails(() => sessions.commit(sessions.fetch("").put("a", 1)), "ERR_ENCODE", "encode");
    for (const given of [proxy, Object.create(Promise.prototype)]) {
      const gives = createSessions({ ...plainConfig.sessions, serializer: { encode: () => given, decode: () => given } });
      await fails(() => gives.commit(gives.fetch("").put("a", 1)), "ERR_ENCODE", "what encode gives");
    }
    let thrown;
    await sessions.handle(throws)(new Request("http://app.test/")).catch((/** @type {unknown} */ caught) => {
      thrown = caught;
    });
    ok(thrown === proxy, "what a handler throws is thrown on");
    const unreadable = Object.defineProperty({}, "key", { enumerable: true, get: throws });
    await fails(() => createSessions(unreadable), "ERR_CONFIG", "options");
  });
  await test("a store's own StoreError comes as it is", async () => {
    const own = new waxseal.StoreError("quota", { operation: "get", retriable: false });
    const { store } = recording(["the sid", {}], false);
    const sessions = createSessions({ store: { ...store, get: () => Promise.reject(own) }, key: "own" });
    const error = await fails(() => sessions.fetch("own=1"), "ERR_STORE", "fetch");
    equal(error.retriable, false, "retriable");
    equal(error.message, "quota", "message");
  });
  await test("a store that never answers is waited for as long as the timeout says", async () => {
    for (const method of ["get", "put", "delete"]) {
      const { store: own } = recording(["the sid", {}], false);
      const sessions = createSessions({ store: { ...own, [method]: () => new Promise(() => {}) }, key: "own", timeout: 20 });
      const error = await fails(
        async () => {
          const it = await sessions.fetch("own=1");
          it.renew();
          await sessions.commit(it);
        },
        "ERR_STORE",
        method,
      );
      equal(error.operation, method, "operation");
      ok(/store\.\w+: no answer within 20 ms/.test(error.message), error.message);
    }
    const { store } = recording(["the sid", {}], false);
    for (const timeout of [0, -1, 1.5, "20", 2 ** 31, null]) await fails(async () => createSessions({ store, key: "own", timeout }), "ERR_CONFIG", `timeout ${timeout}`);
  });
  await test("a log-out that a store fails: the error has the header that deletes the cookie", async () => {
    const own = Object.freeze(new waxseal.StoreError("quota", { operation: "delete" }));
    for (const thrown of [new Error("boom"), new waxseal.StoreError("quota", { operation: "delete" }), own]) {
      const { store } = recording(["the sid", {}], false);
      const sessions = createSessions({ store: { ...store, delete: () => Promise.reject(thrown) }, key: "own" });
      const it = await sessions.fetch("own=1");
      it.drop();
      const error = await fails(() => sessions.commit(it), "ERR_STORE", "commit");
      if (thrown !== own) ok(/^own=; .*max-age=0/i.test(error.setCookie), `setCookie: ${error.setCookie}`);
      const renewed = await sessions.fetch("own=1");
      renewed.renew();
      equal((await fails(() => sessions.commit(renewed), "ERR_STORE", "commit")).setCookie, undefined, "a renewal's");
    }
  });
  await test("a store that gives nonsense", async () => {
    for (const nonsense of [
      undefined,
      null,
      {},
      [],
      ["sid"],
      ["sid", undefined],
      ["sid", null],
      ["sid", [1]],
      ["sid", "text"],
      "sid",
    ]) {
      const { store: own } = recording(nonsense, false);
      let error;
      try {
        await createSessions({ store: own, key: "own", log: false }).fetch("own=1");
      } catch (thrown) {
        error = thrown;
      }
      ok(
        error instanceof waxseal.WaxsealError && error.code !== "ERR_INTERNAL",
        `get gave ${JSON.stringify(nonsense)}: ${error}`,
      );
    }
    // The last ones would come back as others, and the session would be gone in silence.
    for (const nonsense of [undefined, null, 5, {}, "sł", "日", " sid", "sid "]) {
      const { store: own } = recording(["sid", {}], false);
      const sessions = createSessions({ store: { ...own, put: () => nonsense }, key: "own" });
      const it = await sessions.fetch("own=1");
      it.put("a", 1);
      let error;
      try {
        await sessions.commit(it);
      } catch (thrown) {
        error = thrown;
      }
      ok(error instanceof waxseal.WaxsealError && error.code !== "ERR_INTERNAL", `put gave ${String(nonsense)}: ${error}`);
    }
  });
}
