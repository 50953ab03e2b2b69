// @ts-check
// A real Worker over real sockets: what its platform does to requests and answers, and what a client that goes away undoes.

import { once } from "node:events";
import { cp, rm } from "node:fs/promises";
import { createServer } from "node:http";
import { connect } from "node:net";
import { fileURLToPath } from "node:url";
import { equal, ok } from "../conformance/check.js";
import { serve } from "../workerd.js";

const worker = fileURLToPath(new URL("worker.js", import.meta.url));
const sentBack = (/** @type {Response} */ response) => response.headers.getSetCookie()[0].split(";")[0];
let [passed, failed] = [0, 0];

/** Asks until what is asked for holds, for ten seconds at most; gives the last answer. @template T @param {() => Promise<T>} ask @param {(answer: T) => boolean} holds */
async function until(ask, holds) {
  for (let left = 200; ; left -= 1) {
    const answer = await ask();
    if (left === 0 || holds(answer)) return answer;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** @param {string} name @param {() => Promise<void>} run */
async function test(name, run) {
  try {
    await run();
    passed += 1;
  } catch (error) {
    failed += 1;
    console.error(`FAILED ${name}\n    ${error instanceof Error ? error.message : error}`);
  }
}

/** Sends lines as they are. @param {string} origin @param {string[]} lines @param {Promise<unknown>} [leaving] when the client is gone */
async function raw(origin, lines, leaving) {
  const { hostname, port } = new URL(origin);
  const socket = connect(Number(port), hostname);
  await once(socket, "connect");
  socket.write(`${lines.join("\r\n")}\r\nHost: ${hostname}\r\nConnection: close\r\n\r\n`);
  if (leaving !== undefined) {
    await leaving;
    socket.resetAndDestroy();
    return "";
  }
  let answer = "";
  for await (const part of socket.setEncoding("latin1")) answer += part;
  return answer;
}

const server = createServer((_, answer) => void answer.writeHead(200, { "cache-control": "public, s-maxage=60" }).end("page")).listen(0, "127.0.0.1");
await once(server, "listening");
const assets = `http://127.0.0.1:${/** @type {import("node:net").AddressInfo} */ (server.address()).port}`;

for (const date of ["2026-01-01", "2023-01-01"]) {
  const { origin, stop } = await serve(worker, { date });
  try {
    const cookie = sentBack(await fetch(`${origin}/log-in`));
    await test(`${date}: two Cookie headers, which workerd joins by a comma: the last counts, as in Plug`, async () => {
      for (const [headers, user] of /** @type {[string[], string][]} */ ([
        [[cookie, "y=2"], "ada"],
        [["y=2", cookie], "ada"],
        [["y=2; z=a, b", `x=1; ${cookie}`], "ada"],
        [[cookie, "_k=bad"], "undefined"],
        [["_k=bad", cookie], "ada"],
      ])) {
        const answer = await raw(origin, ["GET /user HTTP/1.1", ...headers.map((header) => `Cookie: ${header}`)]);
        ok(answer.endsWith(user) || answer.includes(`\r\n${user}\r\n`), `${headers.map((header) => header.slice(0, 10))}: ${answer.slice(-40)}`);
      }
    });
    await test(`${date}: what comes of two Cookie headers is given to an app behind as it is by now, and other cookies stay`, async () => {
      for (const headers of [[cookie, "y=2"], ["y=2", cookie], [`y=2; ${cookie}`, "_k=bad"].reverse()]) {
        const ask = async (/** @type {string} */ path) => {
          const answer = await raw(origin, [`GET ${path} HTTP/1.1`, ...headers.map((header) => `Cookie: ${header}`)]);
          return answer.slice(answer.indexOf("\r\n\r\n") + 4);
        };
        const at = headers.map((header) => header.slice(0, 10)).join();
        equal(await ask("/forward"), '{"session":{"seen":1,"user":"ada"},"others":["y=2"]}', `${at}: a change`);
        equal(await ask("/forward-out"), '{"session":{},"others":["y=2"]}', `${at}: a log-out`);
        equal(await ask("/text"), "ada", `${at}: as a text`);
        equal(await ask("/hooks/redirect"), "_k", `${at}: what a hook sets where it redirects`);
      }
    });
    await test(`${date}: a cached answer with a cookie is private`, async () => {
      const response = await fetch(`${origin}/cached`, { headers: { "x-origin": assets } });
      equal(await response.text(), "page", "body");
      equal(response.headers.getSetCookie().length, 1, "cookies");
      equal(response.headers.get("cache-control"), "private", "Cache-Control");
      equal(response.headers.get("vary"), "Cookie", "Vary");
    });
    await test(`${date}: Response.error() is refused by name`, async () => {
      ok((await (await fetch(`${origin}/error`)).text()).startsWith("ERR_CONFIG: send: Response.error()"), "error");
    });
    await test(`${date}: two layers that write one cookie`, async () => {
      const response = await fetch(`${origin}/two-layers`);
      equal(response.headers.getSetCookie().length, 1, "cookies");
    });
    await test(`${date}: the cookies of hooks that send by another answer`, async () => {
      const data = await fetch(`${origin}/hooks/data`);
      equal(data.status, 200, "SvelteKit, a data request");
      equal(await (await fetch(`${origin}/user`, { headers: { cookie: sentBack(data) } })).text(), "ada", "its session");
      const page = await fetch(`${origin}/hooks/not-found`);
      equal(await page.text(), "false", "Astro: whether the first answer's cookie goes out beside the page's");
      equal(await (await fetch(`${origin}/user`, { headers: { cookie: sentBack(page) } })).text(), "ada", "its session");
    });
    await test(`${date}: a client that goes away undoes no log-out`, async () => {
      const headers = { "x-store": "kv" };
      const cookies = await Promise.all(Array.from({ length: 12 }, async () => sentBack(await fetch(`${origin}/log-in`, { headers }))));
      const writing = async () => Number(await (await fetch(`${origin}/writing`)).text());
      const before = await writing();
      // They go while their log-outs are being written.
      const begun = until(writing, (count) => count === before + cookies.length);
      await Promise.all(cookies.map((cookie) => raw(origin, ["GET /log-out HTTP/1.1", `Cookie: ${cookie}`, "x-store: kv"], begun)));
      equal(await begun, before + cookies.length, "log-outs that began");
      const users = () => Promise.all(cookies.map(async (cookie) => (await fetch(`${origin}/user`, { headers: { ...headers, cookie } })).text()));
      const left = await until(users, (found) => !found.includes("ada"));
      equal(left.filter((user) => user === "ada").length, 0, "still logged in");
    });
  } finally {
    await stop();
  }
}
// A real copy of the package, as two versions of it in one node_modules are.
const copy = fileURLToPath(new URL("tmp-copy/", import.meta.url));
const rpc = fileURLToPath(new URL("rpc.js", import.meta.url));
try {
  await cp(fileURLToPath(new URL("../../pkg/", import.meta.url)), copy, { recursive: true });
  const { origin, stop } = await serve(rpc, { modules: 1 });
  try {
    const told = /** @type {any} */ (await (await fetch(origin)).json());
    await test("a session's data crosses to another Worker by RPC, and by structuredClone", async () => {
      for (const way of ["rpc", "clone"]) {
        equal(JSON.stringify(told[way].user.roles), '["admin"]', way);
        equal(told[way].n, 1, way);
      }
    });
    await test("two copies of the package in one Worker: sessions are refused by name, terms are taken, cookies are read", async () => {
      for (const way of ["foreign", "send"]) ok(/made by another copy of waxseal/.test(told[way]), told[way]);
      equal(told.atoms, "true", "terms");
      equal(told.reads, 1, "a cookie");
    });
  } finally {
    await stop();
  }
} finally {
  await rm(copy, { recursive: true, force: true });
}
server.close();
server.closeAllConnections();
console.log(`Workers over HTTP\t${passed}\t${failed}`);
process.exitCode = failed === 0 ? 0 : 1;
