// @ts-check
// SQLite has no server that could be killed: the processes that write are, two on one file, by turns, and others go on in their place.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { DatabaseSync } from "node:sqlite";
import { fileURLToPath } from "node:url";
import { createSessions } from "waxseal";
import { sqliteKV } from "waxseal/kv/sqlite";
import { NOTHING, newcomers, writers } from "./traffic.js";

/** @typedef {import("./traffic.js").Those} Those */
/** @typedef {typeof NOTHING} Seen */

const WRITERS = 2;
const VISITORS = 24;
const pause = (/** @type {number} */ milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** @param {number} kills @returns {Promise<Seen>} */
export async function killSqlite(kills) {
  const folder = await mkdtemp(join(tmpdir(), "waxseal-kills-"));
  const file = join(folder, "sessions.db");
  const all = Array.from({ length: WRITERS }, () => newcomers(VISITORS));
  const seen = { ...NOTHING };
  /** @type {ReturnType<typeof startWriter>[]} */
  let running = [];
  try {
    running = all.map((those) => startWriter(file, those));
    for (let kill = 0; kill < kills; kill += 1) {
      await pause(500 + Math.random() * 1000);
      const at = kill % WRITERS;
      add(seen, await running[at].kill());
      running[at] = startWriter(file, all[at]);
    }
    await pause(500);
    for (const writer of running) add(seen, await writer.kill());
    const sessions = createSessions({ store: "kv", kv: sqliteKV(new DatabaseSync(file)), key: "_kills", log: false });
    for (const those of all) {
      const last = writers(sessions, those);
      await last.look();
      add(seen, last.seen);
    }
    return seen;
  } finally {
    for (const { kill } of running) await kill().catch(() => {});
    await rm(folder, { recursive: true, force: true });
  }
}

/** Keeps what it says of its visitors. @param {string} file @param {Those} those */
function startWriter(file, those) {
  const child = spawn(process.execPath, [fileURLToPath(new URL("sqlite_writer.js", import.meta.url)), file], { stdio: ["pipe", "pipe", "inherit"] });
  const ended = once(child, "close");
  /** @type {Seen} */
  let seen = { ...NOTHING };
  child.stdin.write(`${JSON.stringify(those)}\n`);
  createInterface({ input: child.stdout }).on("line", (line) => {
    const said = parsed(line);
    if (said === undefined) return;
    seen = said.seen;
    if (said.visitor.isDropped) those.gone.push(said.visitor);
    else those.visitors[said.at] = said.visitor;
  });
  let isKilled = false;
  return {
    /** What it saw. @returns {Promise<Seen>} */
    async kill() {
      if (child.exitCode !== null && !isKilled) throw new Error(`a writer ended by itself, with ${child.exitCode}`);
      isKilled = true;
      child.kill("SIGKILL");
      await ended;
      return seen;
    },
  };
}

/** It may have been killed within a line. @param {string} line */
function parsed(line) {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

/** @param {Seen} sum @param {Seen} seen */
export function add(sum, seen) {
  for (const [key, value] of Object.entries(seen)) {
    if (typeof value === "number") /** @type {any} */ (sum)[key] += value;
    else sum.first ||= value;
  }
}
