// @ts-check
// A trap in the core: that request gets InternalError, the instance is replaced, and all that follow are right. Traps are made
// from outside, by ruining the core's memory, as nothing that the package takes makes one.

import { equal, fails } from "../conformance/check.js";
import { plainConfig, sentBack } from "../conformance/cookie.js";

/** @param {any} test @param {any} waxseal @param {() => WebAssembly.Memory} memory */
export async function traps(test, waxseal, memory) {
  const { store, secretKeyBase, ...options } = plainConfig.sessions;
  const signed = waxseal.createSessions({ store, ...options });
  const conn = { secretKeyBase };
  const sealed = waxseal.createSessions({ store, secretKeyBase, ...options, key: "_sealed", encryptionSalt: "another salt" });
  const server = waxseal.createSessions({ store: "memory", key: "sid", log: false });

  /** A thousand requests with each, of a visitor who counts. */
  const served = async () => {
    for (const [sessions, given] of /** @type {const} */ ([[signed, conn], [sealed, undefined], [server, undefined]])) {
      let cookie = "";
      for (let visit = 1; visit <= 1000; visit += 1) {
        const session = await sessions.fetch(cookie, given);
        session.put("visits", session.get("visits", 0) + 1);
        const header = await sessions.commit(session);
        if (header) cookie = sentBack(header);
        equal(session.get("visits"), visit, "visits");
      }
    }
  };
  const ruin = () => new Uint8Array(memory().buffer).fill(0xff);
  const before = signed.fetch("", conn).put("kept", "through it all");

  /** Each way into the core. @type {Record<string, () => unknown>} */
  const calls = {
    "sessions.fetch": () => signed.fetch("_app_key=SFMyNTY.g3QAAAAA.x", conn),
    "sessions.commit": () => signed.commit(signed.fetch("", conn)),
    "session.toObject": () => before.toObject(),
    "session.put, a map that the core puts in order": () => before.put("new", new Map([[1, 2]])),
    createSessions: () => waxseal.createSessions({ store, key: `k${Math.random()}`, secretKeyBase, signingSalt: "…" }),
    "MessageVerifier.sign": () => waxseal.crypto.MessageVerifier.sign("message", "secret"),
    "KeyGenerator.generate": () => waxseal.crypto.KeyGenerator.generate("secret", "salt"),
    "term.encode, a map that the core puts in order": () => waxseal.term.encode(new Map([[1, 2]])),
    "term.decode": () => waxseal.term.decode(new Uint8Array([131, 97, 1])),
  };
  await test("before", served);
  for (const [name, run] of Object.entries(calls)) {
    await test(`a trap in ${name}`, async () => {
      const broken = memory();
      ruin();
      const { cause } = await fails(run, "ERR_INTERNAL", name);
      equal(cause instanceof WebAssembly.RuntimeError, true, "its cause is the trap");
      equal(memory() === broken, false, "the memory is the old one");
      equal(before.get("kept"), "through it all", "a session that was open");
    });
  }
  await test("what crosses nothing knows of no trap", () => {
    const broken = memory();
    ruin();
    equal(before.put("new", 1).get("new"), 1, "put and get");
    equal(before.delete("new").has("new"), false, "delete and has");
    equal(memory() === broken, true, "the memory is the same one");
  });
  await test("3,000 requests after it", async () => {
    await fails(() => before.toObject(), "ERR_INTERNAL", "the trap that is still to come");
    await served();
  });
  await test("memory that can't grow", async () => {
    const broken = memory();
    try {
      broken.grow(0x10000 - broken.buffer.byteLength / 0x10000);
    } catch {
      // A platform that gives less makes it short, too: nothing can be had from here on.
      for (let pages = 0x1000; pages >= 1; ) {
        try { broken.grow(pages); } catch { pages = Math.floor(pages / 2); }
      }
    }
    await fails(() => signed.fetch(`other=${"x".repeat(8_000_000)}`, conn), "ERR_INTERNAL", "fetch");
    equal(memory() === broken, false, "the memory is the old one");
    await served();
  });
  await test("a stack that ends in the core", async () => {
    let [deepest, ended] = [0, 0];
    const dive = (/** @type {number} */ depth) => {
      deepest = depth;
      try {
        dive(depth + 1);
      } catch {
        // From where the stack is about to end: each frame on the way back tries again, with a little more room.
        if (deepest - depth > 200) return;
        try { sealed.commit(sealed.fetch("").put("a", { b: [1] })); } catch { ended += 1; }
      }
    };
    dive(0);
    equal(ended > 0, true, "none ended in it");
    await served();
  });
}
