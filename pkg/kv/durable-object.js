// @ts-check
// Durable Objects: one object a session, addressed by its key, so that every request for it meets in one place. The adapter and
// the object speak HTTP's own conditional requests (RFC 9110, section 13), which needs no compatibility flag.

import { checkClient } from "../border/kv_client.js";
import { noOptions } from "../border/options.js";

/** What an object's storage takes in one value where it is not backed by SQLite is 128 KiB, its envelope included. */
const MAX_VALUE = 127 * 1024;

/** On each answer of the object: an application's own object would answer too, and an answer of its is none of ours. */
const MARK = "x-waxseal-sessions";

const TOLD = { takes: "a Durable Object namespace, such as env.SESSIONS", fix: "Is the binding in wrangler.toml (durable_objects), under this name?" };

/**
 * @typedef {object} DurableObjectNamespace what is used of it
 * @property {(name: string) => any} idFromName
 * @property {(id: any) => { fetch(url: string, init?: RequestInit): Promise<Response> }} get
 */

/** @param {DurableObjectNamespace} namespace @param {undefined} [options] there are none @returns {import("../index.d.ts").KvAdapter} */
export function durableObjectKV(namespace, options) {
  noOptions("durableObjectKV", options);
  checkClient("durableObjectKV", namespace, ["idFromName", "get"], { ...TOLD, binding: "DurableObjectNamespace" });

  /** @param {string} key @param {RequestInit} init @param {number} yes @param {number} [no] the statuses that the object answers with */
  const ask = async (key, init, yes, no) => {
    // A stub of its own each time: one that has failed once fails for good.
    const stub = namespace.get(namespace.idFromName(key));
    const response = await stub.fetch("https://waxseal/", { ...init, redirect: "manual" }).catch(passing);
    const isOurs = response.headers.get(MARK) === "1";
    if (isOurs && (response.status === yes || response.status === no)) return response;
    const what = isOurs ? `${response.status} to ${init.method}` : `${response.status}, and not as ours does`;
    const error = new Error(`the Durable Object answered ${what}: does it run waxseal's WaxsealSessions?`);
    throw Object.assign(error, { retriable: false });
  };

  return {
    capabilities: { atomic: true, consistency: "strong", minTtl: 0, maxValue: MAX_VALUE },

    async get(key) {
      const response = await ask(key, { method: "GET" }, 200, 404);
      const value = new Uint8Array(await response.arrayBuffer());
      return response.status === 200 ? { value, version: response.headers.get("etag") } : null;
    },

    async put(key, value, { ttl, if: version }) {
      const headers = new Headers({ "cache-control": `max-age=${ttl}` });
      if (version === null) headers.set("if-none-match", "*");
      else if (version !== undefined) headers.set("if-match", String(version));
      const body = new Uint8Array(value);
      return (await ask(key, { method: "PUT", headers, body }, 204, version === undefined ? undefined : 412)).status === 204;
    },

    delete: (key) => ask(key, { method: "DELETE" }, 204),
  };
}

/**
 * An object that was reset, at a deploy for one, is there again at once: the runtime says `retryable`, or only that it was reset.
 * @param {any} error @returns {never}
 */
function passing(error) {
  if (error?.durableObjectReset !== true || error.retryable === true) throw error;
  throw Object.assign(new Error("the Durable Object was reset", { cause: error }), { retryable: true, overloaded: error.overloaded === true });
}

/** What an object holds. @param {string} name */
const named = (name) => `waxseal:${name}`;
const [VALUE, VERSION, UNTIL] = ["value", "version", "until"].map(named);
const OWN = [VALUE, VERSION, UNTIL];

/** @param {number} status @param {Record<string, string>} [headers] @param {Uint8Array<ArrayBuffer>} [body] */
const answer = (status, headers, body) => new Response(body ?? null, { status, headers: { ...headers, [MARK]: "1" } });

/** The object, on a base of one's own: on `DurableObject` of cloudflare:workers it takes RPC too. @param {any} Base @returns {any} */
export function sessionsObject(Base) {
  return class Sessions extends Base {
    #storage;
    #isWhole;

    /** @param {{ storage: any }} state @param {unknown} env */
    constructor(state, env) {
      super(state, env);
      this.#storage = state.storage;
      // Of a class of one's own the rest of the storage, and the alarm, may be its own affair.
      this.#isWhole = /** @type {Function} */ (new.target) === WaxsealSessions;
    }

    /** Between a read of the storage and the write after it no other request runs (input gates). @param {Request} request */
    async fetch(request) {
      const body = new Uint8Array(await request.arrayBuffer());
      const found = await this.#found();
      if (request.method === "GET") return found ? answer(200, { etag: found.version }, found.value) : answer(404);
      if (request.method === "DELETE") {
        await this.#clear();
        return answer(204);
      }
      const { headers } = request;
      const seconds = Number(/^max-age=(\d+)$/.exec(headers.get("cache-control") ?? "")?.[1]);
      if (request.method !== "PUT" || Number.isNaN(seconds)) return answer(400);
      const expected = headers.get("if-match") ?? (headers.has("if-none-match") ? undefined : found?.version);
      if (expected !== found?.version) return answer(412);
      await this.#write(body, Date.now() + seconds * 1000);
      return answer(204);
    }

    /** The alarm is not put off at each write, which would cost another one: it looks again. */
    async alarm() {
      const until = await this.#storage.get(UNTIL);
      if (until > Date.now()) await this.#wake(until);
      else if (this.#isWhole || until !== undefined) await this.#clear();
    }

    async #found() {
      const found = await this.#storage.get(OWN);
      return found.get(UNTIL) > Date.now() ? { value: found.get(VALUE), version: found.get(VERSION) } : undefined;
    }

    /** Nothing is awaited after the put: no answer leaves the object before its writes are on disk (output gates). @param {Uint8Array} value @param {number} until */
    async #write(value, until) {
      const alarm = await this.#storage.getAlarm();
      this.#storage.put({ [VALUE]: value, [VERSION]: `"${crypto.randomUUID()}"`, [UNTIL]: until });
      if (alarm === null || (this.#isWhole && alarm > until)) this.#storage.setAlarm(until);
    }

    /** @param {number} until */
    async #wake(until) {
      if (this.#isWhole || (await this.#storage.getAlarm()) === null) await this.#storage.setAlarm(until);
    }

    async #clear() {
      if (!this.#isWhole) return void (await this.#storage.delete(OWN));
      this.#storage.deleteAlarm();
      await this.#storage.deleteAll();
    }
  };
}

/** The object: to be exported by the Worker, and named as a class in its configuration. */
export class WaxsealSessions extends sessionsObject(class {}) {}
