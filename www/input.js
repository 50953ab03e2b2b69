// What a request may say, checked before anything is done with it. Each refusal names the field.
import { Refused } from "./refusal.js";

const BODY_LIMIT = 64 * 1024;

export async function jsonBody(request) {
  if (Number(request.headers.get("content-length") ?? 0) > BODY_LIMIT) throw tooLarge();
  const raw = await upToLimit(request);
  if (raw === "") return {};
  let body;
  try {
    body = JSON.parse(raw);
  } catch {
    throw new Refused("body", "the body is not JSON");
  }
  if (body === null || typeof body !== "object" || Array.isArray(body)) {
    throw new Refused("body", 'the body takes a JSON object, such as {"name": "Ada"}');
  }
  return body;
}

// No more of it is taken in than may be: a length need not be told before, nor be true.
async function upToLimit({ body }) {
  if (!body) return "";
  const decoder = new TextDecoder();
  let [raw, length] = ["", 0];
  for await (const chunk of body) {
    length += chunk.length;
    if (length > BODY_LIMIT) throw tooLarge();
    raw += decoder.decode(chunk, { stream: true });
  }
  return raw + decoder.decode();
}

const tooLarge = () => new Refused("body", `the body takes at most ${BODY_LIMIT} bytes`, { status: 413 });

// A form on another site can send a POST with the visitor's cookies; a browser says so in this header.
export function sameSite(request) {
  const site = request.headers.get("sec-fetch-site");
  if (site !== null && site !== "same-origin" && site !== "none") {
    throw new Refused("sec-fetch-site", "this route answers the demo's own page only", { status: 403 });
  }
}

export function whole(body, field, { min, max }) {
  const given = own(body, field);
  if (!Number.isInteger(given) || given < min || given > max) throw new Refused(field, `${field} takes a whole number from ${min} to ${max}`);
  return given;
}

export function text(body, field, { max }) {
  const given = own(body, field);
  if (typeof given !== "string" || given === "") throw new Refused(field, `${field} takes a text that is not empty`);
  if (given.length > max) throw new Refused(field, `${field} takes at most ${max} characters, not ${given.length}`);
  return given;
}

export function number(body, field, { max }) {
  const given = own(body, field);
  if (typeof given !== "number" || !(given >= 0 && given <= max)) throw new Refused(field, `${field} takes a number from 0 to ${max}`);
  return given;
}

// Any JSON value, null too; only absence is refused.
export function value(body, field) {
  const given = own(body, field);
  if (given === undefined) throw new Refused(field, `${field} is missing; it takes any JSON value`);
  return given;
}

export function object(body, field) {
  const given = own(body, field);
  if (given === null || typeof given !== "object" || Array.isArray(given)) throw new Refused(field, `${field} takes an object`);
  return given;
}

// Secrets and salts: a text, or {"base64": "…"} for one that is not. The message never repeats what was sent.
export function secret(body, field, { optional = false } = {}) {
  const given = own(body, field);
  if (given === undefined || given === null) {
    if (optional) return undefined;
    throw new Refused(field, `${field} is missing`);
  }
  if (typeof given === "string") return given;
  if (typeof given === "object" && typeof given.base64 === "string") {
    try {
      return Uint8Array.from(atob(given.base64), (char) => char.charCodeAt(0));
    } catch {
      throw new Refused(field, `${field}.base64 is not standard base64`);
    }
  }
  throw new Refused(field, `${field} takes a text, or {"base64": "…"} for bytes that are no text`);
}

const own = (body, field) => (Object.hasOwn(body, field) ? body[field] : undefined);
