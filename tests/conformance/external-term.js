// @ts-check
// Erlang's external term format against real OTP's outcomes: decoding, encoding, and a session that holds the term.

import { agrees, make } from "./tagged.js";
import { equal, fails, ok } from "./check.js";
import { fromBase64 } from "./bytes.js";
import { plainConfig, signedCookie } from "./cookie.js";

/** @param {any} test @param {any} waxseal @param {any[]} cases @param {any} differences */
export async function externalTerm(test, waxseal, cases, differences) {
  const { term } = waxseal;
  for (const vector of cases) {
    const etf = fromBase64(vector.etf_b64);
    const differs = differences.of("external_term", vector.name);
    await test(vector.name, async () => {
      if (differs === "otp27") {
        const value = term.decode(etf);
        agrees(term, value, vector.otp27.value, "value");
        equal(term.encode(value), fromBase64(vector.otp27.reencoded_b64), "encoded");
        await fails(() => term.encode(value, { otp: 25 }), "ERR_ENCODE", "otp 25");
      } else if (vector.outcome === "raise" || differs === "undecodable") {
        await fails(() => term.decode(etf), "ERR_DECODE", "decode");
      } else {
        const value = term.decode(etf);
        if (!vector.value_omitted) agrees(term, value, vector.value, "value");
        encodes(term, value, vector);
      }
      await asSession(waxseal, etf, vector, differs);
    });
  }
}

/** What was decoded, and what was made in JavaScript, is written as OTP 25 and OTP 27 write it. @param {any} term @param {any} value @param {any} vector */
function encodes(term, value, vector) {
  const old = vector.reencoded_b64 && fromBase64(vector.reencoded_b64);
  const current =
    vector.otp27.reencoded_b64 === "same" ? old : vector.otp27.reencoded_b64 && fromBase64(vector.otp27.reencoded_b64);
  const has = featuresOf(vector.value);
  /** @type {[any, string][]} */
  const sources = [];
  if (!has.wholeFloat) sources.push([value, "what was decoded"]);
  const made = vector.value_omitted ? undefined : make(term, vector.value);
  if (made !== undefined) sources.push([made, "what was made"]);
  for (const [source, what] of sources) {
    for (const [expected, stable, options] of [
      [old, vector.reencode_stable, { otp: 25 }],
      [current, vector.otp27.reencode_stable, undefined],
      [current, vector.otp27.reencode_stable, { otp: 26 }],
    ]) {
      if (!expected) continue;
      const written = term.encode(source, options);
      equal(written.length, expected.length, `length of ${what}, encoded`);
      // The order of a large map, and of atom keys from OTP 26 on, is the virtual machine's own.
      if (stable && !has.largeMap) equal(written, expected, `${what}, encoded`);
      else if (!vector.value_omitted) agrees(term, term.decode(written), vector.value, `${what}, encoded and decoded`);
    }
  }
  ok(sources.length > 0 || has.wholeFloat, "nothing was encoded");
}

/** What decides how far bytes can be compared. @param {any} term @param {{ wholeFloat: boolean, largeMap: boolean }} [has] */
function featuresOf(term, has = { wholeFloat: false, largeMap: false }) {
  if (!term) return has;
  if (term.t === "float" && Number.isInteger(Number(term.v))) has.wholeFloat = true;
  if (term.t === "map" && term.v.length > 32) has.largeMap = true;
  if (Array.isArray(term.v)) for (const part of term.v.flat()) featuresOf(part, has);
  if (term.tail) featuresOf(term.tail, has);
  return has;
}

/** The same bytes in a correctly signed cookie. @param {any} waxseal @param {Uint8Array} etf @param {any} vector @param {string | undefined} differs */
async function asSession(waxseal, etf, vector, differs) {
  const cookie = signedCookie(waxseal, etf);
  const [sid, session] = await waxseal.CookieStore.get(plainConfig.conn, cookie, waxseal.CookieStore.init(plainConfig.store));
  const expected = vector.plug_session;
  if (differs === "no_session") {
    equal(sid, null, "sid");
    return agrees(waxseal.term, session, EMPTY, "session");
  }
  equal(sid, expected.sid, "sid");
  if (differs === "otp27") return agrees(waxseal.term, session, vector.otp27.value, "session");
  if (differs === "undecodable" || expected.session !== "same_as_value")
    return agrees(waxseal.term, session, differs ? EMPTY : expected.session, "session");
  if (!vector.value_omitted) agrees(waxseal.term, session, vector.value, "session");
}

const EMPTY = { t: "map", v: [] };
