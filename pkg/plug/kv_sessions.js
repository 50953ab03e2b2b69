// @ts-check
// Sessions over a key-value service: ask the core, await the service, answer the core, perform its plan.

import { OTHER, call, core, headerBytes, readBytes, readSession, readText, writeBytes, writeHeader } from "../border/core.js";
import { RandomnessError, StoreError } from "../border/errors.js";
import { readPlan } from "./kv_plan.js";
import { perform } from "./kv_steps.js";
import { withDeletion } from "./log_out.js";
import { writeSession } from "../session/changes.js";
import { Sessions } from "./sessions.js";

/** @typedef {import("../session/session.js").Session} Session */
/** @typedef {import("../session/session.js").State} State */
/** @typedef {import("../store/kv_service.js").KvService} KvService */
/** @typedef {import("./kv_steps.js").Step} Step */

/** How often a commit that met another one is merged and tried again, and for how many times the service's timeout. */
const TRIES = 64;
const PATIENCE = 3;

export class KvSessions extends Sessions {
  #service;

  /** @param {import("../store/site.js").Site} site @param {(reason: number | string) => void} log @param {KvService} service */
  constructor(site, log, service) {
    super(site, log);
    this.#service = service;
  }

  /** @override @param {unknown} source @param {import("./sessions.js").Conn} [conn] @returns {Promise<Session>} */
  async fetch(source, conn) {
    return super.fetch(source, conn);
  }

  /** @override @param {State} state @param {string} header @returns {Promise<void>} */
  async load(state, header) {
    const length = call(core.fetch_session, state.site.handle, writeHeader(header), state.https);
    if (length < OTHER) {
      state.bytes = readSession(length);
      return;
    }
    const found = await this.#service.get(readText(length - OTHER));
    state.version = found?.version;
    const { handle } = state.site;
    const text = headerBytes(header);
    writeBytes(text, found?.value);
    state.bytes = readSession(call(core.resume, handle, text.length, found ? found.value.length : -1));
  }

  /** @override @param {Session} session @param {import("./sessions.js").Context} [context] @returns {Promise<string | undefined>} */
  async commit(session, context) {
    return super.commit(session, context);
  }

  /** The sid. @override @param {State} state @returns {string} */
  sealed({ bytes }) {
    return String.fromCharCode(...bytes.subarray(12, 12 + (bytes[4] | (bytes[5] << 8))));
  }

  /** A sid says nothing of what was changed. @override @param {State} state */
  value(state) {
    return super.value(state) === null ? null : undefined;
  }

  /** @override @param {State} state @returns {Promise<string | undefined>} */
  async write(state) {
    const { version } = state;
    // Sent from here on, so that nothing is written to it meanwhile.
    state.sent = true;
    try {
      return await (state.changes.isNone ? this.#touch(state) : this.#put(state));
    } catch (error) {
      // As it was before: what was merged into it on the way is gone from it.
      Object.assign(state, { sent: false, version });
      throw withDeletion(error, state);
    }
  }

  /** A session that was only read is at most touched: nobody's request fails for that. @param {State} state */
  async #touch(state) {
    try {
      const { setCookie, steps } = plan(state, ...writeSession(state));
      const conflict = await perform(this.#service, steps, state.version);
      return conflict === undefined ? setCookie : undefined;
    } catch (error) {
      if (error instanceof StoreError || error instanceof RandomnessError) return undefined;
      throw error;
    }
  }

  /** @param {State} state @returns {Promise<string | undefined>} */
  async #put(state) {
    const deadline = Date.now() + PATIENCE * this.#service.timeout;
    let { setCookie, session, steps } = plan(state, ...writeSession(state));
    for (let tried = 0; tried < TRIES; tried += 1) {
      const conflict = await perform(this.#service, steps, state.version);
      if (conflict === undefined) return setCookie;
      await pause(tried);
      if (Date.now() >= deadline) break;
      const found = await this.#service.get(conflict);
      state.version = found?.version;
      const { handle } = state.site;
      writeBytes(session, found?.value);
      session = readBytes(call(core.rebase, handle, session.length, found ? found.value.length : -1));
      ({ setCookie, session, steps } = plan(state, writeBytes(session), 0));
    }
    throw new StoreError("the session was changed by others each time this request tried to write it", { operation: "put" });
  }
}

/**
 * What the core says is to be done with the session in the input.
 * @param {State} state @param {number} session @param {number} operations
 */
function plan({ site, https }, session, operations) {
  return readPlan(readBytes(call(core.plan, site.handle, session, operations, https)));
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
