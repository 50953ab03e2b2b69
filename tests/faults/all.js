// @ts-check
// What must hold when things go wrong, in any runtime.

import * as waxseal from "waxseal";
import * as crypto from "waxseal/crypto";
import * as term from "waxseal/term";
import { initSync } from "../../pkg/wasm/waxseal.js";
import { recorder } from "../conformance/check.js";
import { collector } from "../conformance/print.js";
import { memoryStays } from "./memory.js";
import { residue } from "./residue.js";
import { traps } from "./trap.js";

/** The running instance's memory: asked again, the bindings give what is there. */
const memory = () => /** @type {any} */ (initSync)().memory;

export async function all() {
  const { failures, report } = collector();
  const { counts, group } = recorder(report);
  await memoryStays(group("memory"), { ...waxseal, crypto, term }, memory);
  await residue(group("residue"), { ...waxseal, crypto, term }, memory);
  await traps(group("traps"), { ...waxseal, crypto, term }, memory);
  return { counts, failures };
}
