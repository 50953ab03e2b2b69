// @ts-check
// A key-value service as the store sees it: an adapter's answers checked, its failures told apart from "there is none".

import { bytesOf, sameBytes } from "../border/bytes.js";
import { StoreError } from "../border/errors.js";
import { checkAdapter, checkLimits } from "./kv_adapter.js";
import { ask, checkTimeout } from "./kv_ask.js";
import { pause } from "./kv_pause.js";

/** @typedef {{ value: Uint8Array, version?: unknown }} Found */

/** The first byte of what stands where a session was dropped or renewed: version 0 of a record (`src/store/kv/mark.rs`). */
const MARK = 0;

/** Seconds for which a mark stays beyond the service's delay: longer than any request that began before it. */
const MARK_TTL = 600;

export class KvService {
  #kv;
  #capabilities;

  /** @param {unknown} kv @param {unknown} timeout milliseconds @param {{ idleTimeout?: unknown, maxLifetime?: unknown }} [limits] seconds */
  constructor(kv, timeout, limits = {}) {
    this.#capabilities = checkAdapter(kv);
    checkLimits(this.#capabilities, limits);
    this.#kv = /** @type {import("../index.d.ts").KvAdapter} */ (kv);
    /** @readonly */
    this.timeout = checkTimeout(timeout);
  }

  /** Whether a write of others is seen late, and may be written over unseen. */
  get isLate() {
    const { atomic, consistency } = this.#capabilities;
    return !atomic && consistency === "eventual";
  }

  /** Whether it writes on the condition that nobody else has written since. */
  get isAtomic() {
    return this.#capabilities.atomic;
  }

  /** Bytes: the largest record that it takes. */
  get maxValue() {
    return this.#capabilities.maxValue;
  }

  /** Seconds: the longest time to live that it takes. */
  get maxTtl() {
    return this.#capabilities.maxTtl;
  }

  /** Seconds for which a mark stays: longer than any request that began before it. */
  get markTtl() {
    return MARK_TTL + this.#capabilities.delay;
  }

  /** Whether a session's record is there, and not the mark of one that is over. @param {string} key */
  async isThere(key) {
    const found = await this.get(key);
    return found !== null && found.value[0] !== MARK;
  }

  /** Whether the mark of a session that is over is there. @param {string} key */
  async isMarked(key) {
    return (await this.get(key))?.value[0] === MARK;
  }

  /** @param {string} key @returns {Promise<Found | null>} */
  async get(key) {
    const found = await ask("get", this.timeout, () => this.#kv.get(key));
    if (found === null || found === undefined) return null;
    const value = bytesOf(found.value);
    if (!value) throw wrong("get", "neither { value: Uint8Array, version } nor null");
    // Without versions the record itself is the version: it is sealed with a fresh nonce at every write.
    if (!this.#capabilities.atomic) return { value, version: value };
    // Null and undefined have another meaning as a put's condition.
    if (found.version === null || found.version === undefined) throw wrong("get", "a record without a version, and declares atomic");
    return { value, version: found.version };
  }

  /** Writes a record that must not be there yet. @param {string} key @param {Uint8Array} value @param {number} ttl seconds */
  create(key, value, ttl) {
    return this.#putIf(key, value, ttl, this.#capabilities.atomic ? { if: null } : {});
  }

  /**
   * Writes over a record if it is still the one that was read. Where the service can't compare, it is read again: what comes
   * between that and the write is not seen.
   * @param {string} key @param {Uint8Array} value @param {number} ttl seconds @param {unknown} version
   */
  async replace(key, value, ttl, version) {
    if (this.#capabilities.atomic) return this.#putIf(key, value, ttl, { if: version });
    const now = await this.get(key);
    if (!now || !sameBytes(now.value, version)) return false;
    // Nor is it written after a wait over what came meanwhile, a log-out perhaps: that is looked at again.
    return this.#put(key, value, ttl, {}, async () => {
      const there = bytesOf((await this.#kv.get(key))?.value);
      if (there && sameBytes(there, version)) return undefined;
      return there !== undefined && sameBytes(there, value);
    });
  }

  /** Ends a record, whatever it holds: its mark is to stand there for a while. @param {string} key @param {Uint8Array} mark @returns {Promise<void>} */
  async delete(key, mark) {
    if (!(await this.#put(key, mark, this.markTtl, {}))) throw wrong("put", "false without a condition: whether it wrote is not known");
  }

  /**
   * The same at a log-out, which is to hold where there is no room for a mark, too: then the record goes without one. Not for who revokes: a record that
   * is about to be written is kept out by its mark alone.
   * @param {string} key @param {Uint8Array} mark @returns {Promise<void>}
   */
  async drop(key, mark) {
    const deadline = performance.now() + this.timeout;
    try {
      await this.delete(key, mark);
    } catch (error) {
      const left = deadline - performance.now();
      if (left < 1) throw error;
      await this.remove(key, left).catch(() => {
        throw error;
      });
    }
  }

  /** Takes away a record, and leaves nothing in its place. @param {string} key @param {number} [timeout] milliseconds @returns {Promise<void>} */
  async remove(key, timeout = this.timeout) {
    await ask("delete", timeout, () => this.#kv.delete(key));
  }

  /**
   * Ends a record if it is still the one that was read: its mark is to stand there for a while. When the service fails without
   * telling whether it wrote, reading the mark tells.
   * @param {string} key @param {unknown} version @param {Uint8Array} mark which only this call would write
   * @param {number} ttl seconds that a record has which is as old as this one @returns {Promise<boolean>}
   */
  async retire(key, version, mark, ttl) {
    const deadline = performance.now() + this.timeout;
    try {
      return await this.replace(key, mark, this.markTtl, version);
    } catch (failure) {
      for (let tried = 1; ; tried += 1) {
        try {
          const now = await this.get(key);
          if (now && sameBytes(now.value, mark)) return true;
          if (now?.value[0] === MARK) return false;
          // The write may still be on its way. Over a record that was written anew since it can't come.
          if (!now || !this.#capabilities.atomic || (await this.#put(key, now.value, ttl, { if: now.version }))) throw failure;
        } catch (error) {
          if (error === failure || performance.now() >= deadline) throw failure;
        }
        await pause(tried);
      }
    }
  }

  /**
   * A "no" may be the answer to a write that was sent twice, by a client that resends by itself or by `ask`: then the first one is
   * there. No two writes are of the same bytes, for each is sealed with a fresh nonce.
   * @param {string} key @param {Uint8Array} value @param {number} ttl @param {{ if?: unknown }} condition
   */
  async #putIf(key, value, ttl, condition) {
    return (await this.#put(key, value, ttl, condition)) || this.#holds(key, value);
  }

  /** @param {string} key @param {Uint8Array} value */
  async #holds(key, value) {
    const now = await this.get(key);
    return now !== null && sameBytes(now.value, value);
  }

  /**
   * @param {string} key @param {Uint8Array} value @param {number} ttl @param {{ if?: unknown }} condition
   * @param {() => Promise<boolean | undefined>} [before] it is written once more @returns {Promise<boolean>}
   */
  async #put(key, value, ttl, condition, before) {
    const { maxValue, minTtl, maxTtl } = this.#capabilities;
    if (value.length > maxValue) {
      throw new StoreError(`kv.put: the record is ${value.length} bytes, the service takes ${maxValue}`, {
        operation: "put",
        retriable: false,
      });
    }
    const options = { ttl: Math.min(Math.max(ttl, minTtl), maxTtl), ...condition };
    const done = await ask("put", this.timeout, () => this.#kv.put(key, value, options), before ? { before } : {});
    if (typeof done !== "boolean") throw wrong("put", "no boolean: whether it wrote is not known");
    return done;
  }
}

/** @param {"get" | "put"} operation @param {string} gave */
function wrong(operation, gave) {
  return new StoreError(`kv.${operation}: the adapter gave ${gave}`, { operation, retriable: false });
}
