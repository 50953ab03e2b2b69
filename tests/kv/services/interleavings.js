// @ts-check
// Three requests at once, in every order.

import * as waxseal from "waxseal";
import { memoryKV } from "waxseal/kv/memory";
import { interleavings } from "../faults/interleavings.js";

/** @param {import("./types.d.ts").Runner} runner */
export async function serve({ section }) {
  let total = 0;
  await section("interleavings", interleavings(waxseal, memoryKV, (orders) => (total += orders)));
  console.log(`  ${total} orders`);
}
