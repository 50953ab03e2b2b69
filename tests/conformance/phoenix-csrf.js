// @ts-check
// Plug.CSRFProtection against what Plug did: its functions, and whole requests.

import { agrees, make } from "./tagged.js";
import { connOf, given, sessionOptions } from "./config.js";
import { equal, fails, ok, show } from "./check.js";
import { fromBase64, headerText, textOrBytes, toLatin1 } from "./bytes.js";
import { parts } from "./cookie.js";

/** @param {any} test @param {any} waxseal @param {any[]} cases @param {any} differences */
export async function csrf(test, waxseal, cases, differences) {
  for (const vector of cases) {
    differences.of("csrf", vector.name);
    if (vector.op !== "pipeline") await test(vector.name, () => pure(waxseal, vector));
    else for (const body of ["urlencoded", "multipart", "json"]) await test(`${vector.name}, ${body}`, () => pipeline(waxseal, vector, body));
  }
}

/** @param {any} waxseal @param {any} vector */
function pure({ phoenix, term }, vector) {
  if (vector.op === "valid_state_and_csrf_token") {
    for (const form of [fromBase64, (/** @type {string} */ base64) => textOrBytes(fromBase64(base64))]) {
      const [state, token] = [vector.state_b64, vector.token_b64].map((base64) => (base64 === null ? null : form(base64)));
      equal(phoenix.validStateAndCsrfToken(state, token), vector.valid, "valid");
    }
    return;
  }
  agrees(term, phoenix.dumpStateFromSession(make(term, vector.value)), vector.state, "state");
}

/** A request as it comes in; what no Request of the platform's is (TRACE, "get") has its shape. @param {any} vector @param {string} body */
function requestOf(vector, body) {
  const headers = new Headers(vector.req_headers);
  if (vector.header_token_b64) headers.set("x-csrf-token", headerText(vector.header_token_b64));
  const { method } = vector;
  const url = `http://${vector.host}/`;
  const hasBody = !["GET", "HEAD", "OPTIONS", "TRACE", "get"].includes(method);
  if (!hasBody) return method === "TRACE" || method === "get" ? { method, url, headers, clone: () => ({}) } : new Request(url, { method, headers });
  const token = vector.body_token_b64 ? toLatin1(fromBase64(vector.body_token_b64)) : undefined;
  const fields = { a: "1", ...(token === undefined ? {} : { _csrf_token: token }) };
  if (body === "json") headers.set("content-type", "application/json");
  const form = body === "multipart" ? new FormData() : new URLSearchParams();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  return new Request(url, { method, headers, body: body === "json" ? JSON.stringify(fields) : form });
}

/** @param {any} waxseal @param {any} vector @param {string} body */
async function pipeline({ createSessions, phoenix, term }, vector, body) {
  const sessions = createSessions(sessionOptions(vector.config, "text"));
  const headers = (vector.cookie_headers_b64 ?? []).map(headerText);
  const session = await sessions.fetch(headers, connOf(vector.config, "text"));
  const request = requestOf(vector, body);
  const { with: otherwise, session_key: sessionKey, allow_hosts: allowHosts } = vector.csrf;
  const options = given({ with: otherwise, sessionKey, allowHosts });
  const response = new Response("", { headers: vector.resp_content_type ? { "content-type": vector.resp_content_type } : {} });

  const check = async () => {
    if (vector.skip) return;
    const verified = await phoenix.verifyCsrf(request, session, options);
    equal(verified, otherwise !== "clear_session", "verified");
    phoenix.protectScript(request, response);
  };
  if (vector.outcome === "raise") {
    const error = await fails(check, "ERR_CSRF", "the request");
    ok(error instanceof phoenix.CsrfError && /** @type {any} */ (error).status === 403, "a CsrfError");
  } else await check();
  if (request instanceof Request && request.body) ok((await request.text()).includes("a"), "the handler's request can still be read");
  if (vector.outcome === "raise") return;

  for (const op of vector.app_ops ?? []) {
    if (op === "delete_csrf_token") session.delete("_csrf_token");
    else {
      const [one, other] = [phoenix.csrfToken(session, given({ sessionKey })), phoenix.csrfToken(session, given({ sessionKey }))];
      ok(one !== other && one.length === 56, `another text each time: ${show(one)}`);
      for (const token of [one, other]) ok(phoenix.validStateAndCsrfToken(session.get(sessionKey ?? "_csrf_token"), token), "fits");
    }
  }
  for (const { key, value } of vector.session_ops ?? []) session.put(key, make(term, value));
  const isRandom = vector.app_ops?.includes("get_csrf_token");
  if (!isRandom) agrees(term, session.toObject(), vector.session_at_end, "session");
  else equal(session.keys().sort().join(), vector.session_at_end.v.map((/** @type {any} */ [key]) => key.text).sort().join(), "keys");
  const header = await sessions.commit(session);
  equal(header !== undefined, vector.set_cookie.length > 0, "a Set-Cookie");
  if (header === undefined) return;
  const theirs = headerText(vector.set_cookie[0].header_b64);
  if (isRandom) equal(header.length, theirs.length, "its length");
  else equal(header, theirs, "Set-Cookie");
  ok(parts(header).value.length > 0, "has a value");
}
