// @ts-check
// For services that forget nothing by themselves: what is over is deleted as new records come, a part at a time, so that nobody waits for all of it.

/** Milliseconds between sweeps, and from one part of a long one to the next. */
const PAUSE = 60_000;
const MORE = 1000;

/** @param {() => Promise<number>} sweep deletes a part of what is over, and says how much that was */
export function sweeper(sweep) {
  let next = 0;
  return {
    /** After a write, which does not fail for it. @returns {Promise<void> | undefined} nothing where it is not time */
    inPassing() {
      const now = Date.now();
      if (now < next) return undefined;
      next = now + PAUSE;
      return sweep().catch(() => 0).then((gone) => {
        if (gone > 0) next = now + MORE;
      });
    },

    /** All of it. */
    async all() {
      while ((await sweep()) > 0);
    },
  };
}
