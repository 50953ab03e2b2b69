// @ts-check
// An owner's index: which sessions an owner has, on pages of the same service as the sessions themselves. What it holds opens none.
//
// All of most owners' sessions stand on page 0, the root; where that is full, new ones go to one of the leaves, each to the one of its
// beginning, which a renewal keeps. An entry never moves from page to page, so that who goes through them misses none.

import { SessionInterruptedError, StoreError } from "../border/errors.js";
import { pause } from "./kv_pause.js";
import { decodePage, encodePage, sizeOf } from "./owner_page.js";
import { keyOfPage, openPage, sealPage } from "./owner_pages.js";

/** @typedef {import("./owner_page.js").Entry} Entry */
/** @typedef {import("./owner_page.js").Page & { version: unknown, isNew: boolean }} Found */

const ROOT = 0;
const LEAVES = 64;

/** Bytes: the root takes no new entry beyond it, so that a log-in never writes much. */
const ROOM = 32 * 1024;

/** For how many times the service's timeout a page is tried that others change at the same time. */
const PATIENCE = 6;

/** How many questions are asked at once. */
const AT_ONCE = 32;

/** Of how many entries at most a log-in finds out whether they are still there. */
const LOOKED_AT = 4;

export class OwnerIndex {
  #site;
  #service;
  #log;
  /** @type {string | undefined} */
  #prefix;

  /** @param {import("./site.js").Site} site @param {import("./kv_service.js").KvService} service @param {(reason: string) => void} log */
  constructor(site, service, log) {
    this.#site = site;
    this.#service = service;
    this.#log = log;
  }

