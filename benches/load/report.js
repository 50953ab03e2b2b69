// LOAD.md.

import { significant, table } from "../report/format.js";
import { NONE } from "./sessions.js";
import { SIZE } from "./visit.js";

const PEERS = ["@hono/node-server", "@hono/session", "connect-redis", "cookie-session", "express", "express-session", "hono", "iron-session", "react-router"];

export function loadPage({ results, requests, warm, visitors, rounds, loads, cores, cpu, versions }) {
  return `# Load

Written by \`make bench-load\`, all of it. Whole apps on loopback, a process each, ${requests.toLocaleString("en")} requests to each in ${rounds} rounds, by turns
(\`LOAD_REQUESTS=1000000 make bench-load\` for more), from ${visitors} visitors who ask again as soon as they are answered. At each request the app
reads how often its visitor was here, out of a session of ${SIZE} bytes of JSON, and writes one more; the answer is checked. Medians of the rounds.

On ${cores} cores (${cpu}), which the app shares with whoever asks; load average at the start ${loads[0].toFixed(1)}, at the end ${loads[1].toFixed(1)}. What a request takes of
the processor (the app's process alone: not Redis) says more than requests a second. "The session's" is what is over the app without one.
Memory is what the process holds (RSS), after ${warm.toLocaleString("en")} requests that don't count, and after all.
${PEERS.map((name) => `${name} ${versions[name]}`).join(", ")}; NODE_ENV=production.

- **signed, encrypted**: all of the session in a cookie. cookie-session and React Router sign, iron-session and @hono/session encrypt.
- **memory, Redis, Durable Object**: the session in a store, an id in the cookie. waxseal's records are sealed, and written only if nobody
  else wrote meanwhile; express-session's last writer wins. The Durable Object is workerd's own, in its memory, one a session.

${results.map(part).join("\n\n")}
`;
}

function part({ title, rows }) {
  const none = rows.find(({ name }) => name === NONE);
  return `## ${title}

${table(["", "requests a second", "CPU, µs a request", "the session's", "p50, ms", "p99, ms", "memory, MB: warm", "at the end"], rows.map(({ name, rate, cpu, half, most, warm, memory }) => [
    name === NONE ? "*no session*" : name, Math.round(rate).toLocaleString("en"), significant(cpu), name === NONE ? "" : significant(cpu - none.cpu),
    significant(half), significant(most), Math.round(warm / 1e6), Math.round(memory / 1e6),
  ]))}`;
}
