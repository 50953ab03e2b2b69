// @ts-check
// What decoded values are to JavaScript: ordinary objects, atoms that compare, maps that answer by name, and JSON that keeps its data.

import { fromHex } from "../bytes.js";
import { equal, fails, ok } from "../check.js";
import { plainConfig, sentBack, signedCookie } from "../cookie.js";
import { inBrowser } from "../platform.js";

const hex = (/** @type {Uint8Array} */ bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

/** @param {any} test @param {any} waxseal */
export async function javascript(test, waxseal) {
  const { Atom, Float, Opaque, TermMap, Tuple, decode, encode } = waxseal.term;
  const sessions = waxseal.createSessions(plainConfig.sessions);
  const from = (/** @type {unknown} */ map) => sessions.fetch(`_app_key=${signedCookie(waxseal, encode(map))}`);

  await test("ordinary objects, as JSON.parse makes them", () => {
    const source = '{"a":{"__proto__":{"admin":true},"toString":1},"constructor":2}';
    const back = decode(encode(JSON.parse(source)));
    equal(JSON.stringify(back), source, "there and back");
    ok(Object.hasOwn(back.a, "__proto__") && back.a.admin === undefined && back.a.toString === 1, "__proto__ is an own property");
    equal(Object.getPrototypeOf(back.a), Object.prototype, "prototype");
    equal(JSON.stringify(Object.getOwnPropertyDescriptor(back.a, "__proto__")), '{"value":{"admin":true},"writable":true,"enumerable":true,"configurable":true}', "as any other");
    equal(JSON.stringify(structuredClone(from({ a: [{ b: null }] }).toObject())), '{"a":[{"b":null}]}', "a clone");
  });

  // What is said in development says tests/development: a browser and a Worker are where it is used, whatever NODE_ENV is not.
  if (inBrowser || globalThis.navigator?.userAgent === "Cloudflare-Workers") {
    await test("of what is changed in place a visitor's console is told nothing", () => {
      const { warn } = console;
      /** @type {unknown[]} */
      const said = [];
      console.warn = (/** @type {unknown[]} */ ...words) => void said.push(...words);
      try {
        const session = from({ list: [1] });
        session.get("list").push(2);
        sessions.commit(session);
      } finally {
        console.warn = warn;
      }
      equal(said.join(), "", "warnings");
    });
  }

  await test("an atom of one name is one Atom", () => {
    ok(new Atom("admin") === new Atom("admin") && new Atom("admin") !== new Atom("user"), "made");
    const [one, other] = decode(encode([new Atom("admin"), new Atom("admin")]));
    ok(one === other && one === new Atom("admin"), "decoded");
    ok(from({ role: new Atom("admin") }).get("role") === new Atom("admin"), "in a session");
    ok(new Set([one, other]).size === 1 && Object.isFrozen(one), "in a Set");
    class Mine extends Atom {}
    ok(new Mine("admin") instanceof Mine && hex(encode(new Mine("admin"))) === hex(encode(one)), "a subclass is its own");
    const names = Array.from({ length: 20_000 }, (_, at) => new Atom(`name ${at}`));
    ok(names.every((atom, at) => atom.name === `name ${at}`) && new Atom("admin") === one, "after many others");
  });

  await test("a map with atoms for keys answers by their names", () => {
    const struct = new Map([[new Atom("__struct__"), new Atom("Elixir.Date")], [new Atom("day"), 3], [null, 2], [7, "n"]]);
    const map = from({ on: struct }).get("on");
    ok(map instanceof TermMap && map instanceof Map, "a TermMap");
    equal([map.get("day"), map.has("day"), map.has("month"), map.get("month"), map.get(7), map.get(null), map.get("nil")].join(), "3,true,false,,n,2,2", "get");
    ok(map.get(new Atom("day")) === 3 && map.get("__struct__") === new Atom("Elixir.Date"), "by the atom");
    map.set("day", 4);
    ok(map.size === 4 && map.get(new Atom("day")) === 4, "set writes what get reads");
    equal(map.delete("day") && map.has(new Atom("day")), false, "delete");
    const both = decode(encode(new Map(/** @type {any} */ ([[new Atom("id"), 1], ["id", 2]]))));
    equal([both.get("id"), both.get(new Atom("id")), both.size, JSON.stringify(both)].join(), '2,1,2,{"id":2}', "the string first");
  });

  await test("a map's keys stay in the order of the bytes, those like numbers too, where one of them is no string", () => {
    const text = (/** @type {string} */ name) => `6d00000001${hex(new TextEncoder().encode(name))}`;
    const map = decode(fromHex(`837400000004${text("b")}6101${text("7")}61027701636103${text("a")}6104`));
    equal([...map.keys()].map(String).join(), "b,7,:c,a", "keys");
    equal([...map.values()].join(), "1,2,3,4", "values");
    equal(Object.keys(decode(fromHex(`837400000002${text("b")}6101${text("7")}6102`))).join(), "7,b", "an object has its own");
  });

  await test("JSON keeps the data", () => {
    const map = new Map(/** @type {any} */ ([[new Atom("user"), new Map([[new Atom("id"), 1]])], [2, "two"], [1.5, "f"], [null, 0], [new Tuple(1, "a"), true], ["__proto__", 1]]));
    const expected = '{"2":"two","1.5":"f","nil":0,"user":{"id":1},"[1,\\"a\\"]":true,"__proto__":1}';
    equal(JSON.stringify(from(map).toObject()), expected, "toObject");
    equal(JSON.stringify(from(map)), expected, "the session");
    equal(JSON.stringify(from({ on: new Map([[new Atom("id"), 1]]) })), '{"on":{"id":1}}', "nested");
  });

  await test("tuples of any size", () => {
    for (const count of [0, 255, 256, 70_000]) {
      const tuple = Tuple.from(new Array(count).fill(1));
      const back = decode(encode(tuple));
      ok(back instanceof Tuple && back.length === count && Object.isFrozen(back.items), `${count}`);
    }
    const count = 99_000;
    const bytes = new Uint8Array([131, 105, 0, 1, 0x82, 0xb8, ...new Array(count).fill(106)]);
    equal(decode(bytes).length, count, "from bytes");
    equal([...Tuple.from(new Set([1, 2]))].join(), "1,2", "of anything iterable");
  });

  await test("binaries that are no text", () => {
    const cases = ["80", "c0af", "c1bf", "e08080", "e0a0", "eda080", "edbfbf", "f0808080", "f4908080", "f5808080", "ff", "61ff", "c3", "efbfbdff", "f09f98"];
    for (const bytes of cases) {
      const long = bytes.padStart(80, "61");
      for (const each of [bytes, long]) equal(decode(encode(fromHex(each))), fromHex(each), each);
    }
    for (const text of ["\ufffd", "\u0080", "\u07ff", "\u0800", "\ud7ff", "\ue000", "\uffff", "\u{10000}", "\u{10ffff}", "\ufeff"]) {
      for (const each of [text, text.repeat(20)]) equal(decode(encode(new TextEncoder().encode(each))), each, JSON.stringify(each));
    }
  });

  await test("a key after a list without items is the same key", () => {
    const session = sessions.fetch(`_app_key=${signedCookie(waxseal, fromHex("8374000000016c000000006d000000016161 07".replace(" ", "")))}`);
    equal([session.get("a"), session.has("a"), session.keys().join(), JSON.stringify(session.toObject())].join("|"), '7|true|a|{"a":7}', "read");
    const back = sessions.fetch(sentBack(sessions.commit(session.put("a", 8).put("b", 9))));
    equal(JSON.stringify(back.toObject()), '{"a":8,"b":9}', "and written");
    const gone = sessions.fetch(sentBack(sessions.commit(back.delete("a").put("c", 1))));
    equal(gone.keys().join(), "b,c", "deleted");
    const floats = decode(fromHex("83740000000261016178 6c00000000463ff00000000000006179".replace(" ", "")));
    equal(floats.size, 2, "1 and 1.0, however they are written");
  });

  await test("0.0 and -0.0 are two keys from OTP 26 on, and one before", async () => {
    const bytes = "83740000000246000000000000000061014680000000000000006102";
    const zeros = decode(fromHex(bytes));
    equal([...zeros].map(([key, value]) => `${Object.is(key.value, -0) ? "-" : ""}0: ${value}`).sort().join(), "-0: 2,0: 1", "read");
    equal(decode(encode(zeros)).size, 2, "written");
    equal(decode(encode(new Map([[new Tuple(new Float(0)), 1], [new Tuple(-0), 2]]))).size, 2, "in tuples");
    equal(from({ zeros }).get("zeros").size, 2, "in a session");
    ok(/same key twice/.test((await fails(() => encode(zeros, { otp: 25 }), "ERR_ENCODE", "otp 25")).message), "OTP 25 could not read it");
  });

  await test("a native record is no session, wherever it stands", async () => {
    const record = "43000000020077026e727704757365727702696477046e616d6561016d0000000178";
    const places = {
      "the whole": `83${record}`,
      "a value": `8374000000016d0000000161${record}`,
      "a key": `837400000001${record}6101`,
      "in a list": `8374000000016d00000001616c00000001${record}6a`,
      "a tail": `8374000000016d00000001616c000000016101${record}`,
      "in a tuple": `8374000000016d00000001616801${record}`,
      "in a map": `8374000000016d0000000161740000000161 01${record}`.replace(" ", ""),
    };
    for (const [place, bytes] of Object.entries(places)) {
      await fails(() => decode(fromHex(bytes)), "ERR_DECODE", place);
      equal(JSON.stringify(sessions.fetch(`_app_key=${signedCookie(waxseal, fromHex(bytes))}`)), "{}", place);
    }
  });

  await test("what is no term says what to put instead", async () => {
    class Cart { items = []; }
    /** @type {[unknown, string][]} */
    const cases = [
      [new Date(0), "Date, which is no term: put its toISOString()"],
      [new Set(), "Set, which is no term: put an array, [...set]"],
      [/a/, "RegExp, which is no term: put its source"],
      [new URL("http://a/"), "URL, which is no term: put its href"],
      [new URLSearchParams(), "URLSearchParams, which is no term: put its toString()"],
      [Promise.resolve(), "Promise, which is no term: put what it gives: await it"],
      [new TypeError("x"), "TypeError, which is no term: put its message"],
      [new ArrayBuffer(1), "ArrayBuffer, which is no term: put new Uint8Array(buffer)"],
      [new Float32Array(1), "Float32Array, which is no term: put an array or a Uint8Array"],
      [new Cart(), "Cart, which is no term: put a plain object of its data"],
      [sessions.fetch(""), "Session, which is no term: put its toObject()"],
    ];
    for (const [value, says] of cases) {
      const { message } = await fails(() => sessions.fetch("").put("x", value), "ERR_ENCODE", says);
      equal(message, `session.put("x"): x is an instance of ${says}`, "message");
    }
  });

  await test("what only looks like a term", async () => {
    const revoked = () => {
      const { proxy, revoke } = Proxy.revocable({}, {});
      revoke();
      return proxy;
    };
    const unnamed = Object.create({ get constructor() { throw new Error("boom"); } }, {});
    for (const Class of [Atom, Float, Tuple, Opaque, Date, Map, Set]) {
      for (const value of [Object.create(Class.prototype), [Object.create(Class.prototype)]]) await fails(() => encode(value), "ERR_ENCODE", Class.name);
    }
    for (const value of [revoked(), [revoked()], new Map([[revoked(), 1]]), Tuple.from([revoked()]), Object.setPrototypeOf({}, unnamed)]) await fails(() => encode(value), "ERR_ENCODE", "a proxy");
    const bare = Object.create(null);
    for (const call of [
      () => encode(1, { otp: bare }), () => encode(1, revoked()), () => sessions.fetch("").configure(revoked()), () => waxseal.createSessions(revoked()),
      () => waxseal.createSessions({ ...plainConfig.sessions, key: bare }), () => sessions.commit(revoked()), () => sessions.commit(bare), () => decode(revoked()),
    ]) await fails(call, "ERR_CONFIG", String(call));
    for (const key of [bare, revoked(), Symbol("s")]) await fails(() => sessions.fetch("").get(key), "ERR_ENCODE", "a key");
  });

  const { process, Deno, navigator } = /** @type {any} */ (globalThis);
  const allowed = !Deno || Deno.permissions.querySync({ name: "env", variable: "NODE_ENV" }).state === "granted";
  const isServer = process?.versions?.node !== undefined && navigator?.userAgent !== "Cloudflare-Workers";
  const mode = allowed ? process?.env?.NODE_ENV : undefined;
  const tells = allowed && (isServer ? mode !== "production" : mode === "development");
  /** What is told. @param {() => void} body @returns {string[]} */
  const toldBy = (body) => {
    const said = /** @type {string[]} */ ([]);
    const { warn } = console;
    console.warn = (/** @type {unknown} */ text) => void said.push(String(text));
    try {
      body();
    } finally {
      console.warn = warn;
    }
    return said;
  };

  await test("what is changed in place of a serializer's values is told of where it is lost, and not where it is written", () => {
    const json = { encode: (/** @type {unknown} */ map) => JSON.stringify(map), decode: (/** @type {Uint8Array} */ bytes) => JSON.parse(new TextDecoder().decode(bytes)) };
    const own = waxseal.createSessions({ ...plainConfig.sessions, key: "_own_values", serializer: json });
    const cookie = sentBack(own.commit(own.fetch("").put("lost", [1]).put("kept", [1]).put("same", [1])));
    const kept = toldBy(() => {
      const session = own.fetch(cookie);
      session.get("kept").push(2);
      equal(JSON.stringify(own.fetch(sentBack(own.commit(session.put("a", 1)))).get("kept")), "[1,2]", "what is written");
    });
    equal(kept.join(), "", "written");
    const lost = toldBy(() => {
      const session = own.fetch(cookie);
      session.get("lost").push(2);
      session.get("same").slice().push(2);
      own.commit(session);
    });
    equal(lost.length, tells ? 1 : 0, lost.join());
    if (tells) ok(/get\("lost"\) .*put\("lost"/.test(lost[0]), lost.join());
  });

  await test("what is changed in place and never put is told of in development, once", () => {
    const cookie = sentBack(sessions.commit(sessions.fetch("").put("cart", { items: [1] }).put("seen", [1]).put("put", [1]).put("gone", [1])));
    const said = toldBy(() => {
      // A session that nothing is read of is set on, too.
      const untouched = sessions.fetch("");
      untouched.cart = 1;
      sessions.commit(untouched);
      for (let time = 0; time < 2; time += 1) {
        const session = sessions.fetch(cookie);
        session.get("cart").items.push("secret");
        session.get("seen").slice().push(2);
        const list = session.get("put");
        list.push(2);
        session.put("put", list);
        session.user = 1;
        sessions.commit(session);
        const dropped = sessions.fetch(cookie);
        dropped.get("gone").push(2);
        sessions.commit(dropped.drop());
      }
    });
    equal(said.length, tells ? 3 : 0, said.join());
    if (tells) ok(/session\.cart .*put\("cart"/.test(said[0]) && /session\.user .*put\("user"/.test(said[1]) && /get\("cart"\) .*put\("cart"/.test(said[2]) && !said.join().includes("secret"), said.join());
  });

  await test("a console is shown keys, no values", () => {
    for (const symbol of ["nodejs.util.inspect.custom", "Deno.customInspect"]) {
      const session = sessions.fetch("");
      const shown = () => session[Symbol.for(symbol)]();
      equal(shown(), 'Session { keys: [], state: "unchanged" }', symbol);
      session.put("a", "secret").put('"', 1);
      equal(shown(), 'Session { keys: ["\\"", "a"], state: "changed" }', symbol);
      sessions.commit(session.drop());
      ok(shown().endsWith('state: "committed" }') && !shown().includes("secret"), symbol);
      ok(Object.getPrototypeOf(session)[Symbol.for(symbol)]().startsWith("Session"), "the prototype");
    }
  });

  await test("another copy of the package", async () => {
    const brand = (/** @type {any} */ kind, /** @type {any} */ more) => Object.create({ get [Symbol.for("waxseal.term")]() { return kind; } }, Object.getOwnPropertyDescriptors(more));
    equal(hex(encode([brand("atom", { name: "a" }), brand("float", { value: 1 }), brand("tuple", { items: [1] }), brand("opaque", { bytes: new Uint8Array([106]) })])),
      hex(encode([new Atom("a"), new Float(1), new Tuple(1), new Opaque(new Uint8Array([106]))])), "its terms are taken");
    const theirs = Object.create({ get [Symbol.for("waxseal.session")]() { return true; } });
    ok(/another copy/.test((await fails(() => sessions.commit(theirs), "ERR_CONFIG", "commit")).message), "its sessions are named");
    const lazy = Object.create({ get [Symbol.for("waxseal.lazy")]() { return true; } });
    ok(/another copy/.test((await fails(() => sessions.commit(lazy), "ERR_CONFIG", "commit")).message), "what is read later is named");
    for (const wrong of [waxseal.phoenix.flash, waxseal.phoenix.csrfToken, waxseal.phoenix.logOut]) {
      ok(/takes what its load\(\) gives/.test((await fails(() => wrong(sessions.lazy("")), "ERR_CONFIG", "a lazy session")).message), "one of these, too");
    }
    for (const fetch of [() => theirs, async () => theirs]) {
      const layer = sessions.handle.call({ fetch }, () => new Response(null));
      ok(/another copy/.test((await fails(() => layer(new Request("http://app.test/")), "ERR_CONFIG", "a layer")).message), "by a layer, too");
    }
  });
}
