// @ts-check
// Sessions over a key-value service: ask the core, await the service, answer the core, perform its plan.

import { call, headerBytes, readSession, readText, wasm, writeBytes, writeHeader, writeSession, writeText } from "./border.js";
import { RandomnessError, StoreError } from "./errors.js";
import { perform } from "./kv_steps.js";
import { Sessions, cookieText, newState } from "./sessions.js";

/** @typedef {import("./session.js").Session} Session */
/** @typedef {import("./session.js").State} State */
/** @typedef {import("./kv_service.js").KvService} KvService */
/** @typedef {import("./kv_steps.js").Step} Step */

/** The first byte of a session to which nothing was written. */
const NOT_WRITTEN = 0;

/** How often a commit that met another one is merged and tried again, and for how many times the service's timeout. */
const TRIES = 64;
const PATIENCE = 3;

export class KvSessions extends Sessions {
  #service;

  /** @param {import("./border.js").Site} site @param {(reason: number | string) => void} log @param {KvService} service */
  constructor(site, log, service) {
    super(site, log);
    this.#service = service;
  }

  /** @override @param {unknown} source @param {import("./sessions.js").Conn} [conn] @returns {Promise<Session>} */
  async fetch(source, conn) {
    const state = newState(this.site, this.owner, source, conn);
    const header = cookieText(source);
    const written = writeHeader(header);
    const length = call(() => wasm.fetch_session(state.site.handle, written, state.https));
    if (length >= 0) return this.begin(state, length);
    const found = await this.#service.get(readText(-length));
    state.version = found?.version;
    const text = headerBytes(header);
    writeBytes(text, found?.value);
    return this.begin(state, call(() => wasm.resume(state.site.handle, text.length, found?.value.length)));
  }

  /** @override @param {Session} session @returns {Promise<string | undefined>} */
  async commit(session) {
    const state = this.own(session);
    const { bytes, version } = state;
    writeSession(bytes);
    call(() => wasm.sent());
    // Sent from here on, so that nothing is written to it meanwhile.
    state.bytes = readSession(bytes.length);
    try {
      return await (bytes[0] === NOT_WRITTEN ? this.#touch(state, bytes) : this.#write(state, bytes));
    } catch (error) {
      // As it was before, the version too: what was merged into it on the way is gone from it.
      Object.assign(state, { bytes, version });
      throw error;
    }
  }

  /** A session that was only read is at most touched: nobody's request fails for that. @param {State} state @param {Uint8Array} bytes */
  async #touch(state, bytes) {
    try {
      const { setCookie, steps } = plan(state, bytes);
      const conflict = await perform(this.#service, steps, state.version);
      return conflict === undefined ? setCookie : undefined;
    } catch (error) {
      if (error instanceof StoreError || error instanceof RandomnessError) return undefined;
      throw error;
    }
  }

  /** @param {State} state @param {Uint8Array} bytes @returns {Promise<string | undefined>} */
  async #write(state, bytes) {
    const deadline = Date.now() + PATIENCE * this.#service.timeout;
    for (let tried = 0; tried < TRIES; tried += 1) {
      const { setCookie, steps } = plan(state, bytes);
      const conflict = await perform(this.#service, steps, state.version);
      if (conflict === undefined) return setCookie;
      await pause(tried);
      if (Date.now() >= deadline) break;
      const found = await this.#service.get(conflict);
      state.version = found?.version;
      if (found) writeBytes(found.value);
      writeSession(bytes);
      bytes = readSession(call(() => wasm.rebase(state.site.handle, found?.value.length)));
    }
    throw new StoreError("the session was changed by others each time this request tried to write it", { operation: "put" });
  }
}

/** What the core says is to be done. @param {State} state @param {Uint8Array} bytes @returns {{ setCookie: string | undefined, steps: Step[] }} */
function plan(state, bytes) {
  writeSession(bytes);
  const [setCookie, ...steps] = call(() => wasm.plan(state.site.handle, state.https));
  return { setCookie, steps };
}

/**
 * Waits longer each time, and never as long as the others. The longest wait decides what is left of a thousand requests that
 * write one session at once: with two seconds, about one try for each write that the service can take.
 * @param {number} tried
 */
function pause(tried) {
  if (tried === 0) return undefined;
  const most = Math.min(2 ** tried, 2000);
  return new Promise((resolve) => setTimeout(resolve, Math.random() * most));
}
