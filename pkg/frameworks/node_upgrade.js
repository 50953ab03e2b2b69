// @ts-check
// Before the answer to an upgrade goes: there is no response, only a socket that the WebSocket library writes a head to.

const END = "\r\n\r\n";

/** How long an answer's head may be: as long as Node allows a request's. */
const LONGEST = 16 * 1024;

const FAILED = `HTTP/1.1 500 Internal Server Error\r\nConnection: close\r\nContent-Length: 0${END}`;

/**
 * @param {any} socket @param {{ send(response: { status: number, headers: Headers }): unknown, failed(error: unknown): void }} sending `send` puts the
 * session's headers on the answer; for a promise all waits. `failed` is told of a commit that failed: a 500 was sent
 */
export function beforeUpgrade(socket, sending) {
  const { write, end } = socket;
  /** What came behind the head while that waited. @type {["write" | "end", any[]][]} */
  const calls = [];
  let text = "";
  let isHeld = false;
  /** What a held write says: that there is no room. Of a head that is not whole there is. */
  let isFull = false;

  const restore = () => Object.assign(socket, { write, end });
  const release = (/** @type {string} */ head) => {
    restore();
    socket.write(head, "latin1");
    for (const [method, args] of calls) isFull = !socket[method](...args);
    if (!isFull && !socket.writableEnded) socket.emit("drain");
  };
  const drop = (/** @type {unknown} */ error) => {
    restore();
    socket.end(FAILED);
    sending.failed(error);
  };
  /** @param {number} length of the head */
  const begin = (length) => {
    const rest = text.slice(length);
    isHeld = isFull = true;
    if (rest !== "") calls.unshift(["write", [rest, "latin1"]]);
    const answer = parse(text.slice(0, length));
    try {
      const committed = /** @type {any} */ (sending.send(answer));
      if (typeof committed?.then === "function") committed.then(() => release(answer.text()), drop);
      else release(answer.text());
    } catch (error) {
      drop(error);
    }
  };

  /** @param {"write" | "end"} method */
  const hold = (method) => (/** @type {any[]} */ ...args) => {
    if (isHeld) calls.push([method, args]);
    else {
      const [chunk, encoding] = args;
      // Bytes, each a letter.
      if (chunk && typeof chunk !== "function") text += (typeof chunk === "string" ? Buffer.from(chunk, typeof encoding === "string" ? /** @type {BufferEncoding} */ (encoding) : undefined) : Buffer.from(chunk)).toString("latin1");
      const at = text.indexOf(END);
      const length = at < 0 ? text.length : at + END.length;
      const isHead = text.startsWith("HTTP/1.1 ".slice(0, length)) && length < LONGEST;
      const callback = args.find((given) => typeof given === "function");
      const last = callback ? [callback] : [];
      if (at < 0 && isHead && method === "write") calls.push(["write", ["", ...last]]);
      else {
        calls.push([method, method === "end" ? last : ["", ...last]]);
        if (at >= 0 && isHead) begin(length);
        // Nothing that a cookie could stand in.
        else release(text);
      }
    }
    return method === "write" ? !isFull : socket;
  };
  Object.assign(socket, { write: hold("write"), end: hold("end") });
}

/** @param {string} head */
function parse(head) {
  const [first, ...lines] = head.slice(0, -END.length).split("\r\n");
  const pairs = lines.map((line) => /** @type {[string, string]} */ ([line.slice(0, line.indexOf(":")), line.slice(line.indexOf(":") + 1).trim()]));
  // As they were written: Headers has small letters alone.
  const names = new Map(pairs.map(([name]) => [name.toLowerCase(), name]));
  const headers = new Headers(pairs);
  return {
    status: Number(first.split(" ")[1]),
    headers,
    text: () => [first, ...[...headers].map(([name, value]) => `${names.get(name) ?? name}: ${value}`)].join("\r\n") + END,
  };
}
