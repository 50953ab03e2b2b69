// @ts-check
// The headers of a Node response, as those of a Response are read and set.

/** What is said of a body: not true of another one. */
const OF_BODY = [
  "accept-ranges", "cache-control", "content-disposition", "content-encoding", "content-language", "content-length", "content-range",
  "content-type", "etag", "expires", "last-modified", "transfer-encoding",
];

/** A response, for `sessions.send`. Its methods are those of now: while the head is held back the response refuses. */
export class NodeResponse {
  #res;
  /** Its own. */
  headers;

  /** @param {any} res */
  constructor(res) {
    this.#res = res;
    this.headers = new NodeHeaders(res);
  }

  get status() {
    return this.#res.statusCode;
  }
}

class NodeHeaders {
  #res;
  #get;
  #set;
  #remove;

  /** @param {any} res */
  constructor(res) {
    this.#res = res;
    this.#get = res.getHeader;
    this.#set = res.setHeader;
    this.#remove = res.removeHeader;
  }

  /** @param {string} name @returns {string | null} */
  get(name) {
    const value = this.#get.call(this.#res, name);
    return value === undefined ? null : typeof value === "string" ? value : listOf(value).join(", ");
  }

  /** @param {string} name */
  has(name) {
    return this.#get.call(this.#res, name) !== undefined;
  }

  getSetCookie() {
    return listOf(this.#get.call(this.#res, "set-cookie")).map(String);
  }

  /** @param {string} name @param {unknown} value */
  set(name, value) {
    this.#set.call(this.#res, name, value);
  }

  /** @param {string} name @param {string} value */
  append(name, value) {
    const before = listOf(this.#get.call(this.#res, name));
    this.set(name, before.length === 0 ? value : [...before, value]);
  }

  /** @param {string} name */
  delete(name) {
    if (this.has(name)) this.#remove.call(this.#res, name);
  }
}

/**
 * Puts the headers that `writeHead` was given on the response, as Node does where there are some already.
 * @param {any} res @param {any[]} args @returns {any[]} what is left: the status, and its message
 */
export function putHead(res, [status, ...rest]) {
  const message = typeof rest[0] === "string" ? [rest.shift()] : [];
  res.statusCode = status;
  const headers = rest[0] ?? rest[1];
  if (Array.isArray(headers)) {
    const flat = Array.isArray(headers[0]) ? headers.flat() : headers;
    // Node's to refuse.
    if (flat.length % 2 !== 0) return [status, ...message, headers];
    const names = flat.filter((_, at) => at % 2 === 0);
    for (const name of names) res.removeHeader(name);
    names.forEach((name, at) => res.appendHeader(name, flat[2 * at + 1]));
  } else if (headers) {
    for (const name of Object.keys(headers)) res.setHeader(name, headers[name]);
  }
  return [status, ...message];
}

/** Takes back what was said of a body that is not sent. @param {any} res */
export function dropBody(res) {
  for (const name of OF_BODY) if (res.hasHeader(name)) res.removeHeader(name);
  res.statusCode = 500;
  // HTTP/2 has none, and warns of it.
  if (Object.hasOwn(res, "statusMessage")) res.statusMessage = "Internal Server Error";
}

/** Node's own errors. */
export function writeAfterEndError() {
  return Object.assign(new Error("write after end"), { code: "ERR_STREAM_WRITE_AFTER_END" });
}

export function headersSentError() {
  return Object.assign(new Error("Cannot write headers after they are sent to the client"), { code: "ERR_HTTP_HEADERS_SENT" });
}

/** @param {any} value @returns {any[]} */
function listOf(value) {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}
