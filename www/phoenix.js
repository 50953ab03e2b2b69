// A Phoenix app's session at the edge. The cookie is opened, one key is put, every other key keeps its bytes.
import { createSessions } from "waxseal";
import { toJSON } from "../pkg/inspect/term-json.js";
import { checkWork, MOST_SETS } from "./key-work.js";
import { jsonBody, object, sameSite, secret, text, value, whole } from "./input.js";
import { Refused } from "./refusal.js";
import { phoenix } from "./sessions.js";

// GET /phoenix: the whole job, for the app that wrangler.toml names. A browser that is logged in there comes by here: its
// session is read, and the app will find one key more in it. Who has no session gets none: a cookie that does not open is
// no session either, and writing over it would log somebody out.
export const phoenixApp = phoenix.handle((request, session) => {
  const read = toJSON(session.toObject());
  if (session.keys().length === 0) return Response.json({ read, put: null });
  session.put("edge_visits", session.get("edge_visits", 0) + 1);
  return Response.json({ read, put: { key: "edge_visits", value: session.get("edge_visits") } });
});

// POST /api/phoenix: the same for any app's cookie, with the secret in the request. For scripts and tests; the page does
// this in the browser, so that no secret has to leave it.
export async function phoenixCookie(request) {
  if (request.method !== "POST") {
    throw new Refused("method", "/api/phoenix takes POST", { status: 405, headers: { allow: "POST" } });
  }
  sameSite(request);
  const body = await jsonBody(request);
  const { key = "_my_app_key", ...cookie } = pasted(body);
  const put = object(body, "put");
  const putKey = text(put, "key", { max: 200 });
  const putValue = value(put, "value");

  let reason;
  const log = (event) => {
    if (!NOTES.has(event.reason)) reason = event.reason;
  };
  const secretKeyBase = secret(body, "secretKeyBase");
  const [primary, rotatingOptions] = [storeOptions(body), rotations(body)];
  checkWork([primary, ...rotatingOptions]);
  const sessions = createSessions({ store: "cookie", key, log, secretKeyBase, ...primary, rotatingOptions });

  const session = sessions.fetch(`${key}=${cookie.value}`, { secretKeyBase });
  if (UNOPENED.has(reason)) throw new Refused("cookie", SENTENCES[reason], { reason });

  const read = toJSON(session.toObject());
  session.put(putKey, putValue);
  return Response.json({ read, reason, session: toJSON(session.toObject()), setCookie: sessions.commit(session) });
}

// Not of this app. A cookie that verified and only then could not be decoded is one of its own: as in Plug, it is an
// empty session, and the reason comes with the answer.
const SENTENCES = {
  no_cookie: "there is no cookie to open",
  too_large: "the cookie is longer than the 4,096 bytes that a browser keeps",
  malformed: "the cookie does not have the shape of a Plug session cookie",
  unknown_algorithm: "the cookie names an algorithm that Plug does not take",
  bad_signature: "the signature does not match: another secret or salt, or a changed cookie",
  decrypt_failed: "the cookie does not decrypt: another secret or salt, or a changed cookie",
};
const UNOPENED = new Set(Object.keys(SENTENCES));
// What is told of a cookie that opened.
const NOTES = new Set(["duplicate_cookie", "rotated"]);

// The cookie's value, or name=value as it stands in a header.
function pasted(body) {
  const cookie = text(body, "cookie", { max: 16 * 1024 });
  const pair = /^([^=;\s.]+)=([^;]*)/.exec(cookie);
  const named = Object.hasOwn(body, "key") && body.key !== null ? { key: text(body, "key", { max: 200 }) } : {};
  return pair ? { key: pair[1], ...named, value: pair[2] } : { ...named, value: cookie };
}

function storeOptions(entry) {
  const encryptionSalt = secret(entry, "encryptionSalt", { optional: true });
  return {
    signingSalt: secret(entry, "signingSalt"),
    ...(encryptionSalt === undefined ? {} : { encryptionSalt }),
    ...(Object.hasOwn(entry, "keyIterations") ? { keyIterations: whole(entry, "keyIterations", { min: 1, max: 20_000 }) } : {}),
    ...(Object.hasOwn(entry, "keyLength") ? { keyLength: whole(entry, "keyLength", { min: 1, max: 1024 }) } : {}),
    ...(Object.hasOwn(entry, "keyDigest") ? { keyDigest: text(entry, "keyDigest", { max: 16 }) } : {}),
  };
}

function rotations(body) {
  if (!Object.hasOwn(body, "rotatingOptions")) return [];
  if (!Array.isArray(body.rotatingOptions)) throw new Refused("rotatingOptions", "rotatingOptions takes an array");
  if (body.rotatingOptions.length >= MOST_SETS) throw new Refused("rotatingOptions", `rotatingOptions takes fewer than ${MOST_SETS} sets of keys`);
  return body.rotatingOptions.map((entry, index) => {
    if (entry === null || typeof entry !== "object") throw new Refused(`rotatingOptions[${index}]`, "each one takes an object");
    const secretKeyBase = secret(entry, "secretKeyBase", { optional: true });
    return { ...storeOptions(entry), ...(secretKeyBase === undefined ? {} : { secretKeyBase }) };
  });
}
