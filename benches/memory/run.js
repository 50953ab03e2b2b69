// Linear memory after so many requests that nobody committed.

import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { serve } from "../../tests/workerd.js";

/** The goal says ten million: ask for as many with UNCOMMITTED=10000000. */
const REQUESTS = Number(process.env.UNCOMMITTED ?? 1_000_000);
const file = (name) => fileURLToPath(new URL(name, import.meta.url));

export const memory = {
  node: async () => JSON.parse(execFileSync(process.execPath, [file("node.js"), String(REQUESTS)], { encoding: "utf8" })),
  async workerd() {
    const { origin, stop } = await serve(file("worker.js"));
    try {
      const response = await fetch(`${origin}/?requests=${REQUESTS}`);
      if (!response.ok) throw new Error(await response.text());
      return await response.json();
    } finally {
      await stop();
    }
  },
};
