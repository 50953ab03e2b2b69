// The demo's HTTP API against workerd, without a browser. The main job first: a cookie that real Phoenix made is opened
// over HTTP, one key is changed, and what comes back differs in that key alone.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { decode, encode } from "waxseal/term";
import { opened, refused, request, terms } from "./phoenix-cases.js";
import { serve } from "./serve.js";
import { settled, toAnswer } from "./tagged.js";

let demo;
before(async () => (demo = await serve()));
after(() => demo?.stop());

async function ask(path, { method = "GET", body, ...init } = {}) {
  const response = await fetch(demo.origin + path, { method, body: typeof body === "object" ? JSON.stringify(body) : body, ...init });
  const text = await response.text();
  return { status: response.status, headers: response.headers, setCookie: response.headers.getSetCookie(), text, answer: JSON.parse(text) };
}
const post = (path, body, init) => ask(path, { method: "POST", body, ...init });

const put = { key: "edge", value: "was here" };
const entry = Buffer.concat([put.key, put.value].map((term) => encode(term).subarray(1)));
const valueOf = (setCookie, name) => setCookie.slice(name.length + 1).split(";")[0];

test(`${opened.length} cookies of real Plug open, and come back with one key more`, async (t) => {
  assert.ok(opened.length > 90);
  for (const kind of ["SFMyNTY.", "XCP.", "QTEyOEdDTQ."]) assert.ok(opened.some(({ cookie_text }) => cookie_text?.startsWith(kind)), kind);

  for (const vector of opened) {
    await t.test(vector.name, async () => {
      const { status, answer, text } = await post("/api/phoenix", request(vector, put));
      // Compressed, it fitted; with a key more it is written plainly, and does not.
      if (vector.name === "read_term_signed_compressed9_bin_5000") return assert.match(answer.error.message, /6805 bytes.*4096.*b 5011 bytes/);
      assert.equal(status, 200, text);
      assert.deepEqual(settled(answer.read), settled(toAnswer(vector.session)));

      const before = terms(vector, Buffer.from(vector.cookie_b64, "base64"));
      const after = terms(vector, valueOf(answer.setCookie, vector.config.key));
      if (answer.reason) assert.deepEqual(after, Buffer.from(encode({ [put.key]: put.value })), "an undecodable session begins anew");
      else assert.deepEqual(without(entry, after), uncompressed(before), "every other byte is where it was");
    });
  }
});

// The session's terms without the new key: its bytes cut out, and one key less counted.
function without(entry, session) {
  const at = session.indexOf(entry);
  assert.notEqual(at, -1, "the new key is there");
  const rest = Buffer.concat([session.subarray(0, at), session.subarray(at + entry.length)]);
  rest.writeUInt32BE(rest.readUInt32BE(2) - 1, 2);
  return rest;
}

// Compressed terms, and terms with bytes after them, can't be spliced: those are written anew.
const uncompressed = (session) => (session[1] === 80 ? Buffer.from(encode(decode(session))) : session);

test("a key that is there is replaced in its place", async () => {
  const vector = opened.find(({ name }) => name === "read_signed_session_phoenix_auth");
  const { answer } = await post("/api/phoenix", request(vector, { key: "user_return_to", value: "/" }));
  const before = terms(vector, vector.cookie_text);
  const after = terms(vector, valueOf(answer.setCookie, vector.config.key));
  const old = Buffer.from(encode("/users/settings?tab=a&b=c").subarray(1));
  const at = before.indexOf(old);
  assert.deepEqual(after, Buffer.concat([before.subarray(0, at), encode("/").subarray(1), before.subarray(at + old.length)]));
});

test("a cookie that Plug refuses is refused with its reason", async (t) => {
  for (const vector of refused) {
    await t.test(vector.name, async () => {
      const { status, answer } = await post("/api/phoenix", request(vector, put));
      assert.equal(status, 400);
      assert.equal(answer.error.field, "cookie");
      if (vector.cookie_b64) assert.match(answer.error.reason, /^(bad_signature|decrypt_failed|malformed|unknown_algorithm|too_large|no_cookie)$/);
    });
  }
});

