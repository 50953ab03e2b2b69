// @ts-check
// A Node request, as sessions are fetched from: a Request's headers and URL.

import { Source } from "../plug/requests.js";

/** On a request: one source, so that it has one session, whichever of the subpaths asks. */
const SOURCE = Symbol.for("waxseal.source");

class NodeSource extends Source {
  #cookie;

  /** @param {string | undefined} cookie @param {string} url */
  constructor(cookie, url) {
    super();
    this.#cookie = cookie;
    this.url = url;
  }

  get headers() {
    return this;
  }

  /** @param {string} name @returns {string | null} */
  get(name) {
    return name === "cookie" ? this.#cookie ?? null : null;
  }
}

/**
 * @param {any} req an IncomingMessage, of http or of http2
 * @param {unknown} [protocol] the framework's word for it: it knows which proxies it trusts (`trust proxy`)
 */
export function sourceOf(req, protocol) {
  // Whose host the client says that it is would be anybody's to say, and is of no use here.
  return req[SOURCE] ??= new NodeSource(req.headers.cookie, `${schemeOf(req, protocol)}://_${req.originalUrl ?? req.url}`);
}

/** Without a framework it is the connection's own. @param {any} req @param {unknown} protocol */
function schemeOf(req, protocol) {
  if (protocol === "http" || protocol === "https") return protocol;
  return req.socket?.encrypted ? "https" : "http";
}
