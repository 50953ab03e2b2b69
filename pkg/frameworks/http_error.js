// @ts-check
// Whether what was thrown in a Node framework is an answer. Node's frameworks have one class for that: http-errors, as made by
// `createError(404)`, Koa's `ctx.throw`, Fastify's sensible, body parsers and static files. What only carries a status is not one: so
// do errors of HTTP clients.

/** As http-errors' own `isHttpError`. @param {any} error */
export function isHttpError(error) {
  return error instanceof Error && typeof (/** @type {any} */ (error).expose) === "boolean"
    && typeof (/** @type {any} */ (error).statusCode) === "number" && /** @type {any} */ (error).status === /** @type {any} */ (error).statusCode;
}
