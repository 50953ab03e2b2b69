// @ts-check
// Before the head of a Node response goes. No hook says when that is: it goes with the first writeHead, write, end or flushHeaders,
// whoever calls it (a framework's send, a pipe, a file). Where the commit takes time, the head and all behind it is held back till it
// is done, and whoever asks is told that it was sent.

import { dropBody, headersSentError, putHead, writeAfterEndError } from "./node_headers.js";

/** The head is still to come; its commit is under way; it failed, and what is written is not sent; it is done. */
const AHEAD = 0;
const HELD = 1;
const FAILED = 2;
const DONE = 3;

/** @typedef {"writeHead" | "write" | "end" | "flushHeaders" | "cork" | "uncork"} Method */

/** On a response: what sees to its head. */
const HEAD = Symbol("waxseal.head");

/** What stands on a response in place of its methods. The same functions for all: to make new ones for each costs more than what they do. */
const METHODS = {
  /** @this {any} @param {any[]} args */
  writeHead(...args) {
    return this[HEAD].onWriteHead(args);
  },
  /** @this {any} @param {any[]} args */
  write(...args) {
    return this[HEAD].on("write", args);
  },
  /** @this {any} @param {any[]} args */
  end(...args) {
    return this[HEAD].on("end", args);
  },
  /** @this {any} @param {any[]} args */
  flushHeaders(...args) {
    return this[HEAD].on("flushHeaders", args);
  },
};

/**
 * @param {any} res a ServerResponse, of http or of http2
 * @param {{ sendHead(): unknown, failed(error: unknown): void }} sending `sendHead` is called before the head goes; for a promise the head waits.
 * `failed` is told of a commit that failed: nothing was sent, and another answer can be. What that one does is committed too, once.
 */
export function beforeHead(res, sending) {
  const head = new Head(res, sending);
  const isFirst = res[HEAD] === undefined;
  if (isFirst) res[HEAD] = head;
  // Others' are theirs alone.
  head.writeHead = res.writeHead = isFirst ? METHODS.writeHead : (/** @type {any[]} */ ...args) => head.onWriteHead(args);
  res.write = isFirst ? METHODS.write : (/** @type {any[]} */ ...args) => head.on("write", args);
  res.end = isFirst ? METHODS.end : (/** @type {any[]} */ ...args) => head.on("end", args);
  res.flushHeaders = isFirst ? METHODS.flushHeaders : (/** @type {any[]} */ ...args) => head.on("flushHeaders", args);
  // What only stands for a response, as in tests, may be no stream.
  res.on?.("pipe", () => head.onPipe());
}

class Head {
  #phase = AHEAD;
  #failures = 0;
  /** Whether writeHead is called for what has no head yet. */
  #isImplicit = false;
  /** What was called while the head was held. @type {[Method, any[]][]} */
  #calls = [];
  #res;
  /** @type {Record<Method, Function>} */
  #original;
  #sending;

  /** @param {any} res @param {{ sendHead(): unknown, failed(error: unknown): void }} sending */
  constructor(res, sending) {
    this.#res = res;
    const { writeHead, write, end, flushHeaders, cork, uncork } = res;
    this.#original = { writeHead, write, end, flushHeaders, cork, uncork };
    this.#sending = sending;
    /** Ours, that stands on the response. */
    this.writeHead = res.writeHead;
  }

