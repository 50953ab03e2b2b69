// Cold starts, in turns, round by round.

import { median } from "../median.js";
import { coldPages } from "./chromium.js";
import { coldBundles } from "./node-bundled.js";
import { coldProcesses } from "./processes.js";
import { coldIsolates } from "./workerd.js";

export const COLD_ROUNDS = Number(process.env.COLD_ROUNDS ?? 9);

const inProcesses = async (runtime) => coldProcesses(runtime, (await import(`../runtimes/${runtime}.js`)).command);

/** Columns of the table, by the runtime that they belong to. */
export const COLUMNS = {
  node: [
    { id: "node", title: "Node", begin: () => inProcesses("node") },
    { id: "node-bundled", title: "Node, bundled", begin: coldBundles },
  ],
  workerd: [{ id: "workerd", title: "workerd", begin: coldIsolates }],
  bun: [{ id: "bun", title: "Bun", begin: () => inProcesses("bun") }],
  deno: [{ id: "deno", title: "Deno", begin: () => inProcesses("deno") }],
  chromium: [{ id: "chromium", title: "Chromium", begin: coldPages, rounds: 4 }],
};

/** @returns {Promise<{ empty: number, starters: any[] }>} milliseconds over an empty module, and of the calls after it */
export async function cold({ begin, rounds = COLD_ROUNDS }) {
  const { starters, empty, stop } = await begin();
  const all = [{ start: empty, rounds: [] }, ...starters.map((starter) => ({ ...starter, rounds: [] }))];
  const last = Math.min(rounds, COLD_ROUNDS);
  try {
    // The first round is for the disk's cache.
    for (let round = 0; round <= last; round += 1) {
      for (let at = 0; at < all.length; at += 1) {
        const starter = all[(at + round) % all.length];
        const took = await starter.start();
        if (round > 0) starter.rounds.push(took);
      }
    }
  } finally {
    await stop();
  }
  const [nothing, ...medians] = all.map((starter) => starter.rounds[0].map((_, column) => median(starter.rounds.map((took) => took[column]))));
  return {
    empty: nothing[0],
    starters: starters.map(({ name, kind }, at) => ({ name, kind, over: medians[at][0] - nothing[0], calls: medians[at].slice(1) })),
  };
}
