// A log-out that holds, over HTTP against workerd: two jars, Durable Objects, and what lies in their storage.
import assert from "node:assert/strict";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { serve } from "./serve.js";

let demo;
before(async () => (demo = await serve()));
after(() => demo?.stop());

// A browser: its name, and a jar that nobody else has.
function jar(name) {
  let cookie = "";
  const ask = async (path, body, headers = {}) => {
    const response = await fetch(demo.origin + path, { method: body ? "POST" : "GET", body: body && JSON.stringify(body), headers: { cookie, ...headers } });
    const setCookie = response.headers.getSetCookie();
    if (setCookie.length) [cookie] = setCookie[0].split(";");
    return { status: response.status, answer: await response.json(), setCookie };
  };
  const act = (action, body = {}) => ask(`/api/browsers/${name}/${action}`, body);
  const seen = async () => (await ask("/api/storage")).answer.records.find((record) => record.name === name);
  const lists = async () => (await ask("/api/storage")).answer.lists;
  return { ask, act, seen, lists, cookie: () => cookie, take: (other) => (cookie = other) };
}

async function loggedIn(user) {
  const pair = [jar("laptop"), jar("phone")];
  for (const browser of pair) assert.equal((await browser.act("login", { user })).status, 200);
  return pair;
}
const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

test("log out everywhere else ends the other session, and no one else's", async () => {
  const [laptop, phone] = await loggedIn("grace");
  const [stranger] = await loggedIn("alan");
  assert.equal((await phone.seen()).session.user, "grace");
  assert.equal((await laptop.lists()).grace.length, 2);

  assert.deepEqual((await laptop.act("logout-others")).answer, { ended: 1 });
  const ended = await phone.seen();
  assert.deepEqual([ended.session, ended.bytes], [{}, null]);
  assert.ok(ended.sid, "its browser was not asked, and holds the cookie still");
  assert.equal((await laptop.seen()).session.user, "grace");
  assert.equal((await stranger.seen()).session.user, "alan");
  assert.deepEqual((await laptop.lists()).grace, [(await laptop.seen()).key]);

  assert.equal((await phone.act("write", { note: "again", seconds: 0 })).status, 401);
  assert.equal((await phone.act("login", { user: "grace" })).status, 200);
  assert.notEqual((await phone.seen()).sid, ended.sid, "an ended sid is not taken up again");
  assert.equal((await laptop.lists()).grace.length, 2);
});

test("a write that began before the log-out and ends after it is refused, and brings nothing back", async () => {
  const [laptop, phone] = await loggedIn("barbara");
  const before = phone.cookie();
  const late = phone.act("write", { note: "too late", seconds: 2.5 });
  await pause(1000);
  assert.deepEqual((await laptop.act("logout-others")).answer, { ended: 1 });

  const { status, answer, setCookie } = await late;
  assert.deepEqual([status, answer.error.code, setCookie], [409, "ERR_SESSION_INTERRUPTED", []]);
  assert.match(answer.error.message, /dropped or renewed by another request.*nothing was written/);
  const { session, bytes } = await phone.seen();
  assert.deepEqual([session, bytes, phone.cookie()], [{}, null, before]);
  assert.deepEqual((await laptop.lists()).barbara, [(await laptop.seen()).key]);
});

test("the browser's own log-out, and a second log-in, hold against a late write too", async () => {
  await Promise.all([["logout", {}], ["login", { user: "edsger" }]].map(async ([end, body]) => {
    const [, phone] = await loggedIn("edsger");
    const before = phone.cookie();
    const late = phone.act("write", { note: "too late", seconds: 2 });
    await pause(800);
    assert.equal((await phone.act(end, body)).status, 200);
    assert.equal((await late).status, 409, end);
    phone.take(before);
    assert.equal((await phone.seen()).bytes, null, `the record from before the ${end} is gone`);
  }));
});

test("a write that nothing came between arrives", async () => {
  const [, phone] = await loggedIn("tony");
  assert.equal((await phone.act("write", { note: "in time", seconds: 0.1 })).status, 200);
  assert.deepEqual((await phone.seen()).session, { user: "tony", note: "in time" });
});

test("nothing on the service's disk has a sid or a word of a session", async () => {
  const [laptop, phone] = await loggedIn("katherine-johnson");
  const note = "the number is 2,990 miles";
  await phone.act("write", { note, seconds: 0 });
  const records = [await laptop.seen(), await phone.seen()];

  const files = readdirSync(demo.state, { recursive: true }).map((name) => join(demo.state, name)).filter((file) => /\.sqlite/.test(file) && statSync(file).isFile());
  const disk = Buffer.concat(files.map((file) => readFileSync(file)));
  for (const { sid, key, bytes } of records) {
    assert.ok(disk.includes(Buffer.from(bytes, "hex")), "the search finds what is there: the record");
    assert.ok(disk.includes(key), "and its key, in the user's list");
    assert.equal(disk.includes(sid), false);
    assert.equal(disk.includes(Buffer.from(sid, "base64url")), false);
  }
  for (const word of [note, "katherine-johnson"]) assert.equal(disk.includes(word), false, word);
});

test("wrong input names its field; other sites, other methods and other paths are refused", async () => {
  const [laptop] = await loggedIn("ada");
  const wrong = [
    ["login", {}, 400, "user"], ["login", { user: "x".repeat(101) }, 400, "user"], ["write", { seconds: 0 }, 400, "note"],
    ["write", { note: "a" }, 400, "seconds"], ["write", { note: "a", seconds: 6 }, 400, "seconds"], ["write", { note: "a", seconds: -1 }, 400, "seconds"],
    ["nothing", {}, 404, "path"], ["constructor", {}, 404, "path"],
  ];
  for (const [action, body, status, field] of wrong) {
    const given = await laptop.act(action, body);
    assert.deepEqual([given.status, given.answer.error.field, given.setCookie], [status, field, []], action);
  }
  assert.equal((await laptop.ask("/api/browsers/toaster/login", { user: "a" })).status, 404);
  assert.equal((await laptop.ask("/api/browsers/laptop/logout")).status, 405);
  assert.equal((await laptop.ask("/api/browsers/laptop/logout-others", {}, { "sec-fetch-site": "cross-site" })).status, 403);
  assert.equal((await laptop.seen()).session.user, "ada");
  for (const action of ["write", "logout", "logout-others"]) assert.equal((await jar("phone").act(action, { note: "a", seconds: 0 })).status, 401);
});

test("a session that is more than the service takes is refused, and stays as it was", async () => {
  const visitor = jar("kv");
  for (const key of ["one", "two"]) assert.equal((await visitor.ask("/api/put?store=kv", { key, value: "x".repeat(60_000) })).status, 200);
  const { status, answer } = await visitor.ask("/api/put?store=kv", { key: "three", value: "x".repeat(60_000) });
  assert.deepEqual([status, answer.error.field, answer.error.code], [400, "value", "ERR_STORE"]);
  assert.deepEqual(Object.keys((await visitor.seen()).session), ["one", "two"]);
});

test("the Worker failed at nothing", () => assert.doesNotMatch(demo.log(), /\[ERROR\]|Uncaught|RuntimeError/));
