// @ts-check
// SQLite has no server that could be killed: the processes that write are, two on one file, by turns, and others go on in their place.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, open, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { createSessions } from "waxseal";
import { sqliteKV } from "waxseal/kv/sqlite";
import { NOTHING, add, newcomers, writers } from "./traffic.js";

/** @typedef {import("./traffic.js").Those} Those */
/** @typedef {import("./traffic.js").Seen} Seen */

const WRITERS = 2;
const VISITORS = 24;

/** @param {number} kills @returns {Promise<Seen>} */
export async function killSqlite(kills) {
  const folder = await mkdtemp(join(tmpdir(), "waxseal-kills-"));
  const file = join(folder, "sessions.db");
  const all = Array.from({ length: WRITERS }, () => newcomers(VISITORS));
  const seen = { ...NOTHING };
  /** @type {Awaited<ReturnType<typeof startWriter>>[]} */
  const running = [];
  try {
    for (const those of all) running.push(await startWriter(file, those));
    for (let kill = 0; kill < kills; kill += 1) {
      await pause(500 + Math.random() * 1000);
      const at = kill % WRITERS;
      add(seen, await running[at].kill());
      running[at] = await startWriter(file, all[at]);
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

let started = 0;

/** Keeps what it said of its visitors until it was killed. @param {string} file @param {Those} those */
async function startWriter(file, those) {
  // Not through a pipe: once that is full a process keeps to itself what it says.
  const said = `${file}-said-${(started += 1)}`;
  const output = await open(said, "w");
  const child = spawn(process.execPath, [fileURLToPath(new URL("sqlite_writer.js", import.meta.url)), file], { stdio: ["pipe", output.fd, "inherit"] });
  await output.close();
  const ended = once(child, "close");
  child.stdin.write(`${JSON.stringify(those)}\n`);
  let isKilled = false;
  return {
    /** What it saw. @returns {Promise<Seen>} */
    async kill() {
      if (isKilled) return NOTHING;
      isKilled = true;
      if (child.exitCode !== null) throw new Error(`a writer ended by itself, with ${child.exitCode}`);
      child.kill("SIGKILL");
      await ended;
      let seen = NOTHING;
      // It may have been killed within a line: that is the last one, and has no end.
      for (const line of (await readFile(said, "utf8")).split("\n").slice(0, -1)) {
        const { at, visitor, seen: sofar } = JSON.parse(line);
        seen = sofar;
        if (visitor.isDropped) those.gone.push(visitor);
        else those.visitors[at] = visitor;
      }
      return seen;
    },
  };
}
