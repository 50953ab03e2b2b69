// @ts-check
// The checks themselves, checked.

import { mistakes } from "../faults/mistakes.js";
import { storesOfOnesOwn } from "../faults/stores.js";

/** @param {import("./types.d.ts").Runner} runner */
export async function serve({ section }) {
  await section("mistakes", mistakes());
  await section("stores of one's own", storesOfOnesOwn());
}
