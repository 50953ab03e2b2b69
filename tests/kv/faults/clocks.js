// @ts-check
// The clocks of machines, which may be apart: no look at one depends on how fast this machine is.

import { AsyncLocalStorage } from "node:async_hooks";

/** So many looks at a clock fall into one millisecond. */
const LOOKS = 4;

/** @typedef {{ now: () => number, advance: (seconds: number) => void, restart: () => void, at: <T>(skew: number, act: () => T) => T }} Clock `now`: the true time; `restart`: as many looks as ever go by until the next millisecond; `at`: what is done goes by a clock that is so many seconds ahead */

/** @template T @param {(clock: Clock) => Promise<T>} body @returns {Promise<T>} */
export async function apart(body) {
  const { now } = Date;
  const skews = new AsyncLocalStorage();
  let [time, looks] = [now(), 0];
  Date.now = () => {
    looks += 1;
    if (looks % LOOKS === 0) time += 1;
    return time + (skews.getStore() ?? 0) * 1000;
  };
  try {
    return await body({ now: () => time, advance: (seconds) => void (time += seconds * 1000), restart: () => void (looks = 0), at: (skew, act) => skews.run(skew, act) });
  } finally {
    Date.now = now;
  }
}
