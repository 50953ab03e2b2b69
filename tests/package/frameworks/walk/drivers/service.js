// @ts-check
// The key-value service's state, as it is set here and read in another process.

import { readFileSync, renameSync, writeFileSync } from "node:fs";

/** @typedef {import("../steps.js").Service} Service */

/** A file that is there as a whole, or as it was before. @param {string} path @param {unknown} value */
function write(path, value) {
  writeFileSync(`${path}.new`, JSON.stringify(value));
  renameSync(`${path}.new`, path);
}

/** @param {string} path */
const read = (path) => JSON.parse(readFileSync(path, "utf8"));

const writingOf = (/** @type {string} */ state) => `${state}.writing`;

/** What is set here is in the file before the next request is made. @param {Service} service @param {string} state */
export function share(service, state) {
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
