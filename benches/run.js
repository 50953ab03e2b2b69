// `make bench`: waxseal and its peers, interleaved round by round, and what came of it in RESULTS.md and results.svg.
// `node run.js node workerd` for some runtimes only.

import { readFileSync, writeFileSync } from "node:fs";
import { cpus, loadavg } from "node:os";
import workerd from "workerd/package.json" with { type: "json" };
import { serve } from "../tests/workerd.js";
import all from "./contestants/all.js";
import cookieSignature from "./contestants/cookie-signature.js";
import { JOBS, SIZES, median, prepare, repeat } from "./measure.js";
import { chart } from "./chart.js";

const ROUNDS = Number(process.env.ROUNDS ?? 15);
/** How long one contestant's turn takes at most, in milliseconds; and how often it runs before it counts. */
const TURN = 15;
const WARM = 2000;
const WARM_MS = 250;

const now = () => Number(process.hrtime.bigint()) / 1e6;

/** In this process: how long `times` runs take. */
const inNode = {
  title: `Node ${process.versions.node}`,
  contestants: [...all, ...cookieSignature],
  async start() {
    const jobs = new Map();
    return {
      async time(contestant, size, job, times) {
        const key = [contestant.name, contestant.kind, size, job].join();
        if (!jobs.has(key)) jobs.set(key, await prepare(contestant, size, job));
        const began = now();
        await repeat(jobs.get(key), times);
        return now() - began;
      },
      stop() {},
    };
  },
};

/** From outside: a request that runs it so often, less one that does nothing so often. */
const inWorkerd = {
  title: `workerd ${workerd.version}`,
  contestants: all,
  async start() {
    const { origin, stop } = await serve(new URL("worker.js", import.meta.url).pathname, { flags: ["nodejs_compat"] });
    const ask = async (query) => {
      const began = now();
      const response = await fetch(`${origin}/?${new URLSearchParams(query)}`);
      const text = await response.text();
      if (text !== "done") throw new Error(text);
      return now() - began;
    };
    return {
      async time({ name, kind }, size, job, times) {
        const empty = await ask({ job: "empty", times });
        return Math.max(0, (await ask({ name, kind, size, job, times })) - empty);
      },
      stop,
    };
  },
};

const RUNTIMES = { node: inNode, workerd: inWorkerd };

/** Median nanoseconds of every contestant in one cell. */
async function cell(runtime, contestants, kind, size, job) {
  const runners = [];
  for (const contestant of contestants.filter((one) => one.kind === kind)) {
    try {
      const time = (times) => runtime.time(contestant, size, job, times);
      await time(1);
      const began = now();
      let [ran, took] = [0, 0];
      while (ran < WARM && now() - began < WARM_MS) { took = await time(100); ran += 100; }
      const times = Math.max(20, Math.min(20_000, Math.round((TURN * 100) / Math.max(took, 0.01))));
      runners.push({ name: contestant.name, time, times, rounds: [] });
    } catch (error) {
      console.error(`${contestant.name}, ${kind}, ${size} bytes, ${job}: ${error.message}`);
    }
  }
  for (let round = 0; round < ROUNDS; round += 1) {
    for (let at = 0; at < runners.length; at += 1) {
      const runner = runners[(at + round) % runners.length];
      runner.rounds.push(((await runner.time(runner.times)) * 1e6) / runner.times);
    }
  }
  return new Map(runners.map(({ name, rounds }) => [name, median(rounds)]));
}

const results = [];
const named = process.argv.slice(2);
for (const [name, runtime] of Object.entries(RUNTIMES)) {
  if (named.length > 0 && !named.includes(name)) continue;
  const running = await runtime.start();
  for (const kind of ["signed", "encrypted"]) {
    for (const job of JOBS) {
      for (const size of SIZES) {
        const times = await cell(running, runtime.contestants, kind, size, job);
        results.push({ runtime: runtime.title, kind, job, size, times });
        const ours = times.get("waxseal");
        console.log(runtime.title, kind, job, size, [...times].map(([who, ns]) => `${who} ${Math.round(ns)} (${(ns / ours).toFixed(2)})`).join(", "));
      }
    }
  }
  await running.stop();
}

writeFileSync(new URL("RESULTS.md", import.meta.url), report());
writeFileSync(new URL("results.svg", import.meta.url), chart(results));
process.exit(0);

function report() {
  const { devDependencies } = JSON.parse(readFileSync(new URL("package.json", import.meta.url), "utf8"));
  const versions = Object.entries(devDependencies).map(([name, version]) => `${name} ${version}`).join(", ");
  const lost = [];
  const tables = [...new Set(results.map(({ runtime }) => runtime))].map((runtime) => {
    const parts = ["signed", "encrypted"].map((kind) => {
      const cells = results.filter((one) => one.runtime === runtime && one.kind === kind);
      const names = [...new Set(cells.flatMap(({ times }) => [...times.keys()]))];
      const rows = names.map((name) => [
        name,
        ...cells.map(({ times }) => {
          const [theirs, ours] = [times.get(name), times.get("waxseal")];
          if (theirs === undefined) return "–";
          return name === "waxseal" ? `${(ours / 1000).toFixed(1)} µs` : `${(theirs / ours).toFixed(2)}×`;
        }),
      ]);
      for (const { times, job, size } of cells) {
        for (const [name, ns] of times) {
          if (ns < times.get("waxseal")) lost.push(`${runtime}, ${kind}, ${job}, ${size} bytes: ${name} takes ${(ns / times.get("waxseal")).toFixed(2)} of our time`);
        }
      }
      const line = (row) => `| ${row.join(" | ")} |`;
      return `### ${kind[0].toUpperCase()}${kind.slice(1)}\n\n${[line(["", ...cells.map(({ job, size }) => `${job} ${size}`)]), `|---|${"--:|".repeat(cells.length)}`, ...rows.map(line)].join("\n")}`;
    });
    return `## ${runtime}\n\n${parts.join("\n\n")}`;
  });
  return `# Results

Written by \`make bench\`. Our line is the time of one job; a peer's is how many times as long it takes. Only these ratios mean
something, and anything below 1.3 is not resolved: each is a median of ${ROUNDS} interleaved rounds on a shared machine (${cpus().length} cores, ${process.arch}, load ${loadavg()[0].toFixed(1)} at the end).

- **write**: a new session → the Set-Cookie header's text. **read**: the Cookie header's text → one value. **request**: the
  Cookie header's text → one value read, one put → the Set-Cookie header's text.
- The numbers are bytes of the session as JSON. Peers hold JSON; waxseal holds Erlang's terms, checks each one on the way in, and
  leaves alone what nobody asked for.
- node:crypto, WebCrypto and @noble are tuned by hand, around a cookie of the same shape; the others are whole libraries as
  their documentation uses them, which do other work. In workerd the clock is outside, and an empty run is subtracted.

${versions}

${tables.join("\n\n")}

## What we lose

${lost.length ? lost.map((one) => `- ${one}`).join("\n") : "Nothing."}
`;
}
