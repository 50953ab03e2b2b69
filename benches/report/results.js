// RESULTS.md.

import { beforePage } from "./before.js";
import { callsTable, coldTable } from "./cold.js";
import { growthTables } from "./growth.js";
import { limitsPage } from "./limits.js";
import { memoryTable } from "./memory.js";
import { bestPeers, speedTables, standing } from "./speed.js";

/** One is the bench's own. */
const busy = ({ cores, loads }) => (Math.max(...loads) <= cores ? "" : ` **That is more than ${cores} cores can do: what waits for threads
(WebCrypto outside of workerd, and all that is built on it) looks slower here than it is.**`);

export function resultsPage(results) {
  const { commit, machine, memory, rounds, runtimes, cold, growth, limits, versions } = results;
  return `# Results

Written by \`make bench\`, all of it: no figure here is typed in by hand. Only ratios within one run mean something, and anything below
1.3× is not resolved (≈). Each is the median of ${rounds.speed} rounds (in workerd of fewer, longer ones), everyone in turns in each round.

${runtimes.map(({ title, version }) => `${title} ${version}`).join(", ")}, on ${machine.cores} cores (${machine.cpu}, ${machine.arch}).
Peers: ${versions}.
Load average at the start ${machine.loads[0].toFixed(1)}, at the end ${machine.loads[1].toFixed(1)}.${busy(machine)}

![How many times as long whole requests and whole sessions take](results.svg)

${commit ? `${beforePage(results)}
` : ""}## What a user would pick instead

The best peer of each cell: how many times as long it takes as waxseal; where we lose, it stands in bold. Behind it, in italics, *the limit*:
how many times as long bare WebAssembly takes in the same run, RustCrypto's hash or cipher and base64 between two buffers and nothing
else, no terms, no rotation, no old formats, JSON around it (\`benches/bare\`). ${standing(runtimes)}

${bestPeers(runtimes)}

- **sign, verify, roundtrip**: the token alone, around the session's JSON, with the key at hand: text → token, token → text, and
  \`JSON.stringify\` → sign → verify → \`JSON.parse\`. waxseal by \`waxseal/crypto\`. When signed, node:crypto, WebCrypto and @noble make
  the same tokens to the letter; when encrypted, node:crypto and WebCrypto AES-256-GCM, @noble XChaCha20-Poly1305 as waxseal.
- **session**: a new session → the Set-Cookie header's text → the Cookie header's text → all of the session: what a round trip is for a
  library whose tokens are its own affair. **read all**: the Cookie header's text → all of it. **read**: the same → one value.
  **request**: the same → one value read, one put → the Set-Cookie header's text.
- **token of data**: a session's data → a token that is over in a day → the data, if the token is good and not over: waxseal's Phoenix.Token
  against jose's JWT (HS256), and encrypted against its JWE (\`dir\`, A256GCM).
- The numbers are bytes of the session as JSON. Peers hold JSON; waxseal holds Erlang's terms, checks each one on the way in, and
  leaves alone what nobody asked for.
- node:crypto, WebCrypto and @noble are tuned by hand: keys imported once, buffers used again, nonces drawn by the thousand.
  "one-shot" is HMAC by two calls of \`crypto.hash\`. The others are whole libraries as their documentation uses them, without the
  framework around them, and do other work, too. h3 derives its key with 8,192 rounds by default: here with one.
- Each contestant is proved before it is timed: it reads what it wrote, and refuses what was forged. Each call has another of eight
  sessions, so that nothing is gained by remembering the last one.
- In workerd the clock is outside, and an empty run is subtracted. h3 can't be had in Chromium: scripts can't make a request with a
  Cookie header there.

${limits ? limitsPage(limits, runtimes) : ""}
## All of them

Our line is the time of one job; a peer's is how many times as long it takes.

${runtimes.map(speedTables).join("\n\n")}

## Cold start

From the import to the first cookie verified, in a fresh process (Node, Deno, Bun), isolate (workerd) or page (Chromium): milliseconds
over an empty module, which stands in the first line. The median of ${rounds.cold} rounds (fewer in Chromium). waxseal derives its keys in that
time (PBKDF2, 1,000 rounds); "key given" has its key already. In workerd and Chromium each one is a bundle; in workerd the
clock is outside, over isolates made by a worker loader, each compiling its modules anew; in Chromium its files are in the browser's cache, never run before.

${coldTable(cold)}

What it is made of, and what was tried: [COLD.md](COLD.md).

What reading a 66-byte session costs at first, where the clock is fine enough to tell (so not in workerd). The first call of waxseal
derives the key, which the bare module does before it; "steady" is the cell above. In Node everyone; elsewhere waxseal and the bare module alone.

${callsTable(cold, runtimes)}

## Memory

WebAssembly's memory after requests of which none is committed. More of them by \`UNCOMMITTED=10000000 make bench\`.

${memoryTable(memory)}

## Growth

In Node. The exponent is the slope over the last two decades, between the logarithms: 1 is linear, 0 does not grow; for
rotated keys it is that of what they add. A key-value store in memory (\`waxseal/kv/memory\`), except for rotated keys and open
sessions, which are cookies.

![How cost grows](growth.svg)

${growthTables(growth)}
`;
}
