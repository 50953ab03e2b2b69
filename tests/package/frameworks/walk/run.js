// @ts-check
// Walks through each framework's app.

import { astro } from "./drivers/astro.js";
import { connect3, http, http2, polka05, polka1 } from "./drivers/bare.js";
import { elysia, elysiaBun } from "./drivers/elysia.js";
import { express4_, express5 } from "./drivers/express.js";
import { fastify_4, fastify_5 } from "./drivers/fastify.js";
import { h3 } from "./drivers/h3.js";
import { hono } from "./drivers/hono.js";
import { koa2, koa3 } from "./drivers/koa.js";
import { table } from "./table.js";
import { walk } from "./walk.js";

const DRIVERS = [
  hono, express5, express4_, connect3, polka1, polka05, http, http2, fastify_5, fastify_4, koa3, koa2, h3, elysiaBun, elysia, astro,
];

/** @param {(name: string) => any} group */
export async function walks(group) {
  const columns = [];
  for (const driver of DRIVERS) columns.push({ driver, cells: await walk(driver, group) });
  await table(columns, group("the table of outcomes"));
}
