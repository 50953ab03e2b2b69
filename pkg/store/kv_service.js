// @ts-check
// A key-value service as the store sees it: an adapter's answers checked, its failures told apart from "there is none".

import { bytesOf } from "../border/bytes.js";
import { ConfigError, StoreError } from "../border/errors.js";
import { checkAdapter } from "./kv_adapter.js";
import { ask } from "./kv_ask.js";

/** @typedef {{ value: Uint8Array, version?: unknown }} Found */

/** The first byte of what stands where a record was deleted and only overwriting can say so: version 0 of a record. */
const TOMBSTONE = 0;

/** Seconds for which a tombstone stays: longer than any request that began before it, and than any service's delay. */
const TOMBSTONE_TTL = 600;

/** The longest that a timer takes: a longer one would fire at once. */
const LONGEST_TIMEOUT = 2 ** 31 - 1;

export class KvService {
  #kv;

  /** @param {unknown} kv @param {unknown} timeout milliseconds */
  constructor(kv, timeout = 10_000) {
    this.#kv = checkAdapter(kv);
    if (!Number.isInteger(timeout) || Number(timeout) < 1 || Number(timeout) > LONGEST_TIMEOUT) {
      throw new ConfigError(`timeout: takes a whole number of milliseconds, from 1 to ${LONGEST_TIMEOUT}`);
    }
    /** @readonly */
    this.timeout = Number(timeout);
  }

  /** @param {string} key @returns {Promise<Found | null>} */
  async get(key) {
    const found = await ask("get", this.timeout, () => this.#kv.get(key));
    if (found === null || found === undefined) return null;
    const value = bytesOf(found.value);
    if (!value) throw wrong("get", "neither { value: Uint8Array, version } nor null");
    // Without versions the record itself is the version: it is sealed with a fresh nonce at every write.
    if (!this.#kv.capabilities.atomic) return { value, version: value };
    // Null and undefined have another meaning as a put's condition.
    if (found.version === null || found.version === undefined) throw wrong("get", "a record without a version, and declares atomic");
    return { value, version: found.version };
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
      await this.#put(key, new Uint8Array([TOMBSTONE]), TOMBSTONE_TTL, {});
      return;
    }
    await ask("delete", this.timeout, () => this.#kv.delete(key));
  }

  /**
   * Deletes a record if it is still the one that was read. `mark` is what only this call would write in its place: when the
   * service fails without telling whether it wrote, reading the mark tells.
   * @param {string} key @param {unknown} version @param {Uint8Array} mark @returns {Promise<boolean>}
   */
  async retire(key, version, mark) {
    const tombstone = new Uint8Array([TOMBSTONE, ...mark]);
    try {
      if (!(await this.replace(key, tombstone, TOMBSTONE_TTL, version))) return false;
    } catch (error) {
      const now = await this.get(key).catch(() => null);
      if (!now || !sameBytes(now.value, tombstone)) throw error;
    }
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
    const options = { ttl: Math.max(ttl, minTtl), ...condition };
    const done = await ask("put", this.timeout, () => this.#kv.put(key, value, options));
    if (typeof done !== "boolean") throw wrong("put", "no boolean: whether it wrote is not known");
    return done;
  }
}

/** @param {"get" | "put"} operation @param {string} gave */
function wrong(operation, gave) {
  return new StoreError(`kv.${operation}: the adapter gave ${gave}`, { operation, retriable: false });
}

/** @param {Uint8Array} one @param {unknown} other */
function sameBytes(one, other) {
  return other instanceof Uint8Array && one.length === other.length && one.every((byte, at) => byte === other[at]);
}
