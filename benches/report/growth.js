// How cost grows: a table for each way.

import { significant, table } from "./format.js";

/** A slope that much over 1 is noise, too. */
const LINEAR = 1.1;

export const growthTables = (series) => series.map(({ title, unit, points, jobs, bytes }) => {
  const rows = jobs.map(({ job, ns, exponent }) => [`${job}, µs`, ...ns.map((one) => significant(one / 1000)), `${exponent.toFixed(2)}${exponent > LINEAR ? " **worse than linear**" : ""}`]);
  if (bytes) rows.push(["bytes of JavaScript's memory for each", ...bytes.map((one) => significant(one)), ""]);
  return `${title[0].toUpperCase()}${title.slice(1)}:\n\n${table([unit, ...points.map((x) => x.toLocaleString("en")), "exponent"], rows)}`;
}).join("\n\n");
