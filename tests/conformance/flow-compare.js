// @ts-check
// A response's cookies and the store's records after it, ours against Plug's.

import { agrees } from "./tagged.js";
import { equal, ok } from "./check.js";
import { headerText } from "./bytes.js";
import { parts } from "./cookie.js";

const EXPIRES = /expires=([^;]*)/;
const DELETED = "Thu, 01 Jan 1970 00:00:00 GMT";

/** @param {any} flow @param {any} conn @param {any} response @param {number} index */
export async function compareCookies(flow, conn, response, index) {
  // A sid that stays is not sent again.
  const all = response.set_cookie ?? [];
  const theirs = all.filter((/** @type {any} */ { session_cookie, sid }) => session_cookie !== "sid" || !flow.sids.has(sid));
  if (response.outcome === "raise") return;
  equal(
    [...conn.cookies.keys()].sort().join(" "),
    theirs
      .map((cookie) => parts(headerText(cookie.header_b64)).name)
      .sort()
      .join(" "),
    "names of the response's cookies",
  );
  for (const [at, cookie] of theirs.entries()) {
    const { own } = conn.cookies.get(parts(headerText(cookie.header_b64)).name);
    if (own === undefined)
      flow.differences.use("other-cookies"); // what put_resp_cookie wrote is not this package's
    else await compareCookie(flow, cookie, headerOf(flow, cookie, index, at), own);
  }
}

/** The header as the Erlang/OTP that is emulated writes it. @param {any} flow @param {any} cookie @param {number} index @param {number} at */
function headerOf({ vector, otp, differs }, cookie, index, at) {
  const current = vector.otp27_set_cookie_b64?.[index]?.[at];
  return headerText(otp === 25 || differs === "keeps_bytes" || !current ? cookie.header_b64 : current);
}

/** @param {any} flow @param {any} cookie @param {string} expected @param {string} own */
async function compareCookie(flow, cookie, expected, own) {
  expires(own, expected);
  const [ours, theirs] = [own, expected].map((header) => parts(header.replace(EXPIRES, "expires=*")));
  equal(ours.name + ours.attributes, theirs.name + theirs.attributes, "name and attributes");
  if (cookie.session_cookie === "delete") return equal(own, expected, "deletion");
  if (cookie.session_cookie === "sid") return sid(flow, cookie.sid, ours.value);
  if (!flow.vector.config.encryption_salt_b64) equal(ours.value, theirs.value, "signed value");
  equal(own.length, expected.length, "length of the header");
  const { sessions, waxseal } = flow;
  const read = await sessions.fetch(`${ours.name}=${ours.value}`, flow.connOf({}));
  agrees(waxseal.term, read.toObject(), cookie.carries_session, "what the cookie carries");
}

/** A date in the future is the clock's now and max-age. @param {string} own @param {string} expected */
function expires(own, expected) {
  const [mine, theirs] = [own, expected].map((header) => EXPIRES.exec(header)?.[1]);
  if (theirs === undefined || theirs === DELETED) return equal(mine, theirs, "expires");
  ok(mine && new Date(mine).toUTCString() === mine, `expires: got ${mine}, which is no HTTP date`);
  const maxAge = Number(/max-age=(\d+)/.exec(own)?.[1]);
  const late = Date.now() / 1000 - (Date.parse(/** @type {string} */ (mine)) / 1000 - maxAge);
  ok(late >= 0 && late < 5, `expires: ${mine} is ${late} s before now and max-age`);
}

/** A known sid stays; a new one is new, and of our shape. @param {any} flow @param {string} theirs @param {string} ours */
function sid({ sids }, theirs, ours) {
  const known = sids.get(theirs);
  if (known !== undefined) return equal(ours, known, "the session's sid");
  ok(/^[A-Za-z0-9_-]{43}$/.test(ours), `shape of the new sid ${ours}`);
  ok(![...sids.values()].includes(ours), "a sid that was another session's");
  sids.set(theirs, ours);
}

/** Every record that Plug has is there, and no other that we know of. @param {any} flow @param {any} response */
export async function compareRecords(flow, response) {
  const rows = response.ets_after;
  const { sids, sessions, waxseal, vector } = flow;
  for (const { sid: theirs } of response.outcome === "ok" ? rows : [])
    ok(sids.has(theirs), `a record that we know nothing of: ${theirs.slice(0, 12)}`);
  for (const [theirs, ours] of sids) {
    const row = rows.find((candidate) => candidate.sid === theirs);
    const session = await sessions.fetch(`${vector.config.key}=${ours}`, flow.connOf({}));
    agrees(waxseal.term, session.toObject(), row?.data ?? { t: "map", v: [] }, `record ${theirs.slice(0, 12)}`);
    // A write that changes nothing keeps a sid that the store knows; one that was ended a moment ago gets no other in its place.
    session.delete("there is no such key");
    equal(await sessions.commit(session), undefined, `a cookie for ${theirs.slice(0, 12)}`);
  }
}
