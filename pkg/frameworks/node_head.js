// @ts-check
// Before the head of a Node response goes. No hook says when that is: it goes with the first writeHead, write, end or flushHeaders,
// whoever calls it (a framework's send, a pipe, a file). Where the commit takes time, the head and all behind it is held back till it
// is done, and whoever asks is told that it was sent.

import { dropBody, headersSentError, putHead } from "./node_headers.js";

/** The head is still to come; its commit is under way; it failed, and what is written is not sent; it is done. */
const AHEAD = 0;
const HELD = 1;
const FAILED = 2;
const DONE = 3;

/** What is called while the head is held: a method and what it was given. @typedef {["writeHead" | "write" | "end" | "flushHeaders", any[]]} Call */

/**
 * @param {any} res a ServerResponse, of http or of http2
 * @param {() => unknown} commit is called before the head goes; for a promise the head waits
 * @param {(error: unknown) => void} fail is told of a commit that failed: nothing was sent, and another answer can be. What that one
 * does is committed too, once.
 */
export function beforeHead(res, commit, fail) {
  const original = { writeHead: res.writeHead, write: res.write, end: res.end, flushHeaders: res.flushHeaders };
  let phase = AHEAD;
  let failures = 0;
  /** Whether writeHead is called for what has no head yet. */
  let isImplicit = false;
  /** @type {Call[]} */
  let calls = [];
  const pass = (/** @type {keyof original} */ method, /** @type {any[]} */ args) => original[method].apply(res, args);

  const begin = () => {
    // Node's own way to a head that nobody wrote, past who was asked for it already.
    if (typeof res._implicitHeader === "function") {
      res._implicitHeader = () => void (phase === DONE && pass("writeHead", [res.statusCode]));
    }
    try {
      const committed = /** @type {any} */ (commit());
      phase = DONE;
      if (typeof committed?.then !== "function") return;
      phase = HELD;
      const { statusCode } = res;
      const unlock = lock(res, () => calls.some(([method]) => method === "end"));
      committed.then(() => {
        unlock();
        phase = DONE;
        res.statusCode = statusCode;
        replay();
      }, (/** @type {unknown} */ error) => (unlock(), drop(error)));
    } catch (error) {
      drop(error);
    }
  };

  const replay = () => {
    let isFull;
    try {
      for (const [method, args] of calls) {
        const result = pass(method, args);
        if (method === "write") isFull = !result;
      }
    } catch (error) {
      // What Node refuses, such as a body of another type.
      if (!res.headersSent) return drop(error);
      res.destroy();
      fail(error);
    }
    const isEnded = res.writableEnded;
    calls = [];
    // A held write says that there is no room. Node says itself when there is some, where it has none.
    if (isFull === false && !isEnded) res.emit("drain");
  };

  const drop = (/** @type {unknown} */ error) => {
    phase = FAILED;
    failures += 1;
    const callbacks = calls.map(([, args]) => args.at(-1)).filter((last) => typeof last === "function");
    calls = [];
    dropBody(res);
    // When whoever was writing has done so.
    setTimeout(() => {
      phase = failures > 1 ? DONE : AHEAD;
      for (const callback of callbacks) callback(error);
      fail(error);
    });
  };

  /** Whether it is of an answer that failed: the one in its place has ended, or is to come. */
  const isStale = () => phase === FAILED || (failures > 0 && phase === DONE && res.writableEnded);

  /** Sees to the head before what has none of its own goes. */
  const ahead = () => {
    if (phase !== AHEAD) return;
    isImplicit = true;
    try {
      // By the response's own, as others may wait for it, too.
      res.writeHead(res.statusCode);
    } finally {
      isImplicit = false;
    }
    if (phase === AHEAD) begin();
  };

  res.writeHead = (/** @type {any[]} */ ...args) => {
    if (phase === HELD) throw headersSentError();
    if (phase === AHEAD) {
      // Node's to refuse.
      if (!(args[0] >= 100 && args[0] <= 999)) return pass("writeHead", args);
      args = putHead(res, args);
      const isOwn = isImplicit;
      begin();
      if (isOwn) return res;
      if (phase === HELD) calls.push(["writeHead", args]);
    }
    return phase === DONE ? pass("writeHead", args) : res;
  };
  for (const method of /** @type {const} */ (["write", "end", "flushHeaders"])) {
    res[method] = (/** @type {any[]} */ ...args) => {
      ahead();
      if (phase === HELD) calls.push([method, args]);
      else if (!isStale()) return pass(method, args);
      return method === "write" ? false : res;
    };
  }
}

/** As if the head were sent. @param {any} res @param {() => boolean} isEnded @returns {() => void} undoes it */
function lock(res, isEnded) {
  /** @type {PropertyDescriptorMap} */
  const locks = {
    headersSent: { get: () => true },
    writableEnded: { get: isEnded },
  };
  for (const method of ["setHeader", "appendHeader", "removeHeader"]) {
    locks[method] = { value() { throw headersSentError(); } };
  }
  // Who puts a stream of its own between (compression) takes those along who wait for room.
  if (Object.hasOwn(res, "on")) {
    const { on } = res;
    locks.on = {
      value(/** @type {string} */ event, /** @type {any} */ listener) {
        if (event === "drain") res.addListener(event, listener);
        return on.call(res, event, listener);
      },
    };
  }
  const before = Object.keys(locks).map((name) => /** @type {const} */ ([name, Object.getOwnPropertyDescriptor(res, name)]));
  for (const name of Object.keys(locks)) Object.defineProperty(res, name, { ...locks[name], configurable: true });
  return () => {
    for (const [name, own] of before) {
      if (own) Object.defineProperty(res, name, own);
      else delete res[name];
    }
  };
}
