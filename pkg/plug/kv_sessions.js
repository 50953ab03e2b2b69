// @ts-check
// Sessions over a key-value service: ask the core, await the service, answer the core, perform its plan.

import { promised } from "../border/after.js";
import { OTHER, call, core, headerBytes, headerText, readBytes, readSession, readText, writeBytes, writeHeader } from "../border/core.js";
import { RandomnessError, SessionInterruptedError, StoreError } from "../border/errors.js";
import { readPlan } from "./kv_plan.js";
import { perform } from "./kv_steps.js";
import { withDeletion } from "./log_out.js";
import { isAny, twinsOf } from "./twins.js";
import { isFound, isHidden, writeSession } from "../session/changes.js";
import { sidIn } from "../session/flat.js";
import { pause } from "../store/kv_pause.js";
import { OwnerIndex } from "../store/owner_index.js";
import { idOf } from "../session/life.js";
import { checkOwner, listed, readList, readRevoke } from "./owners.js";
import { Sessions } from "./sessions.js";

/** @typedef {import("../session/session.js").Session} Session */
/** @typedef {import("../session/session.js").State} State */
/** @typedef {import("../store/kv_service.js").KvService} KvService */
/** @typedef {import("./kv_steps.js").Step} Step */
/** @typedef {ReturnType<typeof plan>} Plan */

/** For how many times the service's timeout a commit that met another one is merged and tried again. */
const PATIENCE = 3;

/** The reason of a session that was dropped or renewed a moment ago (`Reason` in `src/error.rs`). */
const RETIRED = 14;

/** Those of a sid that the service does not know, or whose record is over. */
const UNKNOWN = [10, 11];
const SHADOWED = 13;

/** Actions of a session that writes: put and renew (`Action` in `src/session/header.rs`). */
const WRITES = [1, 3];

/** How often a touch is tried. */
const TOUCHES = 3;

export class KvSessions extends Sessions {
  #service;
  #index;

  /** @param {import("../store/site.js").Site} site @param {(reason: number | string) => void} log @param {KvService} service */
  constructor(site, log, service) {
    super(site, log);
    this.#service = service;
    this.#index = new OwnerIndex(site, service, log);
  }

  /** @override */
  get waits() {
    return true;
  }

  /** @override @param {unknown} source @param {import("./sessions.js").Conn} [conn] @returns {Promise<Session>} */
  async fetch(source, conn) {
    return super.fetch(source, conn);
  }

  /** @override @param {State} state @param {string} header @returns {Promise<void>} */
  async load(state, header) {
    await this.#look(state, header);
    if (!UNKNOWN.includes(state.bytes[3])) return;
    const opens = async (/** @type {string} */ twin) => {
      const other = { ...state };
      await this.#look(other, twin);
      return isFound(other.bytes);
    };
    if (await isAny(twinsOf(header, state.site.key), opens)) state.bytes[3] = SHADOWED;
  }

