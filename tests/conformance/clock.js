// @ts-check
// A clock that stands where a case says, or goes when it is told to.

/** @template T @param {number} ms since 1970 @param {() => T} body @returns {T} */
export function at(ms, body) {
  const { now } = Date;
  Date.now = () => ms;
  try {
    return body();
  } finally {
    Date.now = now;
  }
}

/** @param {(advance: (seconds: number) => void, start: number) => Promise<void>} body */
export async function clocked(body) {
  const { now } = Date;
  let ms = 1_795_393_670_000;
  Date.now = () => ms;
  try {
    await body((seconds) => (ms += seconds * 1000), ms);
  } finally {
    Date.now = now;
  }
}
