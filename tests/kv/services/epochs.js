// @ts-check
// Cookie sessions of one owner while they are revoked, in every order.

import * as waxseal from "waxseal";
import { memoryKV } from "waxseal/kv/memory";
import { epochs } from "../faults/epochs.js";

/** @param {import("./types.d.ts").Runner} runner */
export async function serve({ section }) {
  let total = 0;
  await section("epochs", epochs(waxseal, memoryKV, (orders) => (total += orders)));
  console.log(`  ${total} orders`);
}
