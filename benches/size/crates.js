// @ts-check
// Which crate a module's functions come from, by their names.

import { deflateRawSync } from "node:zlib";

/** Sizes of functions by crate, ours by module: raw, and each deflated alone. @param {Buffer} bytes @returns {[string, number, number][]} */
export function byCrate(bytes) {
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
  /** @type {Map<string, [string, number, number]>} */
  const crates = new Map();
  for (const [index, body] of bodies.entries()) {
    const crate = crateOf(names.get(imported + index) ?? "?");
    const row = crates.get(crate) ?? [crate, 0, 0];
    row[1] += body.length;
    row[2] += deflateRawSync(body, { level: 9 }).length;
    crates.set(crate, row);
  }
  return [...crates.values()].sort((left, right) => right[1] - left[1]);

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

/** @param {string} name a function's, as rustc has it */
function crateOf(name) {
  const ours = /waxseal::(\w+)/.exec(name);
  if (ours) return `waxseal::${ours[1]}`;
  if (!name.includes("::")) return "the border's exports";
  return /^[<&[(]*(?:dyn |mut )?(\w+)/.exec(name)?.[1] ?? name;
}
