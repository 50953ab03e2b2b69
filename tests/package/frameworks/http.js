// @ts-check
// What the tests of Node's frameworks share: a request by hand, and two stores.

import { once } from "node:events";
import { createServer, request } from "node:http";
import { text } from "node:stream/consumers";
import { createGunzip } from "node:zlib";
import { createSessions } from "waxseal";
import { plainConfig } from "../../conformance/cookie.js";
import { listening } from "./walk/drivers/parts.js";
import { memoryKV } from "waxseal/kv/memory";

export const stores = {
  "cookie store": createSessions({ ...plainConfig.sessions, store: "cookie" }),
  "key-value store": createSessions({ store: "memory", key: "_app_key", log: false }),
};

/** Sessions whose service refuses each write. */
export const failing = () => createSessions({
  store: "kv", key: "_app_key", log: false, kv: { ...memoryKV(), put: () => Promise.reject(Object.assign(new Error("down"), { retriable: false })) },
});

/** Sessions whose service refuses so many writes. @param {number} many */
export function failingFor(many) {
  const kv = memoryKV();
  const put = async (/** @type {Parameters<typeof kv.put>} */ ...given) => {
    many -= 1;
    if (many >= 0) throw Object.assign(new Error("down"), { retriable: false });
    return kv.put(...given);
  };
  return createSessions({ store: "kv", key: "_app_key", log: false, kv: { ...kv, put } });
}

/** @param {string} url @param {Record<string, string>} [headers] */
export async function get(url, headers = {}) {
  const asked = request(url, { headers, agent: false });
  asked.end();
  const [response] = await once(asked, "response");
  const body = response.headers["content-encoding"] === "gzip" ? response.pipe(createGunzip()) : response;
  return { status: response.statusCode, message: response.statusMessage, headers: response.headers, raw: response.rawHeaders, text: await text(body) };
}

/** Serves with a handler of Node's. @param {any} handler @param {(url: string) => Promise<void>} body */
export async function serving(handler, body) {
  const app = await listening(createServer(handler));
  try {
    await body(app.url);
  } finally {
    await app.stop();
  }
}

/** The names of the cookies that were set. @param {{ headers: any }} answer */
export const cookiesOf = ({ headers }) => (headers["set-cookie"] ?? []).map((/** @type {string} */ header) => header.split("=")[0]).join();