test("/phoenix reads and counts for the app that is configured, and for nobody else", async () => {
  const vector = opened.find(({ name }) => name === "read_signed_session_phoenix_auth");
  const held = (value) => ({ headers: { cookie: `other=1; _my_app_session=${value}` } });

  const first = await ask("/phoenix", held(vector.cookie_text));
  assert.deepEqual(settled(first.answer.read), settled(toAnswer(vector.session)));
  assert.match(first.setCookie[0], /^_my_app_session=SFMyNTY\.\S+; path=\/; HttpOnly; SameSite=Lax$/);
  const second = await ask("/phoenix", held(valueOf(first.setCookie[0], "_my_app_session")));
  assert.equal(second.answer.put.value, 2);

  for (const cookie of [vector.cookie_text.replace("SFMyNTY.g3Q", "SFMyNTY.g3R"), ""]) {
    const { status, answer, setCookie } = await ask("/phoenix", held(cookie));
    assert.deepEqual([status, answer, setCookie], [200, { read: {}, put: null }, []], "no session is written over");
  }
});

for (const store of ["cookie", "memory", "kv"]) {
  test(`a visitor with the ${store} store`, async () => {
    let cookie = "";
    const act = async (action, body) => {
      const { status, answer, setCookie, text } = await post(`/api/${action}?store=${store}`, body ?? {}, { headers: { cookie } });
      assert.equal(status, 200, text);
      if (setCookie.length) cookie = setCookie[0].split(";")[0];
      return answer.session;
    };
    const seen = async (held = cookie) => (await ask(`/api/session?store=${store}`, { headers: { cookie: held } })).answer.session;

    assert.deepEqual(await act("visit"), { visits: 1 });
    const anonymous = cookie;
    assert.deepEqual(await act("login", { name: "Ada" }), { name: "Ada" });
    assert.notEqual(cookie, anonymous);
    await act("visit");
    assert.deepEqual(await act("visit"), { name: "Ada", visits: 2 });
    await act("put", { key: "theme", value: { dark: [true, null, 1.5] } });
    const before = cookie;
    assert.deepEqual(await act("renew"), { name: "Ada", visits: 2, theme: { dark: [true, null, 1.5] } });
    assert.notEqual(cookie, before);
    assert.equal((await seen()).visits, 2);

    const last = cookie;
    const { setCookie } = await post(`/api/logout?store=${store}`, {}, { headers: { cookie } });
    assert.match(setCookie[0], /^_demo_\w+=; path=\/; expires=Thu, 01 Jan 1970 00:00:00 GMT; max-age=0; HttpOnly; SameSite=Lax$/);
    assert.deepEqual(await seen(""), {});
    // The difference between them: what was in a cookie is valid for whoever kept a copy.
    if (store !== "cookie") for (const dead of [anonymous, before, last]) assert.deepEqual(await seen(dead), {});
  });
}

test("reading sets no cookie, and no answer with a session may be cached for others", async () => {
  const { setCookie, headers } = await ask("/api/session");
  assert.deepEqual(setCookie, []);
  assert.match(headers.get("vary") ?? "", /cookie/i);
  const written = await post("/api/visit", {});
  assert.match(written.headers.get("cache-control"), /private/);
});