  /** @param {State} state @param {string} header */
  async #look(state, header) {
    const length = call(core.fetch_session, state.site.handle, writeHeader(header), state.https);
    if (length < OTHER) {
      state.bytes = readSession(length);
      return;
    }
    const key = readText(length - OTHER);
    const found = await this.#service.get(key);
    state.version = found?.version;
    const { handle } = state.site;
    const text = headerBytes(header);
    writeBytes(text, found?.value);
    state.bytes = readSession(call(core.resume, handle, text.length, found ? found.value.length : -1));
    if (isFound(state.bytes)) state.record = key;
  }

  /** @override @param {Session | import("./lazy.js").LazySession} session @param {import("./sessions.js").Context} [context] @returns {Promise<string | undefined>} */
  async commit(session, context) {
    return super.commit(session, context);
  }

  /** @override @param {string} owner @param {{ current?: Session }} [options] @returns {Promise<import("./owners.js").Listed[]>} */
  async list(owner, options) {
    checkOwner("list", owner);
    const current = this.#recordOf(readList(options).current);
    return (await this.#index.list(owner)).map((entry) => listed(entry, this.#index.keyOf(owner, entry), current));
  }

  /** @override @param {string} owner @param {{ except?: Session, ids?: readonly string[] }} [options] @returns {Promise<number>} */
  async revoke(owner, options) {
    checkOwner("revoke", owner);
    const { except, ids } = readRevoke(options);
    const kept = this.#recordOf(except);
    return this.#index.revoke(owner, (entry) => {
      const key = this.#index.keyOf(owner, entry);
      return key !== kept && (ids === undefined || ids.includes(idOf(key)));
    });
  }

  /** @param {Session | undefined} session */
  #recordOf(session) {
    return session === undefined ? undefined : this.own(session).record;
  }

  /** The sid. @override @param {State} state @returns {string} */
  sealed({ bytes }) {
    return headerText(sidIn(bytes));
  }

  /** A sid says nothing of what was changed. @override @param {State} state */
  value(state) {
    return isHidden(state) ? null : undefined;
  }

  /** A promise in any case. @override @param {Session | import("./lazy.js").LazySession} session @param {Response} response @param {import("./sessions.js").Context} [context] @returns {Promise<Response>} */
  send(session, response, context) {
    return promised(super.send(session, response, context));
  }

  /** Of a session that was only read there is hardly ever something to wait for. @override @param {State} state @returns {string | undefined | Promise<string | undefined>} */
  write(state) {
    const first = state.changes.isNone && !state.changes.isTouched ? planOfRead(state) : undefined;
    if (first?.steps.length !== 0) return this.#write(state, first);
    state.sent = true;
    return first.setCookie;
  }

  /** @param {State} state @param {Plan} [first] what is to be done of a session that was only read, if it is known @returns {Promise<string | undefined>} */
  async #write(state, first) {
    const { version } = state;
    // Sent from here on, so that nothing is written to it meanwhile.
    state.sent = true;
    try {
      const setCookie = await (state.changes.isNone ? this.#touch(state, first) : this.#put(state));
      if (setCookie === undefined && state.bytes[3] === RETIRED && WRITES.includes(state.changes.action)) this.log("late_write");
      return setCookie;
    } catch (error) {
      // As it was before: what was merged into it on the way is gone from it.
      Object.assign(state, { sent: false, version });
      throw withDeletion(error, state);
    }
  }

  /** A session that was only read is at most touched: nobody's request fails for that. @param {State} state @param {Plan} [first] */
  async #touch(state, first) {
    const deadline = performance.now() + this.#service.timeout;
    for (let tried = 1; ; tried += 1) {
      try {
        const { setCookie, steps } = (tried === 1 && first) || plan(state, ...writeSession(state));
        const conflict = await perform(this.#service, this.#index, steps, state.version);
        if (conflict === undefined) return setCookie;
        // Another request noted the use. Who called `touch` is to have the cookie all the same.
        return state.changes.isTouched ? await this.#put(state) : undefined;
      } catch (error) {
        // By one that ended the session there is none to have.
        if (error instanceof SessionInterruptedError) return undefined;
        if (!(error instanceof StoreError || error instanceof RandomnessError)) throw error;
        // The next request that comes tries again.
        if (tried === TOUCHES || performance.now() >= deadline) {
          this.log("touch_failed");
          return undefined;
        }
      }
      await pause(tried);
    }
  }

  /** @param {State} state @returns {Promise<string | undefined>} */
  async #put(state) {
    // By a clock that nobody sets.
    const deadline = performance.now() + PATIENCE * this.#service.timeout;
    let { setCookie, session, steps } = plan(state, ...writeSession(state));
    for (let tried = 0; ; tried += 1) {
      const conflict = await perform(this.#service, this.#index, steps, state.version);
      if (conflict === undefined) {
        for (const [name, key] of steps) if (name === "write") state.record = key;
        return setCookie;
      }
      await pause(tried);
      if (performance.now() >= deadline) break;
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

/** The same where nobody's request fails for it; nothing if that can't be said now. @param {State} state @returns {Plan | undefined} */
function planOfRead(state) {
  try {
    return plan(state, ...writeSession(state));
  } catch (error) {
    if (error instanceof RandomnessError) return undefined;
    throw error;
  }
}

/**
 * What the core says is to be done with the session in the input.
 * @param {State} state @param {number} session @param {number} operations
 */
function plan({ site, https }, session, operations) {
  return readPlan(readBytes(call(core.plan, site.handle, session, operations, https)));
}
