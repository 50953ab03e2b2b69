// @ts-check
// A key-value service as the store sees it: an adapter's answers checked, its failures told apart from "there is none".

import { ConfigError, StoreError } from "./errors.js";

/** @typedef {import("./index.d.ts").KvAdapter} KvAdapter */
/** @typedef {{ value: Uint8Array, version?: unknown }} Found */

/** What stands where a record was deleted and only overwriting can say so: version 0 of a record. */
const TOMBSTONE = new Uint8Array([0]);

/** Seconds for which a tombstone stays: longer than any request that began before it, and than any service's delay. */
const TOMBSTONE_TTL = 600;

export class KvService {
  #kv;
  #timeout;

  /** @param {unknown} kv @param {unknown} timeout milliseconds */
  constructor(kv, timeout = 10_000) {
    this.#kv = checkAdapter(kv);
    if (!Number.isInteger(timeout) || Number(timeout) < 1) throw new ConfigError("timeout: takes a whole number of milliseconds, at least 1");
    this.#timeout = Number(timeout);
  }

  /** @param {string} key @returns {Promise<Found | null>} */
  async get(key) {
    const found = await this.#ask("get", () => this.#kv.get(key));
    if (found === null || found === undefined) return null;
    if (!(found.value instanceof Uint8Array)) {
      throw new StoreError("kv.get: the adapter gave neither { value: Uint8Array, version } nor null", {
        operation: "get",
        retriable: false,
      });
    }
    // Without versions the record itself is the version: it is sealed with a fresh nonce at every write.
    return { value: found.value, version: this.#kv.capabilities.atomic ? found.version : found.value };
  }

  /** Writes a record that must not be there yet. @param {string} key @param {Uint8Array} value @param {number} ttl seconds */
  create(key, value, ttl) {
    return this.#put(key, value, ttl, this.#kv.capabilities.atomic ? { if: null } : {});
  }

  /**
   * Writes over a record if it is still the one that was read. Where the service can't compare, it is read again: what comes
   * between that and the write is not seen.
   * @param {string} key @param {Uint8Array} value @param {number} ttl seconds @param {unknown} version
   */
  async replace(key, value, ttl, version) {
    if (this.#kv.capabilities.atomic) return this.#put(key, value, ttl, { if: version });
    const now = await this.get(key);
    if (!now || !sameBytes(now.value, version)) return false;
    return this.#put(key, value, ttl, {});
  }

  /** Deletes a record, whatever it holds. @param {string} key @returns {Promise<void>} */
  async delete(key) {
    if (!this.#kv.capabilities.atomic) {
      await this.#put(key, TOMBSTONE, TOMBSTONE_TTL, {});
      return;
    }
    await this.#ask("delete", () => this.#kv.delete(key));
  }

  /** Deletes a record if it is still the one that was read. @param {string} key @param {unknown} version @returns {Promise<boolean>} */
  async retire(key, version) {
    if (!(await this.replace(key, TOMBSTONE, TOMBSTONE_TTL, version))) return false;
    // The tombstone has done it; that the key is gone too is tidiness.
    if (this.#kv.capabilities.atomic) await this.delete(key).catch(() => {});
    return true;
  }

  /** @param {string} key @param {Uint8Array} value @param {number} ttl @param {{ if?: unknown }} condition @returns {Promise<boolean>} */
  async #put(key, value, ttl, condition) {
    const { maxValue, minTtl } = this.#kv.capabilities;
    if (value.length > maxValue) {
      throw new StoreError(`kv.put: the record is ${value.length} bytes, the service takes ${maxValue}`, {
        operation: "put",
        retriable: false,
      });
    }
    const done = await this.#ask("put", () => this.#kv.put(key, value, { ttl: Math.max(ttl, minTtl), ...condition }));
    if (typeof done === "boolean") return done;
    throw new StoreError("kv.put: the adapter gave no boolean: whether it wrote is not known", {
      operation: "put",
      retriable: false,
    });
  }

  /** @param {"get" | "put" | "delete"} operation @param {() => any} ask @returns {Promise<any>} */
  async #ask(operation, ask) {
    /** @type {any} */
    let timer;
    const late = new Promise((_, reject) => {
      timer = setTimeout(() => {
        reject(new StoreError(`kv.${operation}: no answer within ${this.#timeout} ms`, { operation }));
      }, this.#timeout);
    });
    try {
      return await Promise.race([ask(), late]);
    } catch (cause) {
      if (cause instanceof StoreError) throw cause;
      throw new StoreError(`kv.${operation}: the service failed`, { cause, operation });
    } finally {
      clearTimeout(timer);
    }
  }
}

/** @param {any} kv @returns {KvAdapter} */
function checkAdapter(kv) {
  for (const name of ["get", "put", "delete"]) {
    if (typeof kv?.[name] !== "function") {
      throw new ConfigError(`kv: takes an adapter, such as memoryKV() of waxseal/kv/memory; what was given has no ${name}()`);
    }
  }
  const { atomic, minTtl, maxValue } = kv.capabilities ?? {};
  if (typeof atomic !== "boolean" || typeof minTtl !== "number" || typeof maxValue !== "number") {
    throw new ConfigError("kv: the adapter must declare capabilities: { atomic, consistency, minTtl, maxValue }");
  }
  return kv;
}

/** @param {Uint8Array} one @param {unknown} other */
function sameBytes(one, other) {
  return other instanceof Uint8Array && one.length === other.length && one.every((byte, at) => byte === other[at]);
}
