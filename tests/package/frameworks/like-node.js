// @ts-check
// Whatever a handler does to its response, in whatever order, comes out as it does without a session, but for the session's headers:
// random calls, the same by seed, against Node alone.

import { createServer, request } from "node:http";
import { connect } from "node:net";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { Readable } from "node:stream";
import { session } from "waxseal/node";
import { equal } from "../../conformance/check.js";
import { stores } from "./http.js";
import { listening } from "./walk/drivers/parts.js";

const CASES = 250;

/** Numbers below `below`, the same for a seed. @param {number} seed */
function random(seed) {
  let state = seed;
  return (/** @type {number} */ below) => {
    state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9) | 0;
    return (state >>> 0) % below;
  };
}

const turn = () => new Promise((done) => setImmediate(done));

/** What a handler may do; the log is what it can see of it. @type {((res: any, random: (below: number) => number, log: string[]) => unknown)[]} */
const CALLS = [
  (res, random) => res.setHeader(`X-${random(3)}`, "set"),
  (res) => res.setHeader("Set-Cookie", ["a=1"]),
  (res) => res.appendHeader("X-Appended", "1"),
  (res) => res.removeHeader("X-0"),
  (res, random) => (res.statusCode = [200, 201, 404, 204, 304][random(5)]),
  (res, random) => res.writeHead([200, 202, 204, 304, 99, 500][random(6)], ...headOf(random)),
  (res, random) => void res.write(chunkOf(random)),
  (res) => res.flushHeaders(),
  (res) => void (res.statusMessage = "Own"),
  (res) => res.setHeaders(new Map([["X-2", "map"], ["set-cookie", ["d=4"]]])),
  (res, random) => res.end(...(random(2) ? [chunkOf(random)] : [])),
  (res, _random, log) => log.push(`${res.headersSent} ${res.writableEnded}`),
  () => turn(),
  // After the end it loses what Node itself has not sent by then.
  (res) => void (res.writableEnded || res.cork()),
  (res) => void (res.writableEnded || res.uncork()),
  () => undefined,
  async (res) => {
    // Nobody would read it to its end.
    if (res.writableEnded) return;
    const source = Readable.from(["a", "b", Buffer.alloc(30_000, 99)], { objectMode: false });
    source.pipe(res, { end: false });
    await once(source, "end");
    await turn();
  },
];

/** @param {(below: number) => number} random */
const chunkOf = (random) => ["abc", Buffer.from("def"), "é".repeat(10), "x".repeat(20_000), new Uint8Array([65, 66]), ""][random(6)];

/** @param {(below: number) => number} random @returns {any[]} */
const headOf = (random) => [
  [], ["Fine"], [{ "X-0": "head" }], ["Fine", { "set-cookie": ["b=2", "c=3"] }], [["X-1", "1", "X-1", "2"]], [{ "content-type": "text/plain" }],
][random(6)];

/** @param {number} seed @param {any} res @param {string[]} log */
async function handle(seed, res, log) {
  const next = random(seed);
  // Whether Node raises it is a matter of when the response is done.
  res.on("error", () => {});
  for (let calls = next(6) + 1; calls > 0; calls -= 1) {
    try {
      await CALLS[next(CALLS.length)](res, next, log);
    } catch (error) {
      log.push(/** @type {any} */ (error).code);
    }
  }
  if (!res.writableEnded) res.end("Z");
}

/** @param {string} url @param {number} seed */
async function visit(url, seed) {
  const asked = request(url, { method: seed % 7 === 0 ? "HEAD" : "GET", agent: false, headers: { "x-seed": `${seed}` } });
  asked.end();
  // What was corked Node may send behind the end of a body, which no client takes.
  asked.on("error", () => {});
  const [response] = await once(asked, "response");
  const { date, vary, "cache-control": _, "set-cookie": set = [], ...headers } = response.headers;
  const cookies = set.filter((/** @type {string} */ header) => !header.startsWith("_app_key="));
  return JSON.stringify([response.statusCode, response.statusMessage, headers, cookies, await text(response)]);
}

/** What is written to the socket of an upgrade: heads, some with what comes behind them, and what is no head or never a whole one. */
const ANSWERS = [
  "HTTP/1.1 101 Switching Protocols\r\nUpgrade: own\r\nConnection: Upgrade\r\n\r\n", "HTTP/1.1 101 Switching Protocols\r\nUpgrade:own\r\nSet-Cookie: a=1: 2\r\nX-Own:   b  \r\nConnection: Upgrade\r\n\r\nfirst\u00ff, \r\n\r\nsecond",
  "HTTP/1.1 403 Forbidden\r\nContent-Length: 4\r\n\r\nnone", "HTTP/1.1 200 OK\r\nX-Name: caf\u00e9\r\n\r\n", "HTTP/1.0 200 OK\r\nA: b\r\n\r\n", "SSH-2.0-own\r\n\r\n", "HTTP/1.1 400", "HTTP", "HTTX/1.1 101 None\r\n\r\n",
  `HTTP/1.1 101 Long\r\nX-Long: ${"x".repeat(16_384 - 32)}\r\n\r\n`, `HTTP/1.1 101 Long\r\nX-Long: ${"x".repeat(16_384 - 31)}\r\n\r\n`, `HTTP/1.1 101 Short\r\n\r\n${"x".repeat(30_000)}`,
];

