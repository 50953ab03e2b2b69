// @ts-check
// How many times as long a session takes to read with one package as with another: medians of short turns, in turns.

import { SECRET } from "../contestants/keys.js";
import { sentBack } from "../contestants/header.js";
import { median } from "../median.js";
import { sessionsOf } from "../payloads.js";

const BYTES = 327;
const ROUNDS = 200;
const TIMES = 200;

/** @param {string} package_ @param {string} than URLs of both @returns {Promise<[string, number][]>} for each kind of cookie */
export async function slower(package_, than) {
  const [left, right] = await Promise.all([package_, than].map((url) => import(new URL("index.js", url).href)));
  return Object.entries({ signed: {}, encrypted: { encryptionSalt: "encryption" } }).map(([kind, options]) => {
    const [one, other] = [left, right].map(({ createSessions }) => reader(createSessions({ store: "cookie", key: "s", secretKeyBase: SECRET, signingSalt: "signing", ...options })));
    for (let round = 0; round < ROUNDS; round += 1) [one, other].map((turn) => turn());
    return [kind, median(Array.from({ length: ROUNDS }, () => one() / other()))];
  });
}

/** @param {any} sessions @returns {() => number} a turn, in milliseconds */
function reader(sessions) {
  const session = sessions.fetch("");
  for (const [key, value] of Object.entries(sessionsOf(BYTES)[0])) session.put(key, value);
  const header = sentBack(sessions.commit(session));
  return () => {
    const began = performance.now();
    for (let time = 0; time < TIMES; time += 1) sessions.fetch(header);
    return performance.now() - began;
  };
}
