// @ts-check
// Sessions in cookies that can be revoked all at once, an owner's: a time in a key-value service, before which none of them is good.

import { ConfigError, StoreError } from "../border/errors.js";
import { kindOf, readOptions } from "../border/options.js";
import { REVOKED, hasTimes, isFound } from "../session/changes.js";
import { noteAt, noteEnd } from "../session/flat.js";
import { OWNER, keptText, ownText } from "../session/own.js";
import { KvService } from "../store/kv_service.js";
import { OwnerEpochs } from "../store/owner_epochs.js";
import { revoked } from "../store/owner_index.js";
import { sessionOf } from "../store/serializer.js";
import { KV, Site } from "../store/site.js";
import { Sessions } from "./sessions.js";
import { checkOwner, readRevoke } from "./owners.js";

/** @typedef {import("../session/session.js").Session} Session */
/** @typedef {import("../session/session.js").State} State */

/** Actions of a session of which nothing is kept: drop and ignore (`Action` in `src/session/header.rs`). */
const OVER = [2, 4];

const EMPTY = new Uint8Array([131, 116, 0, 0, 0, 0]);

export class RevocableSessions extends Sessions {
  #epochs;

  /** @param {import("../store/site.js").Site} site @param {(reason: number | string) => void} log @param {import("../store/owner_epochs.js").OwnerEpochs} epochs */
  constructor(site, log, epochs) {
    super(site, log);
    this.#epochs = epochs;
  }

  /** @override */
  get waits() {
    return true;
  }

  /** @override @param {unknown} source @param {import("./sessions.js").Conn} [conn] @returns {Promise<Session>} */
  async fetch(source, conn) {
    return super.fetch(source, conn);
  }

