// In a fresh process of Node, Deno or Bun: `fresh.js MODULE HEADERS WANTED`.

import process from "node:process";
import { first } from "./first.js";

const [module, headers, wanted] = process.argv.slice(2);
process.stdout.write(JSON.stringify(await first(() => import(module), JSON.parse(headers), Number(wanted))));
process.exit(0);
