// @ts-check
// An app in a process of its own, in another runtime: the steps are the same, and are taken from here.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { share } from "./service.js";

/**
 * @param {string} name of the framework, and where it runs @param {string} runtime its program
 * @param {string} module of the driver, beside this one @param {string} driver its name there @returns {import("../spec.js").Driver}
 */
export const elsewhere = (name, runtime, module, driver) => served(name, [runtime, fileURLToPath(new URL("../serve.js", import.meta.url)), module, driver]);

/**
 * @param {string} name of the framework, and where it runs
 * @param {string[]} command that serves it: it is told the store, the file that is the service's state, and one to be sent, and says where it is
 * @param {{ cwd?: string, differs?: import("../spec.js").Driver["differs"] }} [how] @returns {import("../spec.js").Driver}
 */
export const served = (name, [program, ...words], { cwd, differs } = {}) => ({
  name,
  differs,
  async start(_spec, store, service, file) {
    const folder = await mkdtemp(join(tmpdir(), "waxseal-walk-"));
    const state = join(folder, "service.json");
    share(service, state);
    const child = spawn(program, [...words, store, state, file], { cwd, stdio: ["ignore", "pipe", "inherit"] });
    const ended = once(child, "exit");
    const [line] = await Promise.race([once(createInterface(child.stdout), "line"), ended]);
    return {
      ...JSON.parse(`${line}`),
      async stop() {
        child.kill();
        await ended;
        await rm(folder, { recursive: true });
      },
    };
  },
});