  /**
   * Before a record is written: who revokes the owner's sessions is to find it.
   * @param {string} owner @param {Entry} entry @param {string | undefined} from the hash of the one that it takes the place of. Both stand on
   * one page: who revokes has either come to that page before, and the other one is marked, or finds both. Its own: it is brought up to date.
   */
  async enter(owner, entry, from) {
    const put = (/** @type {Found} */ found) => {
      found.entries = [...found.entries.filter(({ hash }) => hash !== entry.hash), entry];
      return true;
    };
    let page = ROOT;
    await this.#change(owner, ROOT, async (root) => {
      page = ROOT;
      if (from === undefined) await this.#prune(owner, root, LOOKED_AT);
      const stays = from !== undefined && (!hasLeaves(root) || root.entries.some(({ hash }) => hash === from));
      if (stays || (from === undefined && lengthOf(root) + sizeOf(entry) <= this.#room)) return put(root);
      page = leafOf(entry);
      if (root.leaves >= entry.until) return false;
      // With so much to spare that it is seldom written for this alone.
      root.leaves = entry.until + Math.max(entry.until - Date.now(), 0);
      return true;
    });
    if (page === ROOT) return;
    await this.#change(owner, page, async (leaf) => {
      if (from === undefined) await this.#prune(owner, leaf, LOOKED_AT);
      return put(leaf);
    });
  }

  /** After a record is gone. Should this fail, the entry goes when its time is over. What has a later use stays. @param {string} owner @param {Entry} gone */
  async leave(owner, gone) {
    await this.#update(owner, gone, (found) => {
      found.entries = found.entries.filter(({ hash, seen }) => hash !== gone.hash || seen > gone.seen);
    });
  }

  /**
   * Notes that a session is in use. Where nothing compares it may cost others their entries, and isn't done.
   * @param {string} owner @param {Entry} now
   */
  async seen(owner, now) {
    if (!this.#service.isAtomic) return;
    await this.#update(owner, now, (found) => {
      found.entries = found.entries.map((entry) => (entry.hash === now.hash ? { ...now, seen: Math.max(now.seen, entry.seen) } : entry));
    });
  }

  /** What need not be: nobody's request fails for it. @param {string} owner @param {Entry} entry @param {(found: Found) => void} update */
  async #update(owner, entry, update) {
    const change = (/** @type {Found} */ found) => {
      const has = found.entries.some(({ hash }) => hash === entry.hash);
      if (has) update(found);
      return has;
    };
    try {
      const root = await this.#change(owner, ROOT, change);
      if (!root.isChanged && hasLeaves(root)) await this.#change(owner, leafOf(entry), change);
    } catch (error) {
      if (!(error instanceof StoreError)) throw error;
      this.#log("index_failed");
    }
  }

  /** The owner's sessions that there are, the last seen first. @param {string} owner @returns {Promise<Entry[]>} */
  async list(owner) {
    /** @type {Map<string, Entry>} */
    const all = new Map();
    const errors = await this.#pages(owner, async (page) => {
      const found = await this.#read(owner, page);
      const gone = await this.#gone(owner, found, Infinity);
      const isOver = (/** @type {Entry} */ entry) => gone.has(entry.hash);
      for (const entry of found.entries) if (!isOver(entry)) all.set(entry.hash, entry);
      // Another's change is as good: it prunes as well.
      const over = found.entries.filter((entry) => isOver(entry) && this.#isSettled(entry));
      if (over.length > 0) await this.#write(owner, page, { ...found, entries: found.entries.filter((entry) => !over.includes(entry)) });
      return found;
    });
    if (errors.length > 0) throw errors[0];
    return [...all.values()].sort((one, other) => other.seen - one.seen);
  }

  /**
   * Ends the owner's sessions: a mark stands where each of them was, then its entry goes. What ends in between can be done again.
   * @param {string} owner @param {(entry: Entry) => boolean} which @returns {Promise<number>} how many
   */
  async revoke(owner, which) {
    const marked = new Set();
    const errors = await this.#pages(owner, (page) => this.#change(owner, page, async (found) => {
      const gone = found.entries.filter(which);
      const hashes = gone.map(({ hash }) => hash).filter((hash) => !marked.has(hash));
      await this.#mark(owner, hashes);
      for (const hash of hashes) marked.add(hash);
      found.entries = found.entries.filter((entry) => !gone.includes(entry));
      return gone.length > 0;
    }));
    // Where nothing compares, a log-in may have written over its mark in between.
    if (!this.#service.isAtomic) await this.#mark(owner, [...marked]);
    if (errors.length > 0) throw errors[0];
    return marked.size;
  }

  /** @param {string} owner @param {string[]} hashes */
  async #mark(owner, hashes) {
    await inParts(hashes, (hash) => this.#service.delete(this.#recordKey(owner, hash), revokedMark()));
  }

  /**
   * The root, and the leaves if there are any; all of them where the root can't be read, as it may have been the only one that can't.
   * @param {string} owner @param {(page: number) => Promise<Found>} look @returns {Promise<unknown[]>} what went wrong
   */
  async #pages(owner, look) {
    /** @type {unknown[]} */
    const errors = [];
    const leaves = Array.from({ length: LEAVES }, (_, at) => at + 1);
    const root = await look(ROOT).catch((error) => void errors.push(error));
    if (!root || hasLeaves(root)) await inParts(leaves, (page) => look(page).catch((error) => void errors.push(error)));
    return errors;
  }

  /**
   * Changes a page, and once more if another changed it meanwhile.
   * @param {string} owner @param {number} page @param {(found: Found) => boolean | Promise<boolean>} change gives whether there is something to write
   * @returns {Promise<Found & { isChanged: boolean }>} the page as it is now
   */
  async #change(owner, page, change) {
    const deadline = performance.now() + PATIENCE * this.#service.timeout;
    for (let tried = 1; ; tried += 1) {
      const found = await this.#read(owner, page);
      const isChanged = await change(found);
      if (!isChanged || (await this.#write(owner, page, found))) return { ...found, isChanged };
      await pause(tried);
      if (performance.now() >= deadline) break;
    }
    throw new StoreError("the index of the owner's sessions was changed by others each time this request tried to change it", { operation: "put" });
  }

  /** @param {string} owner @param {number} page @returns {Promise<Found>} */
  async #read(owner, page) {
    const key = keyOfPage(this.#site, owner, page);
    const found = await this.#service.get(key);
    if (!found) return { leaves: 0, entries: [], version: undefined, isNew: true };
    const plain = openPage(this.#site, owner, page, found.value);
    const read = plain && decodePage(plain);
    if (read) return { ...read, version: found.version, isNew: false };
    throw new StoreError(`the index of the owner's sessions can't be read, as ${key} holds something else: was it written with another ownerSecret? Deleted, it is made anew, without the sessions that there are`, { operation: "get", retriable: false });
  }

  /** @param {string} owner @param {number} page @param {Found} found @returns {Promise<boolean>} false if another changed it meanwhile */
  async #write(owner, page, found) {
    const sealed = sealPage(this.#site, owner, page, encodePage(found));
    if (sealed.length > this.#service.maxValue) {
      throw new StoreError(`the owner has more sessions than the service takes in one record, ${this.#service.maxValue} bytes: revoke some`, { operation: "put", retriable: false });
    }
    const until = found.entries.reduce((latest, entry) => Math.max(latest, entry.until), found.leaves);
    const ttl = Math.max(Math.min(Math.ceil((until - Date.now()) / 1000), this.#service.maxTtl), this.#service.markTtl);
    const key = keyOfPage(this.#site, owner, page);
    return found.isNew ? this.#service.create(key, sealed, ttl) : this.#service.replace(key, sealed, ttl, found.version);
  }

  /** The key of its record in the service. @param {string} owner @param {Entry} entry */
  keyOf(owner, { hash }) {
    return this.#recordKey(owner, hash);
  }

  /** A record's key has the prefix that all keys of these sessions have, and as many characters behind it. @param {string} owner @param {string} hash */
  #recordKey(owner, hash) {
    this.#prefix ??= keyOfPage(this.#site, owner, ROOT).slice(0, -hash.length);
    return this.#prefix + hash;
  }

  get #room() {
    return Math.min(ROOM, this.#service.maxValue / 2);
  }

  /** Takes out what is over. @param {string} owner @param {Found} found @param {number} most of how many it is asked for */
  async #prune(owner, found, most) {
    const gone = await this.#gone(owner, found, most);
    found.entries = found.entries.filter((entry) => !(gone.has(entry.hash) && this.#isSettled(entry)));
  }

  /**
   * Those of which there is no record: of a log-in that is under way there is none yet.
   * @param {string} owner @param {Found} found @param {number} most how many are looked at, of those that were not in use for their idle limit
   * @returns {Promise<Set<string>>} their hashes
   */
  async #gone(owner, { entries }, most) {
    const now = Date.now();
    const gone = new Set(entries.filter(({ until }) => until <= now).map(({ hash }) => hash));
    const idle = entries.filter((entry) => entry.until > now && this.#isIdle(entry, now));
    // Of few, all: also those that were taken out by hand, or by a service that ran out of room.
    const looked = most < Infinity || entries.length > MANY ? idle.slice(0, most) : entries.filter(({ until }) => until > now);
    await inParts(looked, async ({ hash }) => {
      if (!(await this.#service.isThere(this.#recordKey(owner, hash)))) gone.add(hash);
    });
    return gone;
  }

  /** @param {Entry} entry @param {number} now */
  #isIdle({ seen, idle }, now) {
    return seen + idle * 1000 <= now;
  }

  /** Whether no request can be under way that is about to write its record. @param {Entry} entry */
  #isSettled({ seen }) {
    return seen + this.#service.markTtl * 1000 <= Date.now();
  }
}

/** So many sessions are few: whether each is there is asked for at a list. */
const MANY = 256;

/** @param {Found} root */
function hasLeaves({ leaves }) {
  return leaves > Date.now();
}

/** @param {Found} page */
function lengthOf({ entries }) {
  return entries.reduce((sum, entry) => sum + sizeOf(entry), 0);
}

/** Which leaf an entry belongs to: by the millisecond in which the session began. @param {Pick<Entry, "created">} entry */
function leafOf({ created }) {
  return 1 + (created % LEAVES);
}

/** @template T @param {T[]} all @param {(one: T) => unknown} act */
async function inParts(all, act) {
  for (let at = 0; at < all.length; at += AT_ONCE) await Promise.all(all.slice(at, at + AT_ONCE).map(act));
}

/** Says that a session was revoked, and when: 0 ‖ milliseconds (u64 le) ‖ random (16), as in `src/store/kv/mark.rs`. */
function revokedMark() {
  const mark = new Uint8Array(25);
  new DataView(mark.buffer).setBigUint64(1, BigInt(Date.now()), true);
  crypto.getRandomValues(mark.subarray(9));
  return mark;
}

export function revoked() {
  return new SessionInterruptedError(
    "the owner's sessions were revoked while this request ran; nothing was written. A request that does so itself and logs in anew gives its session to revoke as except",
  );
}
