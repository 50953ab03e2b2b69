// @ts-check
// The checks themselves, checked.

import { mistakes } from "../faults/mistakes.js";
import { adaptersOfOnesOwn } from "../faults/adapters.js";
import { storesOfOnesOwn } from "../faults/stores.js";

/** @param {import("./types.d.ts").Runner} runner */
export async function serve({ section }) {
  await section("mistakes", mistakes());
  await section("stores of one's own", storesOfOnesOwn());
  await section("adapters of one's own", adaptersOfOnesOwn());
}
