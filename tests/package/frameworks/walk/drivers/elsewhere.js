// @ts-check
// An app in a process of its own, in another runtime: the steps are the same, and are taken from here.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

/** @typedef {import("../steps.js").Service} Service */

const SERVE = fileURLToPath(new URL("../serve.js", import.meta.url));

/**
 * @param {string} name of the framework, and where it runs @param {string} runtime its program
 * @param {string} file of the driver, beside this one @param {string} driver its name there @returns {import("../spec.js").Driver}
 */
export const elsewhere = (name, runtime, file, driver) => ({
  name,
  async start(_spec, store, service) {
    const folder = await mkdtemp(join(tmpdir(), "waxseal-walk-"));
    const state = join(folder, "service.json");
    share(service, state);
    const child = spawn(runtime, [SERVE, file, driver, store, state], { stdio: ["ignore", "pipe", "inherit"] });
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

/** A file that is there as a whole, or as it was before. @param {string} path @param {unknown} value */
function write(path, value) {
  writeFileSync(`${path}.new`, JSON.stringify(value));
  renameSync(`${path}.new`, path);
}

/** @param {string} path */
const read = (path) => JSON.parse(readFileSync(path, "utf8"));

const writingOf = (/** @type {string} */ state) => `${state}.writing`;

/** What is set here is in the file before the next request is made. @param {Service} service @param {string} state */
function share(service, state) {
  const values = { ...service };
  for (const name of /** @type {const} */ (["isDown", "delay"])) {
    Object.defineProperty(service, name, {
      get: () => values[name],
      set(/** @type {never} */ value) {
        values[name] = value;
        write(state, values);
      },
    });
  }
  Object.defineProperty(service, "writing", { get: () => read(writingOf(state)) });
  write(state, values);
  write(writingOf(state), 0);
}

/** The other end of it. @param {string} state @returns {Service} */
export function sharedService(state) {
  let writing = 0;
  return {
    get isDown() {
      return read(state).isDown;
    },
    get delay() {
      return read(state).delay;
    },
    get writing() {
      return writing;
    },
    set writing(count) {
      writing = count;
      write(writingOf(state), count);
    },
  };
}
