// @ts-check
// What is asked of a request for its CSRF token: of a Request, or of one whose body a server on Node has parsed.

import { ConfigError } from "../border/errors.js";
import { formToken } from "./form_token.js";

/**
 * @typedef {object} Asked
 * @property {(name: string) => string | undefined} header
 * @property {() => string} host
 * @property {(name: string) => unknown} parameter of its body
 * @property {string} hint what may be the matter if there is no token
 */

/** By its shape, as a framework's Request is as good. @param {any} request @returns {Asked} */
export function asked(request) {
  const { method, headers } = Object(request);
  if (typeof method === "string" && typeof headers?.get === "function") return ofWeb(request);
  if (typeof method === "string" && typeof headers === "object" && headers !== null) return ofNode(request);
  throw new ConfigError("verifyCsrf: takes a Request (in Hono c.req.raw), or a Node request whose body was parsed (in Koa ctx.request)");
}

/** @param {Request} request @returns {Asked} */
function ofWeb(request) {
  return {
    header: (name) => request.headers.get(name) ?? undefined,
    host: () => hostname(request.url),
    parameter: (name) => formToken(request, name),
    hint: "",
  };
}

/** @param {any} request @returns {Asked} */
function ofNode({ headers, hostname: trusted, body }) {
  return {
    header: (name) => (typeof headers[name] === "string" ? headers[name] : undefined),
    // Express, Fastify and Koa know which proxies are trusted.
    host: () => hostname(`http://${trusted ?? headers.host ?? headers[":authority"]}`),
    parameter: (name) => (typeof body === "object" && body !== null && Object.hasOwn(body, name) ? body[name] : undefined),
    hint: body === undefined ? "; the request's body was not parsed before: in Express app.use(express.urlencoded()) does" : "",
  };
}

/** @param {string} url */
function hostname(url) {
  try {
    return new URL(url).hostname;
  } catch {
    return "";
  }
}
