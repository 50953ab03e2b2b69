// @ts-check
// One app, built in each framework by a driver, and walked through with each store. What came of each step is a cell of the table in
// docs/frameworks.md, which must say the same: `node run.js --write` writes it there.

import { createSessions } from "waxseal";
import { memoryKV } from "waxseal/kv/memory";
import { fileURLToPath } from "node:url";
import { equal, ok } from "../../../conformance/check.js";
import { plainConfig } from "../../../conformance/cookie.js";
import { Client, KEY } from "./client.js";
import { appSpec } from "./spec.js";
import { STEPS, isSame } from "./steps.js";

/** @typedef {import("./steps.js").Service} Service */

const FILE = fileURLToPath(new URL("../../../../LICENSE-APACHE", import.meta.url));

/** Memory, as a service that can be far away and can fail. @param {Service} service @returns {import("waxseal").KvAdapter} */
function faultyKV(service) {
  const kv = memoryKV();
  const asked = async () => {
    if (service.delay > 0) await new Promise((done) => setTimeout(done, service.delay));
    if (service.isDown) throw Object.assign(new Error("the service is down"), { retriable: false });
  };
  return {
    capabilities: kv.capabilities,
    get: (key) => asked().then(() => kv.get(key)),
    put(key, value, options) {
      service.writing += 1;
      return asked().then(() => kv.put(key, value, options)).finally(() => (service.writing -= 1));
    },
    delete: (key) => asked().then(() => kv.delete(key)),
  };
}

/** Bun's `ws` is its own, and answers past the socket: see docs/frameworks.md. */
const isBun = "Bun" in globalThis;

const { key: _, ...cookieOptions } = plainConfig.sessions;

/** @type {Record<"cookie" | "kv", (service: Service) => import("waxseal").Sessions>} */
const STORES = {
  cookie: () => createSessions({ ...cookieOptions, store: "cookie", key: KEY }),
  kv: (service) => createSessions({ store: "kv", kv: faultyKV(service), key: KEY, log: false, timeout: 2000 }),
};

/**
 * Walks through one framework's app. Gives its cells, by step.
 * @param {import("./spec.js").Driver} driver @param {(name: string) => any} group
 */
export async function walk({ name, start, differs = {} }, group) {
  /** @type {Record<string, string>} */
  const cells = {};
  const unused = new Set(Object.keys(differs));
  for (const [store, create] of Object.entries(STORES)) {
    const service = { isDown: false, delay: 0, writing: 0 };
    const app = await start(appSpec(create(service), FILE));
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
