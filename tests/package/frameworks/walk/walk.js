// @ts-check
// One app, built in each framework by a driver, and walked through with each store. What came of each step is a cell of the table in
// docs/frameworks.md, which must say the same: `node run.js --write` writes it there.

import { fileURLToPath } from "node:url";
import { equal, ok } from "../../../conformance/check.js";
import { Client } from "./client.js";
import { STORES, specOf } from "./stores.js";
import { STEPS, isSame } from "./steps.js";

/** What is sent where a file is. */
export const FILE = fileURLToPath(new URL("../../../../LICENSE-APACHE", import.meta.url));

/** Bun's `ws` is its own, and answers past the socket: see docs/frameworks.md. */
const isBun = "Bun" in globalThis;

/**
 * Walks through one framework's app. Gives its cells, by step.
 * @param {import("./spec.js").Driver} driver @param {(name: string) => any} group
 */
export async function walk({ name, start, differs = {} }, group) {
  /** @type {Record<string, string>} */
  const cells = {};
  const unused = new Set(Object.keys(differs));
  for (const store of STORES) {
    const service = { isDown: false, delay: 0, writing: 0 };
    const app = await start(specOf(store, service, FILE), store, service, FILE);
    const test = group(name);
    try {
      for (const step of STEPS) {
        if (step.store && step.store !== store) continue;
        if (step.needs && !app.has?.[step.needs] || step.needs === "socket" && isBun) {
          cells[step.name] = "–";
          continue;
        }
        const own = differs[step.name];
        unused.delete(step.name);
        await test(`${store}: ${step.name}`, async () => {
          const got = await step.run(new Client(app), service, FILE);
          const wanted = own?.outcome ?? step.outcome;
          ok(isSame(got, wanted), `got ${got}, expected ${wanted}`);
          cells[step.name] = own ? own.outcome : "✓";
        });
        Object.assign(service, { isDown: false, delay: 0 });
      }
    } finally {
      await app.stop();
    }
  }
  await group(name)("differs names steps", () => equal([...unused].join(), "", "no such steps"));
  return cells;
}
