// @ts-check
// Owners: requests of theirs while their sessions are revoked, in every order.

import * as waxseal from "waxseal";
import { memoryKV } from "waxseal/kv/memory";
import { owners } from "../faults/owners.js";

/** `OWNERS_SWITCHES=99 node tests/kv/run.js owners` goes through all orders, in a minute or more. @param {import("./types.d.ts").Runner} runner */
export async function serve({ section }) {
  let total = 0;
  await section("owners", owners(waxseal, memoryKV, (orders) => (total += orders), Number(process.env.OWNERS_SWITCHES ?? 3)));
  console.log(`  ${total} orders`);
}
