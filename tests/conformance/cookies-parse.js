// @ts-check
// Plug.Conn.Cookies against real Plug's outcomes, through the public API: a store of our own returns the raw cookie value that
// it is given, and puts the value that it is told.

import { equal, fails, ok } from "./check.js";
import { headerText } from "./bytes.js";
import { sentBack } from "./cookie.js";

const TOKEN = /^[A-Za-z0-9!#$%&'*+.^_`|~-]+$/;

/** What a store returns for a request's cookie, and the cookie it answers with. @param {string} [value] */
const rawStore = (value) => ({
  init: (/** @type {any} */ options) => options,
  get: (/** @type {any} */ _conn, /** @type {string} */ cookie) => ["a sid", { cookie }],
  put: () => value,
  delete: () => "ok",
});

/** @param {any} test @param {any} waxseal @param {any[]} cases @param {any} differences */
export async function cookiesParse(test, waxseal, cases, differences) {
  for (const vector of cases) {
    const differs = differences.of("cookies_parse", vector.name);
    await test(vector.name, () => (vector.op === "encode" ? encode(waxseal, vector, differs) : decode(waxseal, vector)));
  }
}

/** @param {any} waxseal @param {any} vector */
async function decode(waxseal, vector) {
  const headers = (vector.headers_b64 ?? [vector.header_b64]).map(headerText);
  const source = vector.headers_b64 ? headers : headers[0];
  const expected = new Map(
    vector.cookies.map((/** @type {any} */ pair) => [headerText(pair.key_b64), headerText(pair.value_b64)]),
  );
  // Every name that is there, and every piece of the header that might be mistaken for one.
  const names = new Set(
    [...expected.keys(), ...headers.flatMap((/** @type {string} */ header) => header.split(/[;=,\s"]+/)), "absent"].filter(
      (name) => TOKEN.test(name),
    ),
  );
  for (const name of names) {
    const session = await waxseal.createSessions({ store: rawStore(), key: name }).fetch(source, { scheme: "http" });
    equal(session.get("cookie"), expected.get(name), `cookie ${name}`);
  }
}

/** @param {any} waxseal @param {any} vector @param {string | undefined} differs */
async function encode(waxseal, vector, differs) {
  const { value_b64, universal_time, ...given } = vector.opts;
  const options = { store: rawStore(value_b64 && headerText(value_b64)), key: headerText(vector.key_b64), log: false };
  const names = { max_age: "maxAge", http_only: "httpOnly", same_site: "sameSite" };
  for (const [name, value] of Object.entries(given)) options[names[name] ?? name] = value;
  if (differs === "config_error") return fails(() => waxseal.createSessions(options), "ERR_CONFIG", "createSessions");
  const commit = async () => {
    if (value_b64 === undefined) delete options.maxAge;
    const sessions = waxseal.createSessions(options);
    const session = await sessions.fetch(`${options.key}=before`, { scheme: "http" });
    session.configure(value_b64 === undefined ? { drop: true } : { renew: true });
    return sessions.commit(session);
  };
  if (differs === "encode_error") return fails(() => at(universal_time, commit), "ERR_ENCODE", "commit");
  const header = await at(universal_time, commit);
  const expected = headerText(vector.set_cookie_b64);
  equal(
    header,
    differs === "epoch" ? expected.replace(/expires=[^;]*/, "expires=Thu, 01 Jan 1970 00:00:00 GMT") : expected,
    "Set-Cookie",
  );
  ok(sentBack(header).startsWith(`${options.key}=`), "name");
}

/** Runs with the platform's clock at this time: the header's date is made of it. @param {number[] | undefined} time @param {() => any} run */
async function at(time, run) {
  if (!time) return run();
  const [year, month, day, ...rest] = time;
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  date.setUTCHours(rest[0], rest[1], rest[2]);
  const { now } = Date;
  Date.now = () => date.getTime();
  try {
    return await run();
  } finally {
    Date.now = now;
  }
}