test("wrong input is a 400 that names the field", async (t) => {
  const good = request(opened[0], put);
  const wrong = [
    ["/api/phoenix", "{", "body"], ["/api/phoenix", [], "body"], ["/api/phoenix", "null", "body"],
    ["/api/phoenix", { ...good, cookie: undefined }, "cookie"], ["/api/phoenix", { ...good, cookie: 1 }, "cookie"],
    ["/api/phoenix", { ...good, secretKeyBase: undefined }, "secretKeyBase"], ["/api/phoenix", { ...good, secretKeyBase: "short-sighted" }, "options"],
    ["/api/phoenix", { ...good, secretKeyBase: { base64: "%" } }, "secretKeyBase"],
    ["/api/phoenix", { ...good, signingSalt: undefined }, "signingSalt"], ["/api/phoenix", { ...good, encryptionSalt: 5 }, "encryptionSalt"],
    ["/api/phoenix", { ...good, keyDigest: "md5" }, "options"], ["/api/phoenix", { ...good, keyIterations: 0 }, "keyIterations"],
    ["/api/phoenix", { ...good, keyIterations: 1e9 }, "keyIterations"], ["/api/phoenix", { ...good, keyLength: 1e9 }, "keyLength"],
    ["/api/phoenix", { ...good, keyIterations: 2 ** 32 - 1 }, "keyIterations"], ["/api/phoenix", { ...good, keyIterations: 20_000, keyLength: 1024 }, "keyIterations"],
    ["/api/phoenix", { ...good, rotatingOptions: Array(19).fill({ signingSalt: "s", encryptionSalt: "e", keyIterations: 20_000 }) }, "keyIterations"],
    ["/api/phoenix", { ...good, rotatingOptions: Array(900).fill({ signingSalt: "s" }) }, "rotatingOptions"],
    ["/api/phoenix", { ...good, key: "a b" }, "options"], ["/api/phoenix", { ...good, rotatingOptions: {} }, "rotatingOptions"],
    ["/api/phoenix", { ...good, rotatingOptions: [null] }, "rotatingOptions[0]"],
    ["/api/phoenix", { ...good, put: undefined }, "put"], ["/api/phoenix", { ...good, put: { key: "", value: 1 } }, "key"],
    ["/api/phoenix", { ...good, put: { key: "a" } }, "value"], ["/api/phoenix", { ...good, put: { key: "a", value: "x".repeat(5000) } }, "value"],
    ["/api/login", {}, "name"], ["/api/login", { name: "" }, "name"], ["/api/login", { name: "x".repeat(101) }, "name"],
    ["/api/put", { value: 1 }, "key"], ["/api/put", { key: "a" }, "value"], ["/api/put", { key: "a", value: "x".repeat(5000) }, "value"],
    ["/api/put", '{"key":"a","value":"\\ud800"}', "value"], ["/api/visit?store=kv2", {}, "store"],
  ];
  for (const [path, body, field] of wrong) {
    await t.test(`${path} without a good ${field}`, async () => {
      const { status, answer, text, setCookie } = await post(path, body);
      assert.deepEqual([status, answer.error.field, setCookie], [400, field, []], text);
      assert.ok(answer.error.message.length > 10);
      for (const secret of [good.secretKeyBase, "short-sighted"]) assert.ok(!text.includes(secret), "a secret is in the answer");
      assert.doesNotMatch(text, /\bat .*\.js|wasm|stack/);
    });
  }
});

test("routes that are not there, methods that are not taken, requests of other sites", async () => {
  assert.equal((await ask("/api/nothing")).status, 404);
  const { status, headers } = await ask("/api/login");
  assert.deepEqual([status, headers.get("allow")], [405, "POST"]);
  assert.equal((await ask("/api/phoenix")).status, 405);
  assert.equal((await post("/api/visit", {}, { headers: { "sec-fetch-site": "cross-site" } })).status, 403);
  assert.equal((await post("/api/put", { key: "a", value: "x".repeat(70_000) })).status, 413);
  // In pieces, and no word of how long it is.
  const pieces = new ReadableStream({ start: (to) => (to.enqueue(new Uint8Array(40_000).fill(32)), to.enqueue(new Uint8Array(40_000).fill(32)), to.close()) });
  const inPieces = await fetch(`${demo.origin}/api/phoenix`, { method: "POST", body: pieces, duplex: "half" });
  assert.equal(inPieces.status, 413);
});

test("the Worker failed at nothing", () => assert.doesNotMatch(demo.log(), /\[ERROR\]|Uncaught|RuntimeError/));
