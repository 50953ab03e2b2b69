// @ts-check
// Durable Objects: one object a session, addressed by its key, so that every request for it meets in one place. The adapter and
// the object speak HTTP's own conditional requests (RFC 9110, section 13), which needs no compatibility flag.

/** What an object's storage takes in one value where it is not backed by SQLite is 128 KiB, its envelope included. */
const MAX_VALUE = 127 * 1024;

/**
 * @typedef {object} DurableObjectNamespace what is used of it
 * @property {(name: string) => any} idFromName
 * @property {(id: any) => { fetch(url: string, init?: RequestInit): Promise<Response> }} get
 */

/** @param {DurableObjectNamespace} namespace @returns {import("../index.d.ts").KvAdapter} */
export function durableObjectKV(namespace) {
  const ask = async (/** @type {string} */ key, /** @type {RequestInit} */ init) => {
    const response = await namespace.get(namespace.idFromName(key)).fetch("https://waxseal/", init);
    if (response.ok || response.status === 404 || response.status === 412) return response;
    throw new Error(`the Durable Object answered ${response.status}: does it run waxseal's WaxsealSessions?`);
  };
  return {
    capabilities: { atomic: true, consistency: "strong", minTtl: 0, maxValue: MAX_VALUE },

    async get(key) {
      const response = await ask(key, { method: "GET" });
      const value = new Uint8Array(await response.arrayBuffer());
      return response.ok ? { value, version: response.headers.get("etag") } : null;
    },

    async put(key, value, { ttl, if: version }) {
      const headers = new Headers({ "cache-control": `max-age=${ttl}` });
      if (version === null) headers.set("if-none-match", "*");
      else if (version !== undefined) headers.set("if-match", String(version));
      const body = /** @type {Uint8Array<ArrayBuffer>} */ (value);
      return (await ask(key, { method: "PUT", headers, body })).ok;
    },

    delete: (key) => ask(key, { method: "DELETE" }),
  };
}

/** The object: to be exported by the Worker, and named as a class in its configuration. */
export class WaxsealSessions {
  #storage;

  /** @param {{ storage: any }} state */
  constructor({ storage }) {
    this.#storage = storage;
  }

  /** Between a read of the storage and the write after it no other request runs (input gates). @param {Request} request */
  async fetch(request) {
    const body = new Uint8Array(await request.arrayBuffer());
    const found = await this.#found();
    if (request.method === "GET") {
      return found ? new Response(found.value, { headers: { etag: found.version } }) : new Response(null, { status: 404 });
    }
    if (request.method === "DELETE") {
      await this.#clear();
      return new Response(null, { status: 204 });
    }
    const { headers } = request;
    const expected = headers.get("if-match") ?? (headers.has("if-none-match") ? undefined : found?.version);
    if (expected !== found?.version) return new Response(null, { status: 412 });
    const seconds = Number(/^max-age=(\d+)$/.exec(headers.get("cache-control") ?? "")?.[1]);
    await this.#write(body, Date.now() + seconds * 1000);
    return new Response(null, { status: 204 });
  }

  /** The alarm is not put off at each write, which would cost another one: it looks again. */
  async alarm() {
    const until = await this.#storage.get("until");
    if (until > Date.now()) await this.#storage.setAlarm(until);
    else await this.#clear();
  }

  async #found() {
    const found = await this.#storage.get(["value", "version", "until"]);
    return found.get("until") > Date.now() ? { value: found.get("value"), version: found.get("version") } : undefined;
  }

  /** Nothing is awaited after the put: no answer leaves the object before its writes are on disk (output gates). @param {Uint8Array} value @param {number} until */
  async #write(value, until) {
    const alarm = await this.#storage.getAlarm();
    this.#storage.put({ value, version: `"${crypto.randomUUID()}"`, until });
    if (alarm === null || alarm > until) this.#storage.setAlarm(until);
  }

  async #clear() {
    this.#storage.deleteAlarm();
    await this.#storage.deleteAll();
  }
}
