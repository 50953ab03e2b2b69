// @ts-check
// The time before which all of an owner's cookie sessions are revoked: one small record an owner, read at most once in so many seconds.

import { StoreError } from "../border/errors.js";
import { pause } from "./kv_pause.js";
import { keyOfPage, openPage, sealPage } from "./owner_pages.js";

/** The number of its page. */
const PAGE = 255;

/** Ten years, in seconds: no cookie is taken to be older. */
const TTL = 10 * 365 * 86_400;

/** Of so many owners it is kept in mind; who was asked about first is forgotten first. */
const OWNERS = 1000;

/** For how many times the service's timeout it is tried to write what others write at the same time. */
const PATIENCE = 3;

/** Milliseconds: for how long the clock's next one is waited for at most, should it be put back meanwhile. */
const WAIT = 50;

export class OwnerEpochs {
  #site;
  #service;
  #every;
  #isOpen;
  #log;
  /** @type {Map<string, { epoch: Promise<number>, at: number, known: number }>} */
  #read = new Map();

  /**
   * @param {import("./site.js").Site} site @param {import("./kv_service.js").KvService} service
   * @param {{ every: number, isOpen: boolean, log: (reason: string) => void }} options `every`: seconds; `isOpen`: who can't be looked up is let in
   */
  constructor(site, service, { every, isOpen, log }) {
    this.#site = site;
    this.#service = service;
    this.#every = every;
    this.#isOpen = isOpen;
    this.#log = log;
  }

  /** @param {string} owner @returns {Promise<number>} milliseconds since 1970; 0 if they were never revoked */
  of(owner) {
    const now = Date.now();
    const last = this.#read.get(owner);
    if (last && last.at <= now && now - last.at < this.#every * 1000) return last.epoch;
    return this.now(owner);
  }

  /** The same, as the service says now. @param {string} owner @returns {Promise<number>} */
  now(owner) {
    const asked = { at: Date.now(), known: this.#read.get(owner)?.known ?? 0, epoch: Promise.resolve(0) };
    // A service that is late may show one of before.
    asked.epoch = this.#look(owner).then(({ epoch }) => (asked.known = Math.max(asked.known, epoch)), (error) => this.#failed(asked, error));
    this.#keep(owner, asked);
    return asked.epoch;
  }

  /** @param {{ at: number, known: number }} asked @param {unknown} error */
  #failed(asked, error) {
    // It is asked again at once; what was known is known still.
    if (!this.#isOpen) asked.at = -Infinity;
    if (!this.#isOpen || !(error instanceof StoreError)) throw error;
    this.#log("revocation_unknown");
    return asked.known;
  }

  /** @param {string} owner @returns {Promise<{ before: number, from: number }>} before which they were revoked already, and from when on they are good again */
  async revoke(owner) {
    let { epoch, before, now } = await this.#raise(owner);
    // A request that read what was there before may have begun a life while this was written; who asks from now on is told. Where nothing compares, services
    // take a write a second.
    if (this.#service.isAtomic && Date.now() > epoch) {
      const again = await this.#raise(owner);
      if (again.before !== epoch) before = again.before;
      ({ epoch, now } = again);
    }
    // Who logs in from here on begins later, by this clock, than what was excepted from this and than a next revoke that is a millisecond later; where
    // another machine's was ahead, once that time has come: nobody waits for it.
    const longest = performance.now() + (epoch - now < WAIT ? WAIT : 0);
    while (Date.now() <= epoch + 1 && performance.now() < longest) await new Promise((resolve) => setTimeout(resolve, 1));
    return { before, from: epoch + 1 };
  }

  /** @param {string} owner @returns {Promise<{ epoch: number, before: number, now: number }>} */
  async #raise(owner) {
    const deadline = performance.now() + PATIENCE * this.#service.timeout;
    for (let tried = 1; ; tried += 1) {
      const found = await this.#look(owner).catch(unreadable);
      const now = Date.now();
      // Later than the one before in any case, by whatever clock: a session that was excepted from that began right after it.
      const epoch = Math.max(now, found.epoch + 1, (this.#read.get(owner)?.known ?? 0) + 1);
      const bytes = new Uint8Array(8);
      new DataView(bytes.buffer).setBigUint64(0, BigInt(epoch), true);
      const key = keyOfPage(this.#site, owner, PAGE);
      const sealed = sealPage(this.#site, owner, PAGE, bytes);
      const ttl = Math.min(TTL, this.#service.maxTtl);
      const done = found.isNew ? await this.#service.create(key, sealed, ttl) : await this.#service.replace(key, sealed, ttl, found.version);
      if (done) {
        this.#keep(owner, { epoch: Promise.resolve(epoch), at: Date.now(), known: epoch });
        return { epoch, before: found.epoch, now };
      }
      await pause(tried);
      if (performance.now() >= deadline) break;
    }
    throw new StoreError("the owner's sessions were revoked by others each time this request tried to", { operation: "put" });
  }

  /** @param {string} owner @returns {Promise<{ epoch: number, version: unknown, isNew: boolean }>} */
  async #look(owner) {
    const key = keyOfPage(this.#site, owner, PAGE);
    const found = await this.#service.get(key);
    if (!found) return { epoch: 0, version: undefined, isNew: true };
    const plain = openPage(this.#site, owner, PAGE, found.value);
    if (plain?.length === 8) return { epoch: Number(new DataView(plain.buffer, plain.byteOffset).getBigUint64(0, true)), version: found.version, isNew: false };
    const error = new StoreError(`since when the owner's sessions are revoked can't be read, as ${key} holds something else: was it written with another ownerSecret? To revoke them puts it right`, { operation: "get", retriable: false });
    versions.set(error, found.version);
    throw error;
  }

  /** @param {string} owner @param {{ epoch: Promise<number>, at: number, known: number }} read */
  #keep(owner, read) {
    this.#read.delete(owner);
    this.#read.set(owner, read);
    if (this.#read.size > OWNERS) this.#read.delete(/** @type {string} */ (this.#read.keys().next().value));
  }
}

/** Of records that can't be read: what writes over them. @type {WeakMap<object, unknown>} */
const versions = new WeakMap();

/** @param {any} error */
function unreadable(error) {
  if (!versions.has(error)) throw error;
  return { epoch: 0, version: versions.get(error), isNew: false };
}
