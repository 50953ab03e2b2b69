// @ts-check
// A Node request, as sessions are fetched from: a Request's headers and URL.

/** By request: one source, so that it has one session. @type {WeakMap<object, { headers: { get(name: string): string | null }, url: string }>} */
const sources = new WeakMap();

/**
 * @param {any} req an IncomingMessage, of http or of http2
 * @param {unknown} [protocol] the framework's word for it: it knows which proxies it trusts (`trust proxy`)
 */
export function sourceOf(req, protocol) {
  let source = sources.get(req);
  if (!source) {
    const { cookie } = req.headers;
    source = {
      headers: { get: (name) => (name === "cookie" ? cookie ?? null : null) },
      // Who the client says that it is would be anybody's to say: its host is of no use here.
      url: `${schemeOf(req, protocol)}://_${req.originalUrl ?? req.url}`,
    };
    sources.set(req, source);
  }
  return source;
}

/** Without a framework it is the connection's own. @param {any} req @param {unknown} protocol */
function schemeOf(req, protocol) {
  if (protocol === "http" || protocol === "https") return protocol;
  return req.socket?.encrypted ? "https" : "http";
}
