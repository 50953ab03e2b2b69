// @ts-check
// That these checks can fail: mistakes made on purpose in a copy of the package, each of which must be caught, and as what it is.

import { cp, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { epochs } from "./epochs.js";
import { interleavings } from "./interleavings.js";
import { life } from "./life.js";
import { owners } from "./owners.js";
import { rules } from "./rules.js";
import { faultTable } from "./table.js";

const PACKAGE = fileURLToPath(new URL("../../../pkg/", import.meta.url));

/** @typedef {{ waxseal: any, memoryKV: () => any, conformance: typeof import("waxseal/conformance") }} Copy */

/** @type {Record<string, (copy: Copy) => import("waxseal/conformance").Test[]>} */
const CHECKS = {
  interleavings: ({ waxseal, memoryKV }) => interleavings(waxseal, memoryKV),
  faults: ({ waxseal, memoryKV }) => faultTable(waxseal, memoryKV),
  rules: ({ waxseal, memoryKV }) => rules(waxseal, memoryKV),
  life: ({ waxseal, memoryKV }) => life(waxseal, memoryKV),
  owners: ({ waxseal, memoryKV }) => owners(waxseal, memoryKV),
  epochs: ({ waxseal, memoryKV }) => epochs(waxseal, memoryKV),
  adapters: ({ memoryKV, conformance }) => conformance.adapterSuite(memoryKV),
};

/** In `file` stands `right`; with `wrong` in its place `by` catches it, as what `as` says. */
const MISTAKES = [
  { name: "an unconditional put", file: "store/kv_service.js", right: "{ if: version }", wrong: "{}", by: "interleavings", as: /came back|lost/ },
  { name: "an unconditional put of a new session", file: "store/kv_service.js", right: "? { if: null } : {}", wrong: "? {} : {}", by: "rules", as: /the condition null/ },
  { name: "delete before write in renew", file: "plug/kv_steps.js", right: "of steps)", wrong: "of steps.reverse())", by: "faults", as: /^renew: put/ },
  {
    name: "Set-Cookie before the write settled",
    file: "plug/kv_sessions.js",
    right: "const conflict = await perform(this.#service, this.#index, steps, state.version);\n      if (conflict === undefined) {\n",
    wrong: "const written = perform(this.#service, this.#index, steps, state.version);\n      if (written) return setCookie;\n      const conflict = await written;\n      if (conflict === undefined) {\n",
    by: "interleavings",
    as: /not stored|still there|lost/,
  },
  { name: "renew deletes the old record unseen", file: "plug/kv_steps.js", right: "if (await service.retire(key, version, value, ttlOfCreated)) continue;", wrong: "{ await service.delete(key, value); continue; }", by: "interleavings", as: /renew|lost|twice/ },
  { name: "a renewal that met a drop is not taken back", file: "plug/kv_steps.js", right: "await all(undo);\n        return key;", wrong: "return key;", by: "interleavings", as: /sids have/ },
  { name: "a failed commit counts as sent", file: "plug/kv_sessions.js", right: "Object.assign(state, { sent: false, version });", wrong: "", by: "faults", as: /AlreadySent/ },
  { name: "a failed commit keeps the version that it met", file: "plug/kv_sessions.js", right: "{ sent: false, version });", wrong: "{ sent: false });", by: "rules", as: /all three keys/ },
  { name: "a touch that fails, fails the request", file: "plug/kv_sessions.js", right: "if (!(error instanceof StoreError || error instanceof RandomnessError)) throw error;", wrong: "throw error;", by: "faults", as: /^touch: touch/ },
  { name: "a touch is tried again like a write", file: "plug/kv_sessions.js", right: "state.changes.isNone ?", wrong: "false ?", by: "interleavings", as: /touch/ },
  { name: "an outage is taken for no session", file: "store/kv_ask.js", right: "if (cause instanceof StoreError || (of === \"kv\" && cause instanceof ConfigError)) throw cause;", wrong: "if (operation === 'get') return null;", by: "faults", as: /expected StoreError get/ },
  { name: "no answer is taken for none", file: "store/kv_ask.js", right: "before, state), late]", wrong: "before, state), late.catch(() => null)]", by: "faults", as: /times out: expected StoreError/ },
  { name: "a wrong answer is taken for a yes", file: "store/kv_service.js", right: 'if (typeof done !== "boolean") throw', wrong: "if (false) throw", by: "faults", as: /for good/ },
  { name: "a drop that leaves no mark", file: "store/kv_service.js", right: "if (!(await this.#put(key, mark, this.markTtl, {})))", wrong: "if ((await this.remove(key)) === 0)", by: "rules", as: /a dropped session leaves a mark/ },
  { name: "a log-out that needs room for its mark", file: "plug/kv_steps.js", right: "service.drop(key, value)", wrong: "service.delete(key, value)", by: "rules", as: /no room|put is refused|put is down/ },
  { name: "a revoke that goes without marks", file: "store/owner_index.js", right: "this.#service.delete(this.#recordKey(owner, hash), revokedMark())", wrong: "this.#service.drop(this.#recordKey(owner, hash), revokedMark())", by: "rules", as: /no room/ },
  { name: "no second look before writing where nothing compares", file: "store/kv_service.js", right: "if (!now || !sameBytes(now.value, version)) return false;", wrong: "", by: "rules", as: /merged|late write|mark/ },
  { name: "a retirement's mark is not looked for", file: "store/kv_service.js", right: "if (now && sameBytes(now.value, mark)) return true;", wrong: "", by: "rules", as: /without telling/ },
  { name: "a touch is tried once", file: "plug/kv_sessions.js", right: "const TOUCHES = 3;", wrong: "const TOUCHES = 1;", by: "life", as: /a touch that the service refuses/ },
  { name: "patience goes by a clock that is set", file: "plug/kv_sessions.js", right: "if (performance.now() >= deadline) break;", wrong: "if (Date.now() >= performance.timeOrigin + deadline) break;", by: "life", as: /a clock that is put forward/ },
  { name: "the mark of a retirement is asked for once", file: "store/kv_service.js", right: "if (error === failure || performance.now() >= deadline) throw failure;", wrong: "throw failure;", by: "life", as: /a retirement whose acknowledgement/ },
  { name: "a retirement that may still land is not fenced", file: "store/kv_service.js", right: "(await this.#put(key, now.value, ttl, { if: now.version }))", wrong: "true", by: "faults", as: /renew: retire times out/ },
  { name: "a conflict is not merged", file: "plug/kv_sessions.js", right: "session = readBytes(call(core.rebase, handle, session.length, found ? found.value.length : -1));", wrong: "", by: "interleavings", as: /came back|lost|failed with/ },
  { name: "the service's least time to live forgotten", file: "store/kv_service.js", right: "Math.max(ttl, minTtl)", wrong: "ttl", by: "rules", as: /60 s/ },
  { name: "memory that compares nothing", file: "kv/memory.js", right: "condition !== undefined && condition", wrong: "false && condition", by: "adapters", as: /refused|creates it/ },
  { name: "memory that hands out its own bytes", file: "kv/memory.js", right: "value: record.value.slice()", wrong: "value: record.value", by: "adapters", as: /other bytes/ },
  { name: "memory that keeps the bytes it was given", file: "kv/memory.js", right: "value: new Uint8Array(value), version", wrong: "value: value.slice(), version", by: "adapters", as: /a value is copied: .*other bytes/ },
  { name: "the service's longest time to live forgotten", file: "store/kv_service.js", right: "Math.min(Math.max(ttl, minTtl), maxTtl)", wrong: "Math.max(ttl, minTtl)", by: "rules", as: /s at most, got/ },
  { name: "a no is taken for another's", file: "store/kv_service.js", right: "|| this.#holds(key, value);", wrong: "|| false;", by: "rules", as: /sent twice/ },
  { name: "what passes is not asked again", file: "store/kv_ask.js", right: "if (!isPassing(cause)) throw cause;", wrong: "throw cause;", by: "rules", as: /retryable/ },
  { name: "an overloaded object is asked again", file: "store/kv_ask.js", right: "&& cause.overloaded !== true", wrong: "", by: "rules", as: /overloaded/ },
  { name: "a write is tried again over a log-out", file: "store/kv_ask.js", right: "if (known !== undefined) return known;", wrong: "", by: "rules", as: /log-out that came while it waited/ },
  { name: "a mark goes before the service's delay is over", file: "store/kv_service.js", right: "MARK_TTL + this.#capabilities.delay", wrong: "MARK_TTL", by: "rules", as: /delay/ },
  { name: "a log-out that fails has no header", file: "plug/log_out.js", right: "state.changes.isDrop", wrong: "false", by: "rules", as: /setCookie/ },
  { name: "a revoke that leaves no mark", file: "store/owner_index.js", right: "await this.#mark(owner, hashes);", wrong: "", by: "owners", as: /who was revoked is let in|is written after it/ },
  { name: "a revoke that takes no notice of what others wrote", file: "store/owner_index.js", right: "if (!isChanged || (await this.#write(owner, page, found)))", wrong: "if (!isChanged || (await this.#write(owner, page, found)) || true)", by: "owners", as: /in the index|let in/ },
  { name: "an index that is written over unseen", file: "store/owner_index.js", right: "this.#service.replace(key, sealed, ttl, found.version)", wrong: "this.#service.delete(key, sealed).then(() => true)", by: "owners", as: /in the index|let in|escaped/ },
  { name: "an entry that comes after its record", file: "plug/kv_steps.js", right: "of steps)", wrong: 'of [...steps].sort((one, other) => Number(one[0] === "enter") - Number(other[0] === "enter")))', by: "owners", as: /in the index|let in|escaped/ },
  { name: "an entry that goes before its record", file: "plug/kv_steps.js", right: "of steps)", wrong: 'of [...steps].sort((one, other) => Number(other[0] === "leave") - Number(one[0] === "leave")))', by: "owners", as: /let in|in the index/ },
  { name: "a failed log-in that stays in the index", file: "plug/kv_steps.js", right: "if (creates) undo.push(() => index.leave(key, value));", wrong: "", by: "rules", as: /leaves nothing in the index/ },
  { name: "a revocation that nobody asks about", file: "plug/revocable_sessions.js", right: "if (createdOf(bytes) > (await this.#epochs.of(owner))) return void", wrong: "return void", by: "epochs", as: /let in/ },
  { name: "a revocation that is asked about once", file: "store/owner_epochs.js", right: "now - last.at < this.#every * 1000", wrong: "true", by: "epochs", as: /let in/ },
  { name: "a revocation that the machine itself forgets", file: "store/owner_epochs.js", right: "this.#keep(owner, { epoch: Promise.resolve(epoch), at: Date.now(), known: epoch });", wrong: "", by: "epochs", as: /let in where that was done/ },
  { name: "a revocation that goes back by another machine's clock", file: "store/owner_epochs.js", right: "Math.max(now, found.epoch + 1, (this.#read.get(owner)?.known ?? 0) + 1)", wrong: "now", by: "epochs", as: /let in/ },
  { name: "a revocation no later than the one before", file: "store/owner_epochs.js", right: "found.epoch + 1, (this.#read.get(owner)?.known ?? 0) + 1", wrong: "found.epoch", by: "epochs", as: /excepted is let in|revoke of its own/ },
  { name: "a revocation that a late service takes back", file: "store/owner_epochs.js", right: "Math.max(asked.known, epoch)", wrong: "epoch", by: "epochs", as: /let in where that was done/ },
  { name: "an answer that counts from when it came", file: "store/owner_epochs.js", right: "(asked.known = Math.max(asked.known, epoch))", wrong: "((asked.at = Date.now()), (asked.known = Math.max(asked.known, epoch)))", by: "epochs", as: /let in/ },
  { name: "a failure that is kept in mind", file: "store/owner_epochs.js", right: "if (!this.#isOpen) asked.at = -Infinity;", wrong: "", by: "epochs", as: /no answer|failed|StoreError/ },
  { name: "a failure that lets in", file: "store/owner_epochs.js", right: "if (!this.#isOpen || !(error instanceof StoreError)) throw error;", wrong: "", by: "epochs", as: /let in/ },
  { name: "a failure that forgets who was revoked", file: "store/owner_epochs.js", right: "return asked.known;", wrong: "return 0;", by: "epochs", as: /let in where that was done/ },
  { name: "who is excepted keeps its old time", file: "plug/revocable_sessions.js", right: "setCreated(kept.bytes, from);", wrong: "", by: "epochs", as: /excepted is out/ },
  { name: "who was revoked begins anew", file: "plug/revocable_sessions.js", right: "if (isLeft && was.created <= seen) throw revoked();", wrong: "", by: "epochs", as: /let in/ },
  { name: "who was revoked begins anew, as far as this machine has in mind", file: "plug/revocable_sessions.js", right: "isLeft ? await this.#epochs.now(was.owner) : 0", wrong: "isLeft ? await this.#epochs.of(was.owner) : 0", by: "epochs", as: /let in/ },
  { name: "who was revoked is given to another owner", file: "plug/revocable_sessions.js", right: "(changes.stated(OWNER) !== undefined && owner !== was.owner)", wrong: "false", by: "epochs", as: /let in: a give/ },
  { name: "who begins anew is saved by a second look", file: "plug/revocable_sessions.js", right: "isLeft && owner === was.owner ? seen : ", wrong: "", by: "epochs", as: /let in/ },
  { name: "who was revoked is saved by a revoke of its own", file: "plug/revocable_sessions.js", right: " || kept.was.created <= before", wrong: "", by: "epochs", as: /revoke of its own/ },
  { name: "who was revoked by two is saved by the first", file: "store/owner_epochs.js", right: "if (again.before !== epoch) before = again.before;", wrong: "", by: "epochs", as: /excepted is let in|revoke of its own/ },
  { name: "a revoke that is as early as when its write began", file: "store/owner_epochs.js", right: "this.#service.isAtomic && Date.now() > epoch", wrong: "false", by: "epochs", as: /let in/ },
  { name: "a log-in that is revoked by what was before", file: "plug/revocable_sessions.js", right: "else changes.earliest = epoch + 1;", wrong: "", by: "epochs", as: /is out/ },
  { name: "a revocation that is written nowhere", file: "store/owner_epochs.js", right: "if (done) {", wrong: "if (await this.#service.remove(key), true) {", by: "epochs", as: /let in|don't agree/ },
  { name: "a log-in at the very moment of a revoke", file: "store/owner_epochs.js", right: "while (Date.now() <= epoch + 1 && performance.now() < longest) await new Promise((resolve) => setTimeout(resolve, 1));", wrong: "", by: "epochs", as: /is out/ },
  { name: "memory whose deletions do nothing", file: "kv/memory.js", right: "records.delete(key);\n    },", wrong: "},", by: "adapters", as: /get gives null|what was deleted is gone/ },
];

/** @returns {import("waxseal/conformance").Test[]} */
export function mistakes() {
  const none = { name: "none: the checks pass on the copy as it is", run: () => caught("", "", "", ["rules", "life", "adapters"]).then((error) => {
    if (error) throw error;
  }) };
  return [none, ...MISTAKES.map(({ name, file, right, wrong, by, as }) => ({
    name,
    async run() {
      const error = await caught(file, right, wrong, [by]);
      if (!error) throw new Error("it was not caught");
      if (!as.test(error.message)) throw new Error(`it was caught as something else: ${error.message}`);
    },
  }))];
}

/** The first error of the checks on a copy with a mistake in it. @param {string} file @param {string} right @param {string} wrong @param {string[]} checks @returns {Promise<Error | undefined>} */
async function caught(file, right, wrong, checks) {
  const folder = await mkdtemp(join(tmpdir(), "waxseal-mistake-"));
  try {
    await cp(PACKAGE, folder, { recursive: true });
    if (file) {
      const text = await readFile(join(folder, file), "utf8");
      if (text.split(right).length !== 2) throw new Error(`${file} has not once: ${right}`);
      await writeFile(join(folder, file), text.replace(right, () => wrong));
    }
    const load = (/** @type {string} */ name) => import(pathToFileURL(join(folder, name)).href);
    const copy = { waxseal: await load("index.js"), conformance: await load("conformance.js"), ...(await load("kv/memory.js")) };
    for (const check of checks) {
      for (const test of CHECKS[check](copy)) {
        try {
          await test.run();
        } catch (error) {
          return Object.assign(/** @type {Error} */ (error), { message: `${test.name}: ${/** @type {Error} */ (error).message}` });
        }
      }
    }
    return undefined;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
