// LOAD.md.

import { significant, table } from "../report/format.js";
import { NONE } from "./sessions.js";
import { SIZE } from "./visit.js";

const PEERS = ["@hono/node-server", "@hono/session", "connect-redis", "cookie-session", "express", "express-session", "hono", "iron-session", "react-router"];

/** @param {{ parts: string[], visitors: number, cores: number, cpu: string, versions: Record<string, string> }} what */
export function loadPage({ parts, visitors, cores, cpu, versions }) {
  return `# Load

Written by \`make bench-load\`, all of it. Whole apps on loopback, a process each, by turns (\`LOAD_REQUESTS=1000000 make bench-load\` for as
many to each), from ${visitors} visitors who ask again as soon as they are answered. At each request the app reads how often its visitor was here,
out of a session of ${SIZE} bytes of JSON, and writes one more; the answer is checked. Medians of the rounds.

On ${cores} cores (${cpu}), which the app shares with whoever asks. What a request takes of the processor (the app's process alone: not
Redis) says more than requests a second. "The session's" is what is over the app without one. Memory is what the process holds (RSS), when
it is warm and after all.
${PEERS.map((name) => `${name} ${versions[name]}`).join(", ")}; NODE_ENV=production.

- **signed, encrypted**: all of the session in a cookie. cookie-session and React Router sign, iron-session and @hono/session encrypt.
- **memory, Redis, Durable Object**: the session in a store, an id in the cookie. waxseal's records are sealed, and written only if nobody
  else wrote meanwhile; express-session's last writer wins. The Durable Object is workerd's own, in its memory, one a session.

${parts.join("\n\n")}
`;
}

/** The tables of a page, by what stands over them. @param {string} page @returns {Map<string, string>} */
export function partsOf(page) {
  return new Map(page.split(/^(?=## )/m).slice(1).map((part) => [part.slice("## ".length, part.indexOf("\n")), part.trimEnd()]));
}

/** @param {{ title: string, rows: any[], requests: number, rounds: number, warm: number, loads: number[] }} what `loads`: the machine's averages before and after */
export function loadPart({ title, rows, requests, rounds, warm, loads }) {
  const none = rows.find(({ name }) => name === NONE);
  const many = (number) => number.toLocaleString("en");
  return `## ${title}

${many(requests)} requests to each in ${rounds} rounds, after ${many(warm)} that warm it; load average at the start ${loads[0].toFixed(1)}, at the end ${loads[1].toFixed(1)}.

${table(["", "requests a second", "CPU, µs a request", "the session's", "p50, ms", "p99, ms", "memory, MB: warm", "at the end"], rows.map(({ name, rate, cpu, half, most, warm: before, memory }) => [
    name === NONE ? "*no session*" : name, many(Math.round(rate)), significant(cpu), name === NONE ? "" : significant(cpu - none.cpu),
    significant(half), significant(most), Math.round(before / 1e6), Math.round(memory / 1e6),
  ]))}`;
}
