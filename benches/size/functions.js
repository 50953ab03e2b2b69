// @ts-check
// A module's functions, by the names that it has in it.

import { deflateRawSync } from "node:zlib";

/** @typedef {[name: string, raw: number, alone: number]} Weighed bytes of it, and of it deflated alone */

/** The largest first. @param {Buffer} bytes @returns {Weighed[]} */
export function functionsOf(bytes) {
  let at = 8;
  const number = () => {
    let [value, shift, byte] = [0, 0, 0];
    do {
      byte = bytes[at++];
      value += (byte & 127) * 2 ** shift;
      shift += 7;
    } while (byte & 128);
    return value;
  };
  const text = () => {
    const length = number();
    at += length;
    return bytes.toString("utf8", at - length, at);
  };
  const names = new Map();
  /** @type {Buffer[]} */
  const bodies = [];
  let imported = 0;
  while (at < bytes.length) {
    const id = bytes[at++];
    const end = number() + at;
    if (id === 2) imported = importedFunctions(number());
    if (id === 10) {
      for (let left = number(); left > 0; left -= 1) {
        const length = number();
        bodies.push(bytes.subarray(at, (at += length)));
      }
    }
    if (id === 0 && text() === "name") {
      while (at < end) {
        const kind = bytes[at++];
        const stop = number() + at;
        if (kind === 1) for (let left = number(); left > 0; left -= 1) names.set(number(), text());
        at = stop;
      }
    }
    at = end;
  }
  const weighed = bodies.map((body, index) => /** @type {Weighed} */ ([names.get(imported + index) ?? "?", body.length, deflateRawSync(body, { level: 9 }).length]));
  return weighed.sort((left, right) => right[1] - left[1]);

  /** @param {number} count */
  function importedFunctions(count) {
    let functions = 0;
    for (; count > 0; count -= 1) {
      text();
      text();
      const kind = bytes[at++];
      if (kind === 1) at += 1;
      if (kind === 0) functions += 1;
      if (kind === 3) at += 2;
      else if (kind === 0) number();
      else {
        const limits = number();
        number();
        if (limits & 1) number();
      }
    }
    return functions;
  }
}
