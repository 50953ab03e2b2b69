// @ts-check
// Inside workerd: each of Cloudflare's services behind the same application, and the adapter suite run in place.

import { createSessions } from "waxseal";
import { adapterSuite, run } from "waxseal/conformance";
import { cloudflareKV } from "waxseal/kv/cloudflare";
import { SCHEMA, d1KV } from "waxseal/kv/d1";
import { WaxsealSessions, durableObjectKV } from "waxseal/kv/durable-object";
import { makeApp } from "../app.js";
import { bindings } from "./bindings.js";

export { Callable, Extended, Foreign, Resetting } from "./bindings.js";

/** The object of the package, with a clock that can be put forward: its alarm is the runtime's own. */
class Objects extends WaxsealSessions {
  #storage;

  /** @param {any} state */
  constructor(state) {
    super(state);
    this.#storage = state.storage;
  }

  /** @override @param {Request} request */
  async fetch(request) {
    const { pathname, searchParams } = new URL(request.url);
    if (pathname === "/size") return Response.json((await this.#storage.list()).size);
    if (pathname !== "/advance") return super.fetch(request);
    const until = await this.#storage.get("waxseal:until");
    if (until === undefined) return new Response();
    await this.#storage.put("waxseal:until", until - Number(searchParams.get("seconds")) * 1000);
    await this.#storage.setAlarm((await this.#storage.getAlarm()) - Number(searchParams.get("seconds")) * 1000);
    return new Response();
  }
}

export class SqliteObjects extends Objects {}
export class PlainObjects extends Objects {}

/** @param {any} namespace */
function objects(namespace) {
  const kv = durableObjectKV(namespace);
  const seen = new Set();
  const ask = (/** @type {string} */ key, /** @type {string} */ path) => namespace.get(namespace.idFromName(key)).fetch(`https://test${path}`);
  return {
    kv: { ...kv, put: (/** @type {string} */ key, /** @type {Uint8Array} */ value, /** @type {any} */ options) => (seen.add(key), kv.put(key, value, options)) },
    advance: async (/** @type {number} */ seconds) => void (await Promise.all([...seen].map((key) => ask(key, `/advance?seconds=${seconds}`)))),
    more: [{
      name: "an object whose time is over is emptied by its alarm",
      async run() {
        await kv.put("alarm", new Uint8Array(10), { ttl: 60 });
        await kv.put("alarm", new Uint8Array(10), { ttl: 90 });
        const size = async () => (await ask("alarm", "/size")).json();
        if (await size() !== 3) throw new Error("it does not hold a value, a version and a time");
        // The alarm set for the first time to live finds that the second is not over, and is set anew.
        await ask("alarm", "/advance?seconds=61");
        if (await size() !== 3) throw new Error("it was emptied before its time");
        await ask("alarm", "/advance?seconds=31");
        while (await size() !== 0) await new Promise((resolve) => setTimeout(resolve, 20));
      },
    }],
  };
}

/** One line a service: all else is the same. @type {Record<string, (env: any) => { kv: any, advance?: any, more?: any[] }>} */
const SERVICES = {
  kv: (env) => ({ kv: cloudflareKV(env.KV), more: [expiration(env.KV)] }),
  d1: (env) => ({ kv: d1KV(env.D1), ...database(env.D1) }),
  "durable-object-sqlite": (env) => objects(env.SQLITE),
  "durable-object": (env) => objects(env.PLAIN),
};

/** Workers KV's clock can't be put forward: what it will do is in its listing. @param {any} namespace */
const expiration = (namespace) => ({
  name: "the time to live is handed on",
  async run() {
    await cloudflareKV(namespace, { cacheTtl: 60 }).put("expires", new Uint8Array(1), { ttl: 3600 });
    const { keys } = await namespace.list({ prefix: "expires" });
    const left = keys[0].expiration - Date.now() / 1000;
    if (!(left > 3000 && left <= 3601)) throw new Error(`it is ${left} s`);
  },
});

/** @param {any} d1 */
const database = (d1) => ({
  advance: (/** @type {number} */ seconds) => d1.prepare("UPDATE waxseal SET until = until - ?1").bind(seconds * 1000).run(),
  more: [{
    name: "sweep deletes what is over, and nothing else",
    async run() {
      const kv = d1KV(d1);
      const count = async () => (await d1.prepare("SELECT count(*) AS rows FROM waxseal").first()).rows;
      await d1.prepare("DELETE FROM waxseal").run();
      await kv.put("over", new Uint8Array(1), { ttl: -1 });
      await kv.put("there", new Uint8Array(1), { ttl: 60 });
      await kv.sweep();
      if (await count() !== 1 || !(await kv.get("there"))) throw new Error(`${await count()} rows are left`);
    },
  }],
});

/** @param {{ kv: any, advance?: any, more?: any[] }} service */
const suite = ({ kv, more = [], ...options }) => [...adapterSuite(() => kv, options), ...more];

/** @type {Map<string, ReturnType<typeof makeApp>>} */
const apps = new Map();

export default {
  /** @param {Request} request @param {any} env */
  async fetch(request, env) {
    const service = new URL(request.url).hostname.split(".")[0];
    if (new URL(request.url).pathname === "/suite") {
      if (service === "d1") await env.D1.exec(SCHEMA);
      const tests = service === "bindings" ? bindings(env) : suite(SERVICES[service](env));
      /** @type {{ name: string, error: string }[]} */
      const failures = [];
      const counts = await run(tests, ({ name, error }) => {
        if (error !== undefined) failures.push({ name, error: String(/** @type {Error} */ (error).stack) });
      });
      return Response.json({ counts, failures });
    }
    if (!apps.has(service)) apps.set(service, makeApp(createSessions, SERVICES[service](env).kv));
    return /** @type {ReturnType<typeof makeApp>} */ (apps.get(service)).fetch(request);
  },
};
