// @ts-check
// The public names, and nothing else; the errors' classes and codes.

import { equal, ok } from "../check.js";

const INDEX = [
  "AlreadySentError",
  "ConfigError",
  "CookieOverflowError",
  "CookieStore",
  "DecodeError",
  "EncodeError",
  "InternalError",
  "KvStore",
  "RandomnessError",
  "Session",
  "SessionInterruptedError",
  "Store",
  "StoreError",
  "WaxsealError",
  "createSessions",
];
const CRYPTO = ["KeyGenerator", "MessageEncryptor", "MessageVerifier"];
const PHOENIX = [
  "CsrfError", "SignedCookie", "Token", "csrfToken", "csrfTokenFor", "dumpStateFromSession", "flash", "logIn", "logOut",
  "protectFromForgery", "protectScript", "rememberMe", "userToken", "validStateAndCsrfToken", "verifyCsrf",
];
const TERM = ["Atom", "Float", "Opaque", "TermMap", "Tuple", "decode", "encode"];
const CODES = {
  AlreadySentError: "ERR_ALREADY_SENT",
  ConfigError: "ERR_CONFIG",
  CookieOverflowError: "ERR_COOKIE_OVERFLOW",
  DecodeError: "ERR_DECODE",
  EncodeError: "ERR_ENCODE",
  InternalError: "ERR_INTERNAL",
  RandomnessError: "ERR_RANDOMNESS",
  SessionInterruptedError: "ERR_SESSION_INTERRUPTED",
  StoreError: "ERR_STORE",
};

/** @param {any} test @param {any} waxseal */
export async function names(test, waxseal) {
  const { crypto, phoenix, term, ...index } = waxseal;
  for (const [module, exports, expected] of [
    ["waxseal", index, INDEX],
    ["waxseal/crypto", crypto, CRYPTO],
    ["waxseal/phoenix", phoenix, PHOENIX],
    ["waxseal/term", term, TERM],
  ]) {
    await test(`${module} exports its names, and nothing else`, () => equal(Object.keys(exports).sort().join(), expected.join(), "names"));
  }
  for (const [name, code] of Object.entries(CODES)) {
    await test(`${name} is a WaxsealError with a code and a name`, () => {
      const error = new waxseal[name]("a sentence");
      ok(error instanceof waxseal.WaxsealError && error instanceof Error, "class");
      equal(error.code, code, "code");
      equal(error.name, name, "name");
      equal(error.message, "a sentence", "message");
      equal(Object.keys(error).includes("name"), false, "the name is the class's");
      error.name = "Mine";
      equal(`${error}`, "Mine: a sentence", "and can be another");
      delete error.name;
      equal(error.name, name, "and the same again");
    });
  }
  await test("Store.get", () => {
    const own = { init: () => ({}), get: () => [null, {}], put: () => "", delete: () => "ok" };
    equal(waxseal.Store.get("cookie"), waxseal.CookieStore, "cookie");
    equal(waxseal.Store.get(own), own, "a store object");
    for (const wrong of ["redis", "Cookie", "", null, undefined, 5, {}, { get() {} }, "__proto__", "constructor"]) {
      let error;
      try {
        waxseal.Store.get(wrong);
      } catch (thrown) {
        error = thrown;
      }
      equal(error?.code, "ERR_CONFIG", `Store.get(${String(wrong)})`);
      if (typeof wrong === "string")
        for (const known of ["cookie", "memory"]) ok(error.message.includes(known), `the known names in "${error.message}"`);
    }
  });
}
