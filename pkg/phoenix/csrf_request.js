// @ts-check
// What is asked of a request for its CSRF token: of a Request, or of one whose body a server on Node has parsed.

import { ConfigError } from "../border/errors.js";
import { isMap } from "../border/is_map.js";
import { reading } from "../border/options.js";
import { KEY } from "./csrf.js";
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
  const { method, headers } = reading("verifyCsrf", () => ({ method: request?.method, headers: request?.headers }));
  if (typeof method === "string" && typeof headers?.get === "function") return typeof request.clone === "function" ? ofWeb(request) : ofNode(request);
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
    header: (name) => headerOf(headers, name),
    // Express, Fastify and Koa know which proxies are trusted.
    host: () => hostname(`http://${trusted ?? headerOf(headers, "host") ?? headers[":authority"]}`),
    parameter: (name) => parameterOf(body, name),
    hint: body === undefined ? "; the request's body was not parsed before: in Express app.use(express.urlencoded()) does"
      : Array.isArray(parameterOf(body, KEY)) ? "; it came as a list: one form has one field of that name" : "",
  };
}

/** @param {any} headers as Node has them, or like Headers @param {string} name @returns {string | undefined} */
function headerOf(headers, name) {
  const header = typeof headers.get === "function" ? headers.get(name) : headers[name];
  return typeof header === "string" ? header : undefined;
}

/**
 * A parameter of a body, as parsers give it: an object, a Map, or a form (URLSearchParams, FormData). Of several the last counts, as in Plug.
 * @param {any} body @param {string} name @returns {unknown}
 */
function parameterOf(body, name) {
  if (typeof body !== "object" || body === null) return undefined;
  if (typeof body.getAll === "function") return body.getAll(name).at(-1);
  if (isMap(body)) return body.get(name);
  const found = Object.hasOwn(body, name) ? body[name] : undefined;
  // @fastify/multipart's attachFieldsToBody gives what stands around the text, too.
  return found?.type === "field" ? found.value : found;
}

/** @param {string} url */
function hostname(url) {
  try {
    return new URL(url).hostname;
  } catch {
    return "";
  }
}
