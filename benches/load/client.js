// The load: so many visitors on a connection each, who ask again as soon as they are answered. By hand over sockets, as a client of
// HTTP would take more of the machine than what it asks.

import { connect } from "node:net";

/** One answer out of the bytes of a connection; none if it is not all there. @param {string} text @returns {{ status: number, cookies: string[], body: string } | undefined} */
function answerIn(text) {
  const head = text.indexOf("\r\n\r\n");
  if (head < 0) return undefined;
  const lines = text.slice(0, head).split("\r\n");
  const valuesOf = (name) => lines.filter((line) => line.slice(0, name.length + 1).toLowerCase() === `${name}:`).map((line) => line.slice(name.length + 1).trim());
  const [length] = valuesOf("content-length");
  const rest = text.slice(head + 4);
  const isChunked = length === undefined;
  if (isChunked ? !rest.endsWith("0\r\n\r\n") : rest.length < Number(length)) return undefined;
  const body = isChunked ? rest.split("\r\n")[1] : rest;
  return { status: Number(lines[0].split(" ")[1]), cookies: valuesOf("set-cookie").map((cookie) => cookie.split(";", 1)[0]), body };
}

/** Longer than any app here takes: it hangs. */
const PATIENCE_MS = 30_000;

/** A visitor with a browser's cookies. */
class Visitor {
  #cookies = new Map();
  #port;
  #request;
  #visits = 0;

  /** @param {number} port @param {string} path @param {boolean} counts whether the app is to know how often it was asked */
  constructor(port, path, counts) {
    this.#port = port;
    this.#request = `GET ${path} HTTP/1.1\r\nhost: 127.0.0.1\r\n`;
    this.counts = counts;
  }

  /** One request after the other on one connection, as long as `more` says so. @param {() => boolean} more @param {(ms: number) => void} took @returns {Promise<void>} */
  visit(more, took) {
    const socket = connect({ port: this.#port, host: "127.0.0.1", noDelay: true });
    return new Promise((resolve, reject) => {
      let [text, began] = ["", 0];
      const ask = () => {
        if (!more()) return resolve();
        began = performance.now();
        const cookie = this.#cookies.size > 0 ? `cookie: ${[...this.#cookies].map(([name, value]) => `${name}=${value}`).join("; ")}\r\n` : "";
        socket.write(`${this.#request}${cookie}\r\n`);
      };
      socket.on("data", (data) => {
        text += data.toString("latin1");
        const answer = answerIn(text);
        if (!answer) return;
        text = "";
        took(performance.now() - began);
        this.#visits += 1;
        const wanted = this.counts ? String(this.#visits) : "1";
        if (answer.status !== 200 || answer.body !== wanted) return reject(new Error(`answered ${answer.status} ${answer.body}, not ${wanted}`));
        for (const cookie of answer.cookies) this.#cookies.set(cookie.slice(0, cookie.indexOf("=")), cookie.slice(cookie.indexOf("=") + 1));
        ask();
      });
      socket.once("error", reject);
      socket.once("close", () => reject(new Error("the server closed the connection")));
      socket.setTimeout(PATIENCE_MS, () => reject(new Error(`no answer in ${PATIENCE_MS / 1000} s`)));
      socket.once("connect", ask);
    }).finally(() => socket.destroy());
  }
}

/**
 * @param {{ port: number, path: string, counts: boolean, visitors: number }} what
 * @returns {(requests: number) => Promise<{ seconds: number, took: Float64Array }>} `took`: milliseconds, in order
 */
export function visitors({ port, path, counts, visitors: many }) {
  const all = Array.from({ length: many }, () => new Visitor(port, path, counts));
  return async (requests) => {
    const took = new Float64Array(requests);
    let [asked, answered] = [0, 0];
    const began = performance.now();
    await Promise.all(all.map((one) => one.visit(() => (asked += 1) <= requests, (ms) => { took[answered++] = ms; })));
    return { seconds: (performance.now() - began) / 1000, took: took.sort() };
  };
}
