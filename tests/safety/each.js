// @ts-check
// As many at once as there are processors.

import { availableParallelism } from "node:os";

/**
 * What became of each, in their order. Each that is at work has a place of its own, a number from 0.
 * @template Item, Result @param {Iterable<Item>} items @param {(item: Item, place: number) => Promise<Result>} work @returns {Promise<Result[]>}
 */
export async function each(items, work) {
  /** @type {Result[]} */
  const results = [];
  const entries = [...items].entries();
  await Promise.all(Array.from({ length: availableParallelism() }, async (_, place) => {
    for (const [at, item] of entries) results[at] = await work(item, place);
  }));
  return results;
}