/** A piece as it may be written. @type {((piece: Buffer) => any[])[]} */
const WAYS = [(piece) => [piece.toString("latin1"), "latin1"], (piece) => [piece], (piece) => [new Uint8Array(piece)], (piece) => [piece.toString("hex"), "hex"], (piece) => [piece.toString("latin1").replaceAll("\u00ff", "y")]];

/** Writes an answer in pieces. @param {number} seed @param {any} socket @param {string[]} log */
async function upgrade(seed, socket, log) {
  const next = random(seed);
  const answer = Buffer.from(ANSWERS[next(ANSWERS.length)], "latin1");
  const way = WAYS[next(WAYS.length)];
  socket.on("drain", () => socket.writableEnded && log.push("room behind the end"));
  /** @type {string[]} */
  const told = [];
  const callback = (/** @type {string} */ name) => (next(2) ? [() => told.push(name)] : []);
  for (let at = 0; at < answer.length;) {
    const size = [1, 7, 9, 40, 20_000, 20_000][next(6)];
    const written = socket.write(...way(answer.subarray(at, at + size)), ...callback(`${at}`));
    at += size;
    if (typeof written !== "boolean") log.push(`write gave ${typeof written}`);
    // Who heeds it is told when there is room.
    if (!written && at < answer.length) await once(socket, "drain");
    if (next(3) === 0) await turn();
  }
  const last = next(3) ? [] : way(Buffer.from("last"));
  if (socket.end(...last, ...callback("end")) !== socket) log.push("end gave another");
  await once(socket, "finish");
  await turn();
  log.push(`${told}`);
}

/** All that the server sends, its head in an order of its own. @param {string} url @param {number} seed */
async function visitUpgrade(url, seed) {
  const socket = connect(Number(new URL(url).port), "127.0.0.1");
  socket.write(`GET / HTTP/1.1\r\nHost: own\r\nConnection: Upgrade\r\nUpgrade: own\r\nX-Seed: ${seed}\r\n\r\n`);
  const all = Buffer.concat(await socket.toArray()).toString("latin1");
  const [first, ...lines] = all.split("\r\n\r\n", 1)[0].split("\r\n");
  const ours = lines.filter((line) => /^(set-cookie: _app_key=|vary: Cookie|cache-control: max-age=0, private)/i.test(line));
  const others = lines.filter((line) => !ours.includes(line)).map((line) => line.replace(/: */, ": ").trim()).sort();
  return { answer: JSON.stringify([first, others, all.slice(all.indexOf("\r\n\r\n"))]), ours: ours.length };
}

/** @param {any} test */
export async function likeNode(test) {
  /** @type {string[]} */
  let log = [];
  /** @type {Promise<void>} */
  let handled;
  const handler = (/** @type {any} */ req, /** @type {any} */ res) => (handled = handle(Number(req.headers["x-seed"]), res, log));
  /** What comes of a handler, and what it saw. @param {string} url @param {number} seed */
  const outcome = async (url, seed) => {
    log = [];
    const seen = await visit(url, seed);
    await handled;
    return `${seen} ${log}`;
  };
  const alone = await listening(createServer(handler));
  for (const [name, sessions] of Object.entries(stores)) {
    const withSession = session(sessions);
    const app = await listening(createServer((req, res) => withSession(req, res, () => {
      /** @type {any} */ (req).session.put("a", 1);
      return handler(req, res);
    })));
    await test(`${name}: ${CASES} handlers`, async () => {
      for (let seed = 1; seed <= CASES; seed += 1) {
        equal(await outcome(app.url, seed * 7919), await outcome(alone.url, seed * 7919), `seed ${seed}`);
      }
    });
    await app.stop();
  }
  await alone.stop();

  const upgrading = (/** @type {any} */ req, /** @type {any} */ socket) => (handled = upgrade(Number(req.headers["x-seed"]), socket, log));
  const bare = await listening(createServer().on("upgrade", upgrading));
  for (const [name, sessions] of Object.entries(stores)) {
    const withSession = session(sessions);
    const app = await listening(createServer().on("upgrade", (req, socket) => withSession(req, socket, () => {
      /** @type {any} */ (req).session.put("a", 1);
      return upgrading(req, socket);
    })));
    await test(`${name}: ${CASES} answers to an upgrade`, async () => {
      for (let seed = 1; seed <= CASES; seed += 1) {
        const outcome = async (/** @type {string} */ url) => {
          log = [];
          const seen = await visitUpgrade(url, seed * 7919);
          await handled;
          return { ...seen, log: `${log}` };
        };
        const [here, there] = [await outcome(app.url), await outcome(bare.url)];
        equal(`${here.answer} ${here.log}`, `${there.answer} ${there.log}`, `seed ${seed}`);
        const isHead = /^\["HTTP\/1\.1 /.test(here.answer) && here.answer.includes("\\r\\n\\r\\n") && !/X-Long: x{16353}/.test(here.answer);
        equal(here.ours, isHead ? 3 : 0, `seed ${seed}: the session's headers on ${here.answer.slice(0, 60)}`);
      }
    });
    await app.stop();
  }
  await bare.stop();
}
