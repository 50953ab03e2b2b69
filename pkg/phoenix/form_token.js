// @ts-check
// A parameter of a request's body, read from a copy: the handler still gets the whole.

import { ConfigError } from "../border/errors.js";

/** The most bytes of a body that are read, as Plug.Parsers has it. */
const LIMIT = 8_000_000;

/**
 * The parameter; undefined if there is none, or the body is none that Plug's parsers read. Of two with one name the last
 * counts, as in Plug.
 * @param {Request} request @param {string} name @returns {Promise<unknown>}
 */
export async function formToken(request, name) {
  const type = request.headers.get("content-type") ?? "";
  const [essence] = type.toLowerCase().split(";", 1).map((part) => part.trim());
  const read = /^application\/(.+\+)?json$/.test(essence) ? ofJson : READERS.get(essence);
  if (!read) return undefined;
  if (request.bodyUsed) throw new ConfigError("verifyCsrf: the request's body was read before; call verifyCsrf first, which leaves it as it is");
  try {
    const bytes = await upTo(request.clone(), LIMIT);
    return bytes && (await read(bytes, type, name));
  } catch {
    // No body that could be read has no token.
    return undefined;
  }
}

/** @typedef {(bytes: Uint8Array<ArrayBuffer>, type: string, name: string) => unknown} Read */

/** @type {Read} */
const ofForm = (bytes, _, name) => new URLSearchParams(new TextDecoder().decode(bytes)).getAll(name).at(-1);
/** @type {Read} */
const ofMultipart = async (bytes, type, name) => (await new Response(bytes, { headers: { "content-type": type } }).formData()).getAll(name).at(-1);
/** @type {Read} */
const ofJson = (bytes, _, name) => JSON.parse(new TextDecoder().decode(bytes))?.[name];

/** @type {Map<string, Read>} */
const READERS = new Map([["application/x-www-form-urlencoded", ofForm], ["multipart/form-data", ofMultipart]]);

/** The body, unless it is longer. @param {Request} request @param {number} limit @returns {Promise<Uint8Array<ArrayBuffer> | undefined>} */
async function upTo(request, limit) {
  if (!request.body) {
    // Not every browser shows a request's body as a stream.
    const whole = new Uint8Array(await request.arrayBuffer());
    return whole.length > limit ? undefined : whole;
  }
  const reader = request.body.getReader();
  const parts = [];
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    length += value.length;
    if (length > limit) {
      void reader.cancel().catch(() => {});
      return undefined;
    }
    parts.push(value);
  }
  const whole = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
