// @ts-check
// Whatever a handler does to its response, in whatever order, comes out as it does without a session, but for the session's headers:
// random calls, the same by seed, against Node alone.

import { createServer, request } from "node:http";
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
}
