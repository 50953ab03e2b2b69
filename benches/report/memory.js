// WebAssembly's memory before and after.

import { table } from "./format.js";

const bytes = (count) => `${count.toLocaleString("en")} bytes`;

export const memoryTable = (memory) => table(
  ["", "requests", "before", "after"],
  Object.entries(memory).map(([where, { requests, before, after }]) => [where, requests.toLocaleString("en"), bytes(before), after === before ? bytes(after) : `**${bytes(after)}**`]),
);
