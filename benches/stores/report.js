// STORES.md.

import { significant, table } from "../report/format.js";
import { JOBS } from "./measure.js";
import { SIZE } from "./sessions.js";

const PEERS = ["better-sqlite3", "better-sqlite3-session-store", "connect-sqlite3", "connect-pg-simple", "express-session", "pg", "postgres", "sqlite3"];

/** How many times as long as the bare statements waxseal is to take at most; and the peers as long as waxseal, at least. */
const MOST = { sqlite: 2, postgres: 1.5 };
const LEAST = 5;

export function storesPage({ parts, versions, loads, fsync, cores, cpu }) {
  const [[normal, full], [server]] = ["sqlite", "postgres"].map((id) => parts.filter((one) => one.id === id));
  return `# Stores

Written by \`make bench-stores\`, all of it. What a request's session takes in SQLite and in PostgreSQL: a session of ${SIZE} bytes of JSON, 500 of them in each
table, one request after another, by turns in one run. Times are medians of the rounds; a ratio is one of two such medians.

On ${cores} cores (${cpu}); load average at the start ${loads[0].toFixed(1)}, at the end ${loads[1].toFixed(1)}. Node ${versions.node} with SQLite ${versions.sqlite}; PostgreSQL ${server.version}.
${PEERS.map((name) => `${name} ${versions[name]}`).join(", ")}.

- **waxseal**: \`fetch\`, the session's \`get\` or \`put\`, \`commit\`: the cookie parsed, the record opened and sealed, written only if nobody else wrote meanwhile.
- **the bare statements**: the adapter's statements on the same driver, prepared once where the adapter does so, with the bytes of waxseal's record as
  bytes (PostgreSQL's adapter sends text, so that no option of a client's changes them): what no adapter can be faster than.
- **the peers**: stores of express-session, asked as express-session asks them: \`get\`, then \`set\` if the session was changed, and \`touch\`, which writes, if it was
  not. The cookie's signature and the checksum by which express-session finds out about changes are not in their times.

## What came of it

Aimed at: at most ${MOST.sqlite} times the bare statements in SQLite, ${MOST.postgres} times in PostgreSQL, and peers that take ${LEAST} times as long as waxseal, on the same driver where there is one.

${table(["", "waxseal to the bare statements", "", "the peers to waxseal", ""], parts.flatMap(({ id, title, jobs }) => jobs.map((one) => goal(id, title, one))))}

**Where it is not met.** What waxseal takes over the bare statements is finding, opening and sealing the record, which is its own work in any store. Without any
database, in this process's memory, that takes:

${inMemory(normal)}

Where nothing waits for a disk or another process the statements alone are quicker than that, and so more than twice as quick as both together. The peers don't
do it: who has a copy of their database has everybody's sessions. Where a commit waits for the disk, or the statement goes to a server, everybody waits for the
same, and nobody can be ${LEAST} times as fast as another; but a request that only reads writes nothing here, and with the peers it does.

## SQLite

Everyone has a file of their own, its journal in WAL, and the same \`synchronous\`.

### synchronous = NORMAL

No commit waits for the disk; a power cut may cost the last ones. What the process takes of the processor, as it does nothing but this.

${normal.jobs.map(jobTable).join("\n\n")}

### synchronous = FULL

Both drivers' default: each commit waits for the disk (an \`fsync\` of 4 KiB: ${significant(fsync)} µs here). By the clock.

${full.jobs.map(jobTable).join("\n\n")}

## PostgreSQL

One server on loopback with \`fsync = off\`, for all: nothing waits for the disk, so what is around the statements weighs most. No statement is prepared, as
poolers may stand between; the bare ones aren't either. By the clock.

${server.jobs.map(jobTable).join("\n\n")}
`;
}

const isOurs = ({ name }) => name === "waxseal";
const isPeer = ({ name, isBare }) => !isBare && !name.startsWith("waxseal");
const bareOf = (rows, driver) => rows.find((one) => one.isBare && one.driver === driver);
/** On the same driver; of a peer on a driver of its own the quicker one. */
const oursFor = (rows, driver) => rows.find((one) => isOurs(one) && one.driver === driver) ?? rows.filter(isOurs).reduce((one, other) => (other.ns < one.ns ? other : one));

function goal(id, title, { job, rows }) {
  const toBare = rows.filter(isOurs).map((ours) => [ours.driver, ours.ns / bareOf(rows, ours.driver).ns]);
  const peers = rows.filter(isPeer).map((peer) => [peer.name, peer.ns / oursFor(rows, peer.driver).ns]);
  const said = (ratios) => ratios.map(([name, ratio]) => `${name} ${significant(ratio)}×`).join(", ");
  return [`${title}: ${JOBS[job].title.toLowerCase()}`, said(toBare), toBare.every(([, ratio]) => ratio <= MOST[id]) ? "met" : "**not met**", said(peers), peers.every(([, ratio]) => ratio >= LEAST) ? "met" : "**not met**"];
}

/** Beside both drivers' statements, and both together. */
function inMemory({ jobs }) {
  return table(["", "in memory, µs", "the bare statements, µs", "waxseal, µs"], jobs.map(({ job, rows }) => {
    const all = (which) => rows.filter(which).map(({ driver, ns }) => `${driver} ${significant(ns / 1000)}`).join(", ");
    return [JOBS[job].title, significant(rows.find(({ driver }) => driver === "none").ns / 1000), all(({ isBare }) => isBare), all(isOurs)];
  }));
}

function jobTable({ job, rows }) {
  return table([JOBS[job].title, "on", "µs", "to waxseal's"], rows.map((row) => [
    row.name, row.driver === "none" ? "" : row.driver, significant(row.ns / 1000), isOurs(row) || row.driver === "none" ? "" : `${significant(row.ns / oursFor(rows, row.driver).ns)}×`,
  ]));
}
