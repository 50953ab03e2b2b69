// @ts-check
// Sessions over a key-value service: ask the core, await the service, answer the core, perform its plan.

import { call, headerBytes, readSession, readText, wasm, writeBytes, writeHeader, writeSession, writeText } from "./border.js";
import { StoreError } from "./errors.js";
import { Sessions, cookieText, newState } from "./sessions.js";

/** @typedef {import("./session.js").Session} Session */
/** @typedef {import("./session.js").State} State */
/** @typedef {import("./kv_service.js").KvService} KvService */
/** @typedef {["write", string, Uint8Array, number, boolean] | ["delete", string] | ["retire", string]} Step */

/** How often a commit that met another one is merged and tried again. */
const TRIES = 64;

export class KvSessions extends Sessions {
  #service;

  /** @param {number} site @param {(reason: number | string) => void} log @param {KvService} service */
  constructor(site, log, service) {
    super(site, log);
    this.owner = service;
    this.#service = service;
  }

  /** @override @param {unknown} source @param {import("./sessions.js").Conn} [conn] @returns {Promise<Session>} */
  async fetch(source, conn) {
    const state = newState(this.site, this.owner, source, conn);
    const header = cookieText(source);
    const written = writeHeader(header);
    const length = call(() => wasm.fetch(state.site, written, state.https));
    if (length >= 0) return this.begin(state, length);
    const found = await this.#service.get(readText(-length));
    state.version = found?.version;
    const text = headerBytes(header);
    writeBytes(text, found?.value);
    return this.begin(state, call(() => wasm.resume(state.site, text.length, found?.value.length)));
  }

  /** @override @param {Session} session @returns {Promise<string | undefined>} */
  async commit(session) {
    const state = this.own(session);
    const unsent = state.bytes;
    writeSession(unsent);
    call(() => wasm.sent());
    // Sent from here on, so that nothing is written to it meanwhile; as it was, if the service fails.
    state.bytes = readSession(unsent.length);
    try {
      return await this.#perform(state, unsent);
    } catch (error) {
      state.bytes = unsent;
      throw error;
    }
  }

  /** @param {State} state @param {Uint8Array} bytes @returns {Promise<string | undefined>} */
  async #perform(state, bytes) {
    // A session that was only read is at most touched: nobody's request fails for that.
    const touches = bytes[0] === 0;
    for (let tried = 0; tried < TRIES; tried += 1) {
      writeSession(bytes);
      /** @type {[string | undefined, ...Step[]]} */
      const [setCookie, ...steps] = call(() => wasm.plan(state.site, state.https));
      const attempt = this.#steps(steps, state.version);
      const conflict = await (touches ? attempt.catch(() => "touch") : attempt);
      if (conflict === undefined) return setCookie;
      if (touches) return undefined;
      await pause(tried);
      const found = await this.#service.get(conflict);
      state.version = found?.version;
      if (found) writeBytes(found.value);
      writeSession(bytes);
      bytes = readSession(call(() => wasm.rebase(state.site, found?.value.length)));
    }
    throw new StoreError(`the session was changed by others ${TRIES} times while this request tried to write it`, {
      operation: "put",
    });
  }

  /**
   * Performs a plan's steps. Gives the key of a record that had changed since it was read: then nothing was done.
   * @param {Step[]} steps @param {unknown} version @returns {Promise<string | undefined>}
   */
  async #steps(steps, version) {
    /** @type {string | undefined} */
    let created;
    const undo = () => (created === undefined ? undefined : this.#service.delete(created).catch(() => {}));
    for (const step of steps) {
      const [name, key] = step;
      try {
        if (name === "delete") await this.#service.delete(key);
        else if (name === "retire") {
          if (await this.#service.retire(key, version)) continue;
          await undo();
          return key;
        } else {
          const [, , value, ttl, create] = step;
          if (!create) {
            if (!(await this.#service.replace(key, value, ttl, version))) return key;
          } else if (await this.#service.create(key, value, ttl)) created = key;
          else throw new StoreError("kv.put: a new session's key was taken already", { operation: "put" });
        }
      } catch (error) {
        await undo();
        throw error;
      }
    }
    return undefined;
  }
}

/** Waits a little longer each time, and never as long as the others. @param {number} tried */
function pause(tried) {
  if (tried === 0) return undefined;
  const most = Math.min(2 ** tried, 1000);
  return new Promise((resolve) => setTimeout(resolve, Math.random() * most));
}
