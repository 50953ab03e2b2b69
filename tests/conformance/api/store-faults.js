// @ts-check
// A store of the user's that fails, or gives what the contract does not know.

import { equal, fails, ok } from "../check.js";
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
  await test("a store's own StoreError comes as it is", async () => {
    const own = new waxseal.StoreError("quota", { operation: "get", retriable: false });
    const { store } = recording(["the sid", {}], false);
    const sessions = createSessions({ store: { ...store, get: () => Promise.reject(own) }, key: "own" });
    const error = await fails(() => sessions.fetch("own=1"), "ERR_STORE", "fetch");
    equal(error.retriable, false, "retriable");
    equal(error.message, "quota", "message");
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
    for (const nonsense of [undefined, null, 5, {}]) {
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
