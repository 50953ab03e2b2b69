// @ts-check
// Bytes of every kind, and values at the bounds: what can be put can be read, and what can be read can be put.

import { equal, fails, ok } from "../check.js";
import { plainConfig, sentBack } from "../cookie.js";
import { thrownBy } from "./own-code.js";

/** Another realm's Uint8Array: Buffer is one to what runs in `node:vm`, as tests often do. @param {number[]} bytes */
const ofAnotherRealm = (bytes) => elsewhere(new Uint8Array(bytes), Object.getPrototypeOf(Uint8Array.prototype), Uint8Array.prototype);

/** What is of a class with the same methods, and no instance of ours. @param {object} value @param {object[]} prototypes its class's */
function elsewhere(value, ...prototypes) {
  return Object.setPrototypeOf(value, Object.create(Object.prototype, Object.assign({}, ...prototypes.map(Object.getOwnPropertyDescriptors))));
}

/** @param {any} test @param {any} waxseal */
export async function limits(test, waxseal) {
  const { createSessions, term, crypto, phoenix } = waxseal;
  const sessions = createSessions(plainConfig.sessions);
  await test("bytes are bytes: what their class says of their length is not believed", () => {
    for (const length of [0, 1, 5000]) {
      const Lying = class extends Uint8Array {
        get length() {
          return length;
        }
      };
      const back = sessions.fetch("").put("b", new Lying([255, 254, 253])).get("b");
      equal(back, new Uint8Array([255, 254, 253]), `a length of ${length}`);
    }
  });
  await test("bytes that are no more, or behind a Proxy", async () => {
    const gone = new Uint8Array(4);
    structuredClone(gone.buffer, { transfer: [gone.buffer] });
    const error = thrownBy(() => sessions.fetch("").put("b", { c: gone }));
    ok(error === undefined || error.code === "ERR_ENCODE", `detached: ${error}`);
    const message = (await fails(() => sessions.fetch("").put("b", { c: new Proxy(new Uint8Array(4), {}) }), "ERR_ENCODE", "a Proxy")).message;
    ok(message.startsWith('session.put("b"): b.c'), message);
  });
  await test("bytes of another realm are bytes", () => {
    equal(sessions.fetch("").put("b", ofAnotherRealm([255, 1])).get("b"), new Uint8Array([255, 1]), "put");
    equal(term.decode(ofAnotherRealm([131, 97, 5])), 5, "decode");
    const secret = new Uint8Array([1, 2, 3]);
    equal(crypto.MessageVerifier.sign("m", ofAnotherRealm([1, 2, 3])), crypto.MessageVerifier.sign("m", secret), "sign");
    const own = new Uint8Array([4, 5, 6]);
    const signed = crypto.MessageVerifier.sign("m", own);
    own[0] = 9;
    ok(crypto.MessageVerifier.sign("m", own) !== signed, "bytes that were changed are another secret");
    const bytes = Array.from({ length: 64 }, (_, at) => at);
    const written = (/** @type {any} */ secretKeyBase) => {
      const own = createSessions({ ...plainConfig.sessions, secretKeyBase });
      return own.commit(own.fetch("").put("a", 1));
    };
    equal(written(ofAnotherRealm(bytes)), written(new Uint8Array(bytes)), "secretKeyBase");
  });
  await test("a Map of another realm is a Map", () => {
    const map = elsewhere(new Map([[1, "one"]]), Map.prototype);
    ok(!(map instanceof Map), "it is none of ours");
    equal(sessions.fetch("").put("m", { in: map }).get("m").in.get(1), "one", "put");
    const serializer = { encode: () => new Uint8Array(1), decode: () => elsewhere(new Map([["a", 1]]), Map.prototype) };
    const own = createSessions({ ...plainConfig.sessions, serializer });
    equal(own.fetch(sentBack(own.commit(own.fetch("").put("b", 1)))).get("a"), 1, "decode of a serializer's");
    const flashing = createSessions({ ...plainConfig.sessions, serializer: { ...serializer, decode: () => ({ phoenix_flash: elsewhere(new Map([["info", "hi"]]), Map.prototype) }) } });
    equal(phoenix.flash(flashing.fetch(sentBack(flashing.commit(flashing.fetch("").put("b", 1))))).get("info"), "hi", "a flash of a serializer's");
  });
  await test("a key twice is told by its path", async () => {
    const twice = new Map([[1, "one"], [1n, "another"]]);
    const error = await fails(() => sessions.fetch("").put("cart", { items: [twice] }), "ERR_ENCODE", "put");
    ok(error.message.startsWith('session.put("cart"): cart.items[0]'), error.message);
  });
  await test("what can be put can be read: the most parts", () => {
    for (const length of [99_990, 99_996, 99_997, 99_998, 99_999, 100_000]) {
      for (const item of [null, 7]) {
        const it = sessions.fetch("");
        const refused = thrownBy(() => it.put("a", new Array(length).fill(item)));
        if (refused) equal(refused.code, "ERR_ENCODE", `${length} parts`);
        else equal(it.get("a").length, length, `${length} parts`);
      }
    }
  });
  await test("of a list that claims to be endless no more is read than can be put", async () => {
    // A sparse array of 4,294,967,295 items is no less to a loop: read whole, it would take all memory, and the process with it.
    for (const item of [undefined, 7]) {
      let read = 0;
      const endless = new Proxy([], {
        get(_, name) {
          if (name === "length") return 2 ** 32 - 1;
          if (typeof name === "symbol") return Reflect.get([], name);
          if ((read += 1) > 300_000) throw new Error("read on and on");
          return item;
        },
      });
      const { message } = await fails(() => sessions.fetch("").put("a", { b: endless }), "ERR_ENCODE", `a list of ${item}`);
      ok(/undefined|100,?000/.test(message), message);
    }
  });
  await test("what can be read can be put: the most levels", async () => {
    const nested = (/** @type {number} */ levels) => new Uint8Array([131, ...Array(levels).fill([104, 1]).flat(), 97, 1]);
    for (const levels of [2046, 2047, 2048]) equal(term.encode(term.decode(nested(levels))), nested(levels), `${levels} levels`);
    let deep = /** @type {any} */ (1);
    for (let level = 0; level < 2047; level += 1) deep = [deep];
    ok(Array.isArray(sessions.fetch("").put("a", deep).get("a")), "2,047 levels in a session, which is one more");
    for (const levels of [2048, 2049]) {
      deep = [deep];
      const error = await fails(() => sessions.fetch("").put("a", deep), "ERR_ENCODE", `${levels} levels in a session`);
      if (levels === 2048) ok(/2,?047/.test(error.message), error.message);
    }
    await fails(() => term.encode(deep), "ERR_ENCODE", "2,049 levels");
  });
  await test("an Opaque keeps bytes of its own", async () => {
    const { Opaque } = term;
    // Like a Buffer, whose slice is a view.
    const Shared = class extends Uint8Array {
      /** @override */
      slice(/** @type {number | undefined} */ from, /** @type {number | undefined} */ to) {
        return this.subarray(from, to);
      }
    };
    const bytes = new Shared([97, 5]);
    const opaque = new Opaque(bytes);
    bytes[1] = 9;
    opaque.bytes[1] = 7;
    equal(term.decode(term.encode(opaque)), 5, "the term");
    for (const wrong of [undefined, null, "text", 5, {}]) await fails(() => new Opaque(wrong), "ERR_CONFIG", `Opaque(${String(wrong)})`);
  });
  await test("a session with a key that is no string has its name in JSON", () => {
    const { Atom, encode } = term;
    const payload = encode(new Map(/** @type {any} */ ([[new Atom("id"), 1], ["a", { b: 2 }]])));
    const key = crypto.KeyGenerator.generate(plainConfig.conn.secretKeyBase, plainConfig.store.signingSalt);
    const it = sessions.fetch(sentBack(`_app_key=${crypto.MessageVerifier.sign(payload, key)}`));
    equal(it.toObject().size, 2, "toObject has both");
    equal(JSON.stringify(it), '{"id":1,"a":{"b":2}}', "JSON");
  });
}
