// @ts-check
// Every cell of the table, run: activity × operation × fault.

import { ACTIVITIES, ASKS, OPERATIONS, outcome } from "./cells.js";
import { EXPECTED, USUAL } from "./expected.js";
import { FAULTS } from "./faulty.js";

/** @param {any} waxseal @param {() => import("waxseal").KvAdapter} makeKV @returns {import("waxseal/conformance").Test[]} */
export function faultTable(waxseal, makeKV) {
  return ACTIVITIES.flatMap((activity) => OPERATIONS.flatMap((operation) => FAULTS.map((fault) => ({
    name: `${activity}: ${operation} ${fault}`,
    async run() {
      const reached = ASKS[activity].includes(operation);
      const expected = EXPECTED[activity][operation]?.[fault] ?? USUAL[activity];
      const { fired, seen } = await outcome(waxseal, makeKV, activity, operation, fault);
      if (fired !== reached) throw new Error(fired ? "the fault was reached, which the table says it is not" : "the fault was not reached");
      if (seen !== expected) throw new Error(`expected ${expected}\n        got ${seen}`);
    },
  }))));
}
