// @ts-check
// Faults of the service, one at a time.

import * as waxseal from "waxseal";
import { memoryKV } from "waxseal/kv/memory";
import { life } from "../faults/life.js";
import { rules } from "../faults/rules.js";
import { faultTable } from "../faults/table.js";

/** @param {import("./types.d.ts").Runner} runner */
export async function serve({ section }) {
  await section("rules", rules(waxseal, memoryKV));
  await section("life", life(waxseal, memoryKV));
  await section("faults", faultTable(waxseal, memoryKV));
}
