// @ts-check
// The wait between two tries.

/**
 * Waits longer each time, and never as long as the others. The longest wait decides what is left of a thousand requests that
 * write one session at once: with two seconds, about one try for each write that the service can take.
 * @param {number} tried how often; not at all after the first time
 */
export function pause(tried) {
  if (tried === 0) return undefined;
  const most = Math.min(2 ** tried, 2000);
  return new Promise((resolve) => setTimeout(resolve, Math.random() * most));
}
