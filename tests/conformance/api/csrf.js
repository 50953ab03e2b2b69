// @ts-check
// Plug.CSRFProtection around handlers, and of requests that a server on Node has parsed.

import { equal, fails, ok } from "../check.js";
import { plainConfig } from "../cookie.js";

/** @param {any} test @param {any} waxseal */
export async function csrf(test, { createSessions, phoenix }) {
  const { csrfToken, csrfTokenFor, protectFromForgery, verifyCsrf } = phoenix;
  const sessions = createSessions(plainConfig.sessions);
  const fetched = () => {
    const session = sessions.fetch("");
    return { session, token: csrfToken(session) };
  };
  const post = () => new Request("https://example.com/", { method: "POST" });

  await test("a request that was parsed: a form's, JSON's, or a header's token", async () => {
    const { session, token } = fetched();
    const asked = (/** @type {object} */ request) => verifyCsrf({ method: "POST", headers: {}, ...request }, session, { with: null });
    const form = Object.assign(Object.create(null), { _csrf_token: token });
    for (const right of [{ body: { _csrf_token: token } }, { body: form }, { headers: { "x-csrf-token": token } }, { method: "GET" }, { headers: { "x-csrf-token": token }, body: "read" },
      { headers: new Headers({ "x-csrf-token": token }) }, { headers: new Headers(), body: new URLSearchParams({ _csrf_token: token }) }, { body: new Map([["_csrf_token", token]]) },
      // As @fastify/multipart gives it.
      { body: { _csrf_token: { type: "field", fieldname: "_csrf_token", value: token } } },
      { body: new URLSearchParams([["_csrf_token", "no"], ["_csrf_token", token]]) }]) {
      equal(await asked(right), true, JSON.stringify(right));
    }
    for (const wrong of [
      {}, { body: null }, { body: token }, { body: { _csrf_token: [token] } }, { body: { _csrf_token: "no" } }, { body: { _csrf_token: { type: "field", value: "no" } } }, { body: { _csrf_token: { type: "file", value: token } } }, { body: { _csrf_token: null } }, { body: Object.create({ _csrf_token: token }) },
      { headers: { "x-csrf-token": [token] } }, { headers: { "x-csrf-token": "no" } }, { query: { _csrf_token: token } },
      { body: new Map([["_csrf_token", [token]]]) }, { body: new URLSearchParams([["_csrf_token", token], ["_csrf_token", "no"]]) },
    ]) equal(await asked(wrong), false, JSON.stringify(wrong));
  });
  await test("a request that was parsed: a host's token, by the host that was asked", async () => {
    const { session } = fetched();
    const token = csrfTokenFor(session, "https://www.example.com/");
    const asked = (/** @type {object} */ request) => verifyCsrf({ method: "POST", body: { _csrf_token: token }, headers: {}, ...request }, session, { with: null });
    for (const right of [{ headers: { host: "www.example.com:3000" } }, { headers: { ":authority": "www.example.com" } }, { headers: { host: "inner" }, hostname: "www.example.com" }]) {
      equal(await asked(right), true, JSON.stringify(right));
    }
    for (const wrong of [{}, { headers: { host: "example.org" } }, { headers: { host: "www.example.com" }, hostname: "inner" }, { headers: { host: "a b" } }]) {
      equal(await asked(wrong), false, JSON.stringify(wrong));
    }
    const store = createSessions({ store: "memory", key: "sid", log: false });
    const without = await store.fetch("");
    csrfToken(without);
    equal(await verifyCsrf({ method: "POST", body: { _csrf_token: token }, headers: { host: "www.example.com" } }, without, { with: null }), false, "where no secret is");
  });
  await test("what a host may be is checked at once", async () => {
    const { session } = fetched();
    for (const allowHosts of ["www.example.com", {}, [5], ["a\nb"], [""].concat(/** @type {any} */ ([null]))]) {
      for (const call of [() => verifyCsrf(post(), session, { allowHosts }), () => protectFromForgery(() => new Response(""), { allowHosts })]) {
        const { message } = await fails(call, "ERR_CONFIG", JSON.stringify(allowHosts));
        ok(message.startsWith("allowHosts: "), message);
      }
    }
    const revoked = Proxy.revocable([], {});
    revoked.revoke();
    ok(/allowHosts/.test((await fails(() => verifyCsrf(post(), session, { allowHosts: revoked.proxy }), "ERR_CONFIG", "what can't be read")).message), "its name");
  });
  await test("a request that is none, or that nobody parsed, is told what to do", async () => {
    const { session } = fetched();
    ok(/express\.urlencoded/.test((await fails(() => verifyCsrf({ method: "POST", headers: {} }, session), "ERR_CSRF", "not parsed")).message), "how it is parsed");
    const twice = await fails(() => verifyCsrf({ method: "POST", headers: {}, body: { _csrf_token: ["a", "b"] } }, session), "ERR_CSRF", "twice");
    ok(/one form has one field/.test(twice.message), twice.message);
    ok(!/express/.test((await fails(() => verifyCsrf(post(), session), "ERR_CSRF", "a Request")).message), "of a Request nothing is to be parsed");
    ok(/c\.req\.raw/.test((await fails(() => verifyCsrf({ method: "POST", header() {} }, session), "ERR_CONFIG", "Hono's own")).message), "where it is in Hono");
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    for (const wrong of [undefined, null, 5, proxy]) await fails(() => verifyCsrf(wrong, session), "ERR_CONFIG", "no request");
  });
  await test("a Response that `with` gives is the answer, and nothing else that it gives is", async () => {
    for (const [otherwise, status, text] of /** @type {[Function, number, string][]} */ ([
      [() => new Response("forged", { status: 403 }), 403, "forged"],
      [async () => new Response("forged", { status: 403 }), 403, "forged"],
      [() => { throw new Response("thrown", { status: 403 }); }, 403, "thrown"],
      [(/** @type {any} */ _, /** @type {any} */ session) => session.clear(), 200, "done"],
      [() => undefined, 200, "done"],
    ])) {
      let calls = 0;
      const handler = protectFromForgery(() => new Response((calls++, "done")), { with: otherwise });
      const response = await handler(post(), sessions.fetch("")).catch((/** @type {Response} */ thrown) => thrown);
      equal(`${response.status} ${await response.text()} ${calls}`, `${status} ${text} ${status === 200 ? 1 : 0}`, String(otherwise));
    }
    const { session, token } = fetched();
    const right = new Request("https://example.com/", { method: "POST", headers: { "x-csrf-token": token } });
    const handler = protectFromForgery(() => new Response("done"), { with: () => new Response("forged", { status: 403 }) });
    equal(await (await handler(right, session)).text(), "done", "a token that fits");
  });
  await test("what skip passes by may read, scripts too, and may not write", async () => {
    const js = () => new Response("1", { headers: { "content-type": "text/javascript" } });
    const handler = sessions.handle(protectFromForgery(js), { skip: (/** @type {Request} */ { url }) => url.endsWith("/app.js") });
    equal(await (await handler(new Request("https://example.com/app.js"))).text(), "1", "a file");
    await fails(() => handler(new Request("https://example.com/other")), "ERR_CSRF", "a script that depends on a session");
    const error = await fails(() => handler(new Request("https://example.com/app.js", { method: "POST" })), "ERR_CONFIG", "a write");
    ok(error.message.includes("sessions.handle(protectFromForgery(handler))"), error.message);
    await fails(() => protectFromForgery(sessions.handle(js))(post()), "ERR_CONFIG", "the wrong way round");
  });
}
