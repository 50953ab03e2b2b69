// @ts-check
// `node sqlite_writer.js FILE`: writes sessions into SQLite until it is killed. Who its visitors are it is told in its first line; what
// becomes of one it says in a line each time.

import { once } from "node:events";
import { createInterface } from "node:readline";
import { DatabaseSync } from "node:sqlite";
import { createSessions } from "waxseal";
import { sqliteKV } from "waxseal/kv/sqlite";
import { writers } from "./traffic.js";

const [first] = await once(createInterface({ input: process.stdin }), "line");
const sessions = createSessions({ store: "kv", kv: sqliteKV(new DatabaseSync(process.argv[2])), key: "_kills", log: false });
// Its output is a file, which is written to at once.
const { seen, run } = writers(sessions, JSON.parse(first), (at, visitor) => process.stdout.write(`${JSON.stringify({ at, visitor, seen })}\n`));
await run(() => false);
