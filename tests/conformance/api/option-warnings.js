// @ts-check
// What is taken and seldom meant is said on the console, once.

import { memoryKV } from "waxseal/kv/memory";
import { equal, ok } from "../check.js";
import { recording } from "./recording-store.js";
import { good } from "./wrong-options.js";

const SHARED = "a salt for both of them";
const bytes = (/** @type {string} */ text) => new TextEncoder().encode(text);

/** Options, and what must be said of them: nothing where there is no text. @type {[string, Record<string, any>, RegExp | undefined][]} */
const SAID = [
  ["more than 400 days", { maxAge: 400 * 86_400 + 1 }, /^waxseal: maxAge: .*400 days/],
  ["400 days", { maxAge: 400 * 86_400 }, undefined],
  ["a path of no root", { path: "app" }, /^waxseal: path: begins with no "\/"/],
  ["an empty path", { path: "" }, /^waxseal: path: begins with no "\/"/],
  ["a path", { path: "/app" }, undefined],
  ["no path at all", { path: null }, undefined],
  ["an empty salt", { signingSalt: "" }, /^waxseal: signingSalt: is empty/],
  ["no bytes for a salt", { encryptionSalt: new Uint8Array() }, /^waxseal: encryptionSalt: is empty/],
  ["equal salts", { signingSalt: SHARED, encryptionSalt: SHARED }, /the same/],
  ["equal salts, one of bytes", { signingSalt: SHARED, encryptionSalt: bytes(SHARED) }, /the same/],
  ["equal salts, the other of bytes", { signingSalt: bytes(SHARED), encryptionSalt: SHARED }, /the same/],
  ["equal salts of bytes", { signingSalt: bytes(SHARED), encryptionSalt: bytes(SHARED) }, /the same/],
  ["salts of one length", { signingSalt: "one", encryptionSalt: bytes("two") }, undefined],
  ["a signed cookie's salt", { signingSalt: "remember_me_cookie" }, /^waxseal: signingSalt: ends in _cookie/],
  ["a signed cookie's salt of bytes", { encryptionSalt: bytes("remember_me_cookie") }, /^waxseal: encryptionSalt: ends in _cookie/],
  ["_cookie itself", { signingSalt: "_cookie" }, /_cookie/],
  ["_cookie at the beginning", { signingSalt: "_cookie_salt" }, undefined],
  ["a rotating entry's", { rotatingOptions: [{ signingSalt: "old" }, { signingSalt: bytes("old_cookie") }] }, /^waxseal: rotatingOptions\[1\]\.signingSalt: ends in _cookie/],
  ["a secret with the end of its file's line", { secretKeyBase: `${good.secretKeyBase}\n` }, /^waxseal: secretKeyBase: has blanks or a line's end around it/],
  ["an older one", { rotatingOptions: [{ secretKeyBase: ` ${good.secretKeyBase}`, signingSalt: "old" }] }, /^waxseal: rotatingOptions\[0\]\.secretKeyBase: has blanks/],
  ["a secret with a blank within", { secretKeyBase: `${good.secretKeyBase} x` }, undefined],
  ["with log: false", { maxAge: 500 * 86_400, signingSalt: "", encryptionSalt: "", log: false }, undefined],
];

/** What is written to the console as a warning meanwhile. @param {() => unknown} body @returns {string[]} */
function warnings(body) {
  /** @type {string[]} */
  const said = [];
  const { warn } = console;
  console.warn = (/** @type {unknown} */ text) => void said.push(String(text));
  try {
    body();
  } finally {
    console.warn = warn;
  }
  return said;
}

/** @param {any} test @param {any} waxseal */
export async function optionWarnings(test, { createSessions, CookieStore, KvStore, phoenix }) {
  for (const [at, [name, options, expected]] of SAID.entries()) {
    await test(name, () => {
      const make = (/** @type {object} */ more) => warnings(() => createSessions({ ...good, key: `warned-${at}`, log: "debug", ...options, ...more }));
      const said = make({});
      equal(said.length, expected ? 1 : 0, `how often: ${said}`);
      if (expected) ok(expected.test(said[0]) && !/a salt for|remember_me/.test(said[0]), said[0]);
      equal(make(Object.hasOwn(options, "path") ? {} : { path: "/again" }).length, 0, "the second time");
    });
  }
  const long = { maxAge: 500 * 86_400 };
  const kv = memoryKV();
  /** @type {Record<string, (key: string, more?: object) => unknown>} */
  const makers = {
    "a store of one's own": (key, more) => createSessions({ store: recording([null, {}], false).store, key, ...long, ...more }),
    "kv": (key, more) => createSessions({ store: "kv", kv, key, ...long, ...more }),
    "memory": (key, more) => createSessions({ store: "memory", key, ...long, ...more }),
    "KvStore.init": (key, more) => KvStore.init({ kv, key, ...long, ...more }),
    "CookieStore.init": (key, more) => CookieStore.init({ signingSalt: "salt", key, ...long, ...more }),
  };
  for (const [name, make] of Object.entries(makers)) {
    await test(`more than 400 days: ${name}`, () => {
      const key = `warned ${name}`.replace(/[^a-zA-Z]/g, "-");
      equal(warnings(() => make(key, { log: false })).length, 0, "with log: false");
      const said = warnings(() => make(key));
      ok(said.length === 1 && /400 days/.test(said[0]), `${said}`);
      equal(warnings(() => make(key)).length, 0, "the second time");
    });
    await test(`a path of no root: ${name}`, () => {
      const key = `warned path ${name}`.replace(/[^a-zA-Z]/g, "-");
      const said = warnings(() => make(key, { maxAge: 1, path: "app" }));
      ok(said.length === 1 && /^waxseal: path: /.test(said[0]), `${said}`);
      equal(warnings(() => make(key, { maxAge: 1, path: "/app" })).length, 0, "a path");
    });
  }
  await test("more than 400 days, and a path of no root: rememberMe", () => {
    const said = warnings(() => phoenix.rememberMe({ name: "warned-remember", secretKeyBase: good.secretKeyBase, ...long }));
    ok(said.length === 1 && /400 days/.test(said[0]), `${said}`);
    const path = warnings(() => phoenix.rememberMe({ name: "warned-remember", secretKeyBase: good.secretKeyBase, path: "users" }));
    ok(path.length === 1 && /^waxseal: path: /.test(path[0]), `${path}`);
  });
  await test("options that are refused are not warned of as well", async () => {
    /** @type {unknown} */
    let error;
    const said = warnings(() => {
      try {
        createSessions({ ...good, ...long, key: "warned-refused", log: "debug", signingSalt: 5 });
      } catch (thrown) {
        error = thrown;
      }
    });
    equal(/** @type {any} */ (error)?.code, "ERR_CONFIG", "error");
    equal(said.length, 0, `says ${said}`);
  });
}