  /** Nobody's session is looked up nowhere. @override @param {State} state @param {string} header @returns {Promise<void>} */
  async load(state, header) {
    super.load(state, header);
    const owner = ownerOf(state.bytes);
    state.was = undefined;
    if (owner === undefined) return;
    const { bytes } = state;
    if (createdOf(bytes) > (await this.#epochs.of(owner))) return void (state.was = { owner, created: createdOf(bytes) });
    // Its cookie is there to be deleted.
    state.bytes = sessionOf(bytes[1], REVOKED, EMPTY);
    if (state.values) state.values = new Map();
  }

  /** @override @param {Session | import("./lazy.js").LazySession} session @param {import("./sessions.js").Context} [context] @returns {Promise<string | undefined>} */
  async commit(session, context) {
    return super.commit(session, context);
  }

  /** @override @param {State} state @returns {Promise<string | undefined>} */
  async write(state) {
    try {
      const began = Date.now();
      const setCookie = super.write(state);
      return OVER.includes(state.changes.action) ? setCookie : await this.#held(state, /** @type {string | undefined} */ (setCookie), began);
    } catch (error) {
      state.sent = false;
      throw error;
    }
  }

  /**
   * What begins with this request is no way out for who was revoked meanwhile, on an app's answer neither. It is sealed by now: a revoke that this look does
   * not see comes later than it.
   * @param {State} state @param {string | undefined} setCookie @param {number} began before it was sealed
   */
  async #held(state, setCookie, began) {
    const { was, changes } = state;
    const owner = ownText(state, OWNER);
    const isLeft = was !== undefined && (changes.begins || (changes.stated(OWNER) !== undefined && owner !== was.owner));
    const seen = isLeft ? await this.#epochs.now(was.owner) : 0;
    if (isLeft && was.created <= seen) throw revoked();
    const isKept = isFound(state.bytes) && !changes.begins && hasTimes(state.bytes);
    if (setCookie === undefined || owner === undefined || (isKept && owner === ownerOf(state.bytes))) return setCookie;
    // Nor is it revoked by what was before: the session may have begun earlier, or another machine's clock be ahead. Whoever was let in by one look is not
    // saved by another one, which sees more.
    const epoch = isLeft && owner === was.owner ? seen : await this.#epochs.now(owner).catch(unknown);
    if ((isKept ? createdOf(state.bytes) : began) > epoch) return setCookie;
    if (isKept) setCreated(state.bytes, epoch + 1);
    else changes.earliest = epoch + 1;
    return super.write(state);
  }

  /** @override @returns {Promise<never>} */
  async list() {
    throw new ConfigError('list: sessions in cookies stand nowhere but in their browsers: who is logged in where is known of those of store: "kv"');
  }

  /** @override @param {string} owner @param {{ except?: Session, ids?: readonly string[] }} [options] @returns {Promise<undefined>} */
  async revoke(owner, options) {
    checkOwner("revoke", owner);
    const { except, ids } = readRevoke(options);
    if (ids !== undefined) throw new ConfigError('revoke: ids: sessions in cookies have none, and are revoked all at once; store: "kv" has them');
    const kept = except && this.own(except);
    if (kept?.sent) throw new ConfigError("revoke: except: was committed already; revoke before the response is sent, as its cookie is written anew");
    const { before, from } = await this.#epochs.revoke(owner);
    // Who was revoked before, or is another's, is not saved by this.
    if (kept?.was?.owner !== owner || kept.was.created <= before) return undefined;
    setCreated(kept.bytes, from);
    kept.was.created = from;
    kept.changes.isTouched = true;
    return undefined;
  }
}

/** Whose it is as it was read. @param {Uint8Array} bytes */
function ownerOf(bytes) {
  return isFound(bytes) ? keptText(bytes, OWNER) : undefined;
}

/** A log-in needs the service no more than without it. @param {unknown} error */
function unknown(error) {
  if (error instanceof StoreError) return 0;
  throw error;
}

/** A session's note: when it was created, in milliseconds (`Times` in `src/store/times.rs`). @param {Uint8Array} bytes */
function noteOf(bytes) {
  return new DataView(bytes.buffer, bytes.byteOffset + noteAt(bytes), 8);
}

/** Of one that does not say, 0. @param {Uint8Array} bytes */
function createdOf(bytes) {
  return noteEnd(bytes) - noteAt(bytes) < 8 ? 0 : Number(noteOf(bytes).getBigUint64(0, true));
}

/** @param {Uint8Array} bytes @param {number} created */
function setCreated(bytes, created) {
  if (createdOf(bytes) > 0) noteOf(bytes).setBigUint64(0, BigInt(created), true);
}

const OPTIONS = ["kv", "every", "onError", "ownerSecret", "prefix", "timeout"];

/** Seconds: what is read less often than once a day is no revocation. */
const LONGEST = 86_400;

/**
 * @param {Site} site @param {(reason: number | string) => void} log @param {unknown} revocation the option
 * @param {unknown} key the cookie's name, by which the records are told from those of others
 */
export function revocable(site, log, revocation, key) {
  const { kv, every = 60, onError = "throw", timeout, ...rest } = readOptions("revocation", revocation, OPTIONS);
  if (!(Number.isInteger(every) && every >= 0 && every <= LONGEST)) {
    throw new ConfigError(`revocation: every: got ${typeof every === "number" ? every : kindOf(every)}, takes a whole number of seconds from 0 to ${LONGEST}`);
  }
  if (onError !== "throw" && onError !== "allow") throw new ConfigError(`revocation: onError: got ${kindOf(onError)}, takes "throw" or "allow"`);
  const [service, pages] = within(() => [new KvService(kv, timeout), new Site({ ...rest, key }, KV)]);
  const sessions = new RevocableSessions(site, log, new OwnerEpochs(pages, service, { every, isOpen: onError === "allow", log }));
  sessions.owner = kv;
  return sessions;
}

/** @template T @param {() => T} read @returns {T} */
function within(read) {
  try {
    return read();
  } catch (error) {
    throw error instanceof ConfigError ? new ConfigError(`revocation: ${error.message}`) : error;
  }
}
