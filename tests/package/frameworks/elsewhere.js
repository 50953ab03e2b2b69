// @ts-check
// Node's servers in another runtime: an older Node, Deno, Bun.

import { recorder } from "../../conformance/check.js";
import { collector, print } from "../../conformance/print.js";
import { connect3, http, http2, polka1 } from "./walk/drivers/bare.js";
import { express4_, express5 } from "./walk/drivers/express.js";
import { fastify_5 } from "./walk/drivers/fastify.js";
import { koa3 } from "./walk/drivers/koa.js";
import { walk } from "./walk/walk.js";

const { failures, report } = collector();
const { counts, group } = recorder(report);
for (const driver of [express5, express4_, connect3, polka1, http, http2, fastify_5, koa3]) await walk(driver, group);
if ("Bun" in globalThis) await (await import("./elysia.js")).elysia(group("waxseal/elysia"));
if ("Deno" in globalThis) await (await import("./deno-edge.js")).denoEdge(group("an edge of Deno's"));
process.exit(print(counts, failures) ? 0 : 1);
