// @ts-check
// Values with code of the user's in them: whatever it does, it is one call's error at most.

import { equal, fails, ok } from "../check.js";
import { plainConfig } from "../cookie.js";

/** An object whose one property runs code. @param {() => unknown} run */
const running = (run) => Object.defineProperty({}, "a", { enumerable: true, get: run });

/** What a call throws. @param {() => unknown} run @returns {any} */
export function thrownBy(run) {
  try {
    run();
  } catch (error) {
    return error;
  }
  return undefined;
}

/** @param {any} test @param {any} waxseal */
export async function ownCode(test, waxseal) {
  const sessions = waxseal.createSessions(plainConfig.sessions);
  const json = (/** @type {any} */ session) => JSON.stringify(session.toObject());

  await test("a getter that writes to the same session: both writes count", () => {
    const it = sessions.fetch("");
    it.put("outer", running(() => (it.put("inner", 1), 2)));
    equal(json(it), '{"inner":1,"outer":{"a":2}}', "session");
  });
  await test("a getter runs once, whatever stands beside it and in whatever order", async () => {
    const { Tuple, decode, encode } = waxseal.term;
    const beside = { nothing: {}, bigint: { z: 1n }, tuple: { z: new Tuple(1) }, map: { z: new Map([[1, 2]]) }, list: { z: [2n ** 70n] } };
    for (const [what, rest] of Object.entries(beside)) {
      let runs = 0;
      const value = { list: Object.defineProperty([0], "0", { enumerable: true, get: () => (runs += 1) }), own: running(() => (runs += 1)), ...rest };
      equal(JSON.stringify(decode(encode({ deep: [value] })).deep[0].own.a), "2", `${what}: the second of the two`);
      equal(runs, 2, `${what}: runs`);
    }
    let runs = 0;
    const wrong = { a: running(() => (runs += 1)), z: new Map([[1, "a"], [1n, "b"]]) };
    await fails(() => encode(wrong), "ERR_ENCODE", "a Map that has a key twice");
    await fails(() => encode({ ...wrong, z: undefined }), "ERR_ENCODE", "undefined");
    equal(runs, 2, "one run each time");
    runs = 0;
    const boom = new Error("boom");
    equal(thrownBy(() => encode({ a: running(() => {
      runs += 1;
      throw boom;
    }), z: 1n })), boom, "what it throws");
    equal(runs, 1, "and throws once");
  });
  await test("a getter that commits the session: the put comes too late", async () => {
    const it = sessions.fetch("");
    await fails(() => it.put("late", running(() => (sessions.commit(it), 1))), "ERR_ALREADY_SENT", "put");
    await fails(() => sessions.commit(it), "ERR_ALREADY_SENT", "a second commit");
  });
  await test("5,000 getters that throw: their own error each time, and never ours", () => {
    const boom = new Error("boom");
    const it = sessions.fetch("").put("kept", 1);
    const bad = running(() => {
      throw boom;
    });
    const map = new Map([[1, bad]]);
    for (let time = 0; time < 2500; time += 1) {
      for (const value of [bad, map]) equal(thrownBy(() => it.put("a", value)), boom, `time ${time}`);
    }
    equal(json(it), '{"kept":1}', "the session");
  });
  await test("errors of the user's that look like ours: a RangeError, a trap of another module", () => {
    for (const own of [new RangeError("a date that is none"), new WebAssembly.RuntimeError("another module's")]) {
      const it = sessions.fetch("").put("kept", 1);
      const throws = running(() => {
        throw own;
      });
      equal(thrownBy(() => it.put("a", throws)), own, own.name);
      const other = sessions.fetch("");
      it.put("outer", running(() => (thrownBy(() => other.put("a", throws)), 2)));
      equal(json(it), '{"kept":1,"outer":{"a":2}}', `a put around one that threw ${own.name}`);
    }
  });
  await test("a Proxy whose traps throw", async () => {
    const boom = new Error("boom");
    const throwing = () => {
      throw boom;
    };
    for (const trap of ["ownKeys", "get", "getPrototypeOf", "getOwnPropertyDescriptor"]) {
      for (const target of [{ a: 1 }, [1]]) {
        const error = thrownBy(() => sessions.fetch("").put("p", new Proxy(target, { [trap]: throwing })));
        ok(error === undefined || error === boom || error.code === "ERR_ENCODE", `${trap}: ${error}`);
      }
    }
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    await fails(() => sessions.fetch("").put("p", [proxy]), "ERR_ENCODE", "a revoked one");
  });
}
