// @ts-check
// Clocks of the tests: one that can be put forward, and one that a busy machine does not hurry.

/**
 * What goes by this process's own clock is put forward.
 * @template T @param {(advance: (seconds: number) => void) => Promise<T>} body @returns {Promise<T>}
 */
export async function ahead(body) {
  const { now } = Date;
  let offset = 0;
  Date.now = () => now() + offset;
  try {
    return await body((seconds) => void (offset += seconds * 1000));
  } finally {
    Date.now = now;
  }
}

/**
 * The same, of a clock that stands still but for that.
 * @template T @param {(advance: (seconds: number) => void) => Promise<T>} body @returns {Promise<T>}
 */
export function stopped(body) {
  return ahead((advance) => {
    const now = Date.now();
    let passed = 0;
    Date.now = () => now + passed;
    return body((seconds) => void (passed += seconds * 1000));
  });
}

/**
 * Time passes by waiting alone: a timer is due as soon as nothing else is left to do, and until then `performance.now()` stands
 * still. So a deadline is over after the same steps on every machine, however busy. For services that answer without waiting.
 * @template T @param {() => Promise<T>} body @returns {Promise<T>}
 */
export async function unhurried(body) {
  const { setTimeout, clearTimeout, performance } = globalThis;
  const { now: date } = Date;
  const start = performance.now();
  let now = start;
  /** @type {Map<object, { due: number, go: () => void }>} */
  const waiting = new Map();
  const next = () => {
    const [first] = [...waiting].sort(([, one], [, other]) => one.due - other.due);
    if (!first) return;
    const [timer, { due, go }] = first;
    waiting.delete(timer);
    now = Math.max(now, due);
    go();
  };
  Object.assign(globalThis, {
    setTimeout(/** @type {(...words: unknown[]) => void} */ go, delay = 0, /** @type {unknown[]} */ ...words) {
      const timer = { ref: () => timer, unref: () => timer };
      waiting.set(timer, { due: now + Math.max(delay, 1), go: () => go(...words) });
      setImmediate(next);
      return timer;
    },
    clearTimeout: (/** @type {any} */ timer) => void (waiting.delete(timer) || clearTimeout(timer)),
  });
  Date.now = () => date() + now - start;
  Object.defineProperty(performance, "now", { value: () => now, configurable: true });
  try {
    return await body();
  } finally {
    Object.assign(globalThis, { setTimeout, clearTimeout });
    Date.now = date;
    // @ts-expect-error: it is its own no longer
    delete performance.now;
  }
}
