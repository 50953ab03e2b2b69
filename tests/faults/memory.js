// @ts-check
// A million sessions that are fetched and never committed, as when a client leaves, keep nothing: the core's memory stays as it
// was after the first thousand.

import { equal } from "../conformance/check.js";
import { plainConfig, sentBack, signedCookie } from "../conformance/cookie.js";

/** @param {any} test @param {any} waxseal @param {() => WebAssembly.Memory} memory */
export async function memoryStays(test, waxseal, memory) {
  const size = () => memory().buffer.byteLength;
  const { store, ...options } = plainConfig.sessions;
  const signed = waxseal.createSessions({ store, ...options });
  const sealed = waxseal.createSessions({ store, ...options, key: "_sealed", encryptionSalt: "another salt" });
  const server = waxseal.createSessions({ store: "memory", key: "sid", log: false });
  const written = (/** @type {any} */ sessions) => {
    const session = sessions.fetch("");
    session.put("user_token", new Uint8Array(32)).put("cart", [{ item: "seal", count: 2 }]);
    return sentBack(sessions.commit(session));
  };
  const [open, closed] = [written(signed), written(sealed)];
  const forged = `${open.slice(0, -2)}AA`;

  // Nine in ten as a visitor's browser sends them, one of them written to; the tenth is nobody's.
  /** @type {((round: number) => void)[]} */
  const visits = [
    () => signed.fetch(open), () => signed.fetch(open).get("cart"), () => signed.fetch(open).put("round", 1), () => signed.fetch(""),
    () => sealed.fetch(closed), () => sealed.fetch(closed).get("user_token"), () => signed.fetch(open).toObject(),
    () => signed.fetch(open).has("cart"), () => signed.fetch(open).drop(), (round) => signed.fetch(`${forged}${round}`),
  ];
  await test("1,000,000 fetches without a commit", () => {
    for (let round = 0; round < 1000; round += 1) visits[round % 10](round);
    const before = size();
    for (let round = 0; round < 1_000_000; round += 1) visits[round % 10](round);
    equal(size(), before, "bytes of memory");
  });
  await test("20,000 fetches of a key-value store without a commit", async () => {
    const visit = async () => (await server.fetch("sid=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")).put("a", 1);
    for (let round = 0; round < 1000; round += 1) await visit();
    const before = size();
    for (let round = 0; round < 20_000; round += 1) await visit();
    equal(size(), before, "bytes of memory");
  });
  await test("1,000,000 atoms, each of another name", async () => {
    // Names of one length: a longer session may need another page.
    const visit = async (/** @type {number} */ round) => {
      const atoms = Array.from({ length: 5000 }, (_, at) => new waxseal.term.Atom(`name${1000 + round}_${at}`));
      const it = signed.fetch(`_app_key=${signedCookie(waxseal, waxseal.term.encode({ atoms }))}`);
      equal(it.get("atoms")[4999]?.name, `name${1000 + round}_4999`, "the last one");
    };
    for (let round = 0; round < 5; round += 1) await visit(round);
    const before = size();
    for (let round = 5; round < 205; round += 1) await visit(round);
    equal(size(), before, "bytes of memory");
  });
  // On Workers, secrets come with the request, and so do options.
  await test("100,000 configurations and secrets", () => {
    const make = (/** @type {number} */ round) =>
      waxseal.createSessions({ store, key: `k${round % 3000}`, signingKey: new Uint8Array(32).fill(round) }).fetch("");
    for (let round = 0; round < 5000; round += 1) make(round);
    const before = size();
    for (let round = 0; round < 100_000; round += 1) make(round);
    equal(size(), before, "bytes of memory");
  });
}