  /** @param {any[]} args */
  onWriteHead(args) {
    if (this.#phase === HELD) throw headersSentError();
    if (this.#phase === AHEAD) {
      // Node's to refuse.
      if (!(args[0] >= 100 && args[0] <= 999)) return this.#pass("writeHead", args);
      args = putHead(this.#res, args);
      const isImplicit = this.#isImplicit;
      this.#begin();
      if (isImplicit) return this.#res;
      if (this.#isPhase(HELD)) this.#calls.push(["writeHead", args]);
    }
    return this.#isPhase(DONE) ? this.#pass("writeHead", args) : this.#res;
  }

  /** @param {Method} method that sends the head too, if it was not @param {any[]} args */
  on(method, args) {
    if (this.#phase === AHEAD) this.#ahead();
    if (this.#isStale()) tell(args, writeAfterEndError());
    else if (this.#phase !== HELD) return this.#pass(method, args);
    else this.#calls.push([method, args]);
    return method === "write" ? false : this.#res;
  }

  /** A body that is piped is the answer. Of one whose client goes away nothing is ever written: what was done is committed all the same. */
  onPipe() {
    const res = this.#res;
    const commit = () => void (this.#phase === AHEAD && this.#ahead());
    if (res.destroyed || res.stream?.destroyed) commit();
    else if (this.#phase === AHEAD) res.once("close", commit);
  }

  /** @param {Method} method @param {any[]} args */
  #pass(method, args) {
    return this.#original[method].apply(this.#res, args);
  }

  /** @param {number} phase */
  #isPhase(phase) {
    return this.#phase === phase;
  }

  /**
   * Whether a call comes too late: behind a held end, where Node would raise an error if the response were not done by then; or of an
   * answer that failed, when the one in its place has ended, or is to come.
   */
  #isStale() {
    if (this.#phase === HELD) return this.#isEnded();
    return this.#phase === FAILED || (this.#failures > 0 && this.#res.writableEnded);
  }

  #isEnded() {
    return this.#calls.some(([method]) => method === "end");
  }

  /** Sees to the head before what has none of its own goes: by the response's own writeHead, as others may wait for it, too. */
  #ahead() {
    if (this.#res.writeHead !== this.writeHead) {
      this.#isImplicit = true;
      try {
        this.#res.writeHead(this.#res.statusCode);
      } finally {
        this.#isImplicit = false;
      }
    }
    if (this.#phase === AHEAD) this.#begin();
  }

  #begin() {
    const res = this.#res;
    // Node's own way to a head that nobody wrote, past who was asked for it already.
    res._implicitHeader = () => void (this.#phase === DONE && this.#pass("writeHead", [res.statusCode]));
    try {
      const committed = /** @type {any} */ (this.#sending.sendHead());
      this.#phase = DONE;
      if (typeof committed?.then === "function") this.#hold(committed);
    } catch (error) {
      this.#drop(error);
    }
  }

  /** @param {Promise<unknown>} committed */
  #hold(committed) {
    const res = this.#res;
    this.#phase = HELD;
    const { statusCode } = res;
    const statusMessage = messageOf(res);
    const isEnded = () => this.#isEnded();
    const unlock = lock(res, isEnded, (method) => void (isEnded() || this.#calls.push([method, []])));
    const release = keepOpen(res, isEnded);
    committed.then(() => {
      unlock();
      this.#phase = DONE;
      res.statusCode = statusCode;
      if (messageOf(res) !== statusMessage) res.statusMessage = statusMessage;
      this.#replay();
      release(true);
    }, (/** @type {unknown} */ error) => {
      unlock();
      release(false);
      this.#drop(error);
    });
  }

  #replay() {
    const res = this.#res;
    let isFull;
    try {
      for (const [method, args] of this.#calls) {
        const result = this.#pass(method, args);
        if (method === "write") isFull = !result;
      }
    } catch (error) {
      // What Node refuses, such as a body of another type.
      if (!res.headersSent) return this.#drop(error);
      res.destroy();
      this.#sending.failed(error);
    }
    this.#calls = [];
    // A held write says that there is no room. Node says itself when there is some, where it has none.
    if (isFull === false && !res.writableEnded) res.emit("drain");
  }

  /** @param {unknown} error */
  #drop(error) {
    this.#phase = FAILED;
    this.#failures += 1;
    const calls = this.#calls;
    this.#calls = [];
    dropBody(this.#res);
    // When whoever was writing has done so.
    setTimeout(() => {
      this.#phase = this.#failures > 1 ? DONE : AHEAD;
      for (const [, args] of calls) tell(args, error);
      this.#sending.failed(error);
    });
  }
}

/** HTTP/2 has none, and warns of who asks. @param {any} res */
function messageOf(res) {
  return Object.hasOwn(res, "statusMessage") ? res.statusMessage : undefined;
}

/** Tells the callback of a call that came to nothing. @param {any[]} args @param {unknown} error */
function tell(args, error) {
  const callback = args.at(-1);
  if (typeof callback === "function") queueMicrotask(() => callback(error));
}

/**
 * Who answers twice has the connection closed by Express (`finalhandler`), behind the first answer: it is closed when that was sent.
 * @param {any} res @param {() => boolean} isEnded @returns {(isSent: boolean) => void} undoes it
 */
function keepOpen(res, isEnded) {
  const { socket, stream } = res;
  // HTTP/2's is shared; of a request behind another one there is none yet.
  if (stream !== undefined || typeof socket?.destroySoon !== "function") return () => {};
  const own = Object.getOwnPropertyDescriptor(socket, "destroy");
  const { destroy } = socket;
  let isDue = false;
  socket.destroy = (/** @type {any[]} */ ...args) => {
    // What broke tells why.
    if (args.length > 0 || !isEnded()) return destroy.apply(socket, args);
    isDue = true;
    return socket;
  };
  return (isSent) => {
    if (own) Object.defineProperty(socket, "destroy", own);
    else delete socket.destroy;
    if (isDue && isSent) socket.destroySoon();
  };
}

/** As if the head were sent. @param {any} res @param {() => boolean} isEnded @param {(method: "cork" | "uncork") => void} hold @returns {() => void} undoes it */
function lock(res, isEnded, hold) {
  /** @type {PropertyDescriptorMap} */
  const locks = {
    headersSent: { get: () => true },
    writableEnded: { get: isEnded },
  };
  for (const method of ["setHeader", "appendHeader", "removeHeader"]) {
    locks[method] = { value() { throw headersSentError(); } };
  }
  // Of what is written between the two: Node counts them, and what is behind too many of either is never sent.
  for (const method of /** @type {const} */ (["cork", "uncork"])) {
    if (typeof res[method] === "function") locks[method] = { value: () => hold(method) };
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
