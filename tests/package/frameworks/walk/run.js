// @ts-check
// Walks through each framework's app.

import * as bare from "./drivers/bare.js";
import * as express from "./drivers/express.js";
import { table } from "./table.js";
import { walk } from "./walk.js";

const DRIVERS = [...Object.values(express), ...Object.values(bare)];

/** @param {(name: string) => any} group */
export async function walks(group) {
  const columns = [];
  for (const driver of DRIVERS) columns.push({ driver, cells: await walk(driver, group) });
  await table(columns, group("the table of outcomes"));
}
