// @ts-check
// What must hold when things go wrong, in any runtime. Of the package's own modules, as what ships keeps its memory to itself.

import * as crypto from "../../pkg/crypto.js";
import * as waxseal from "../../pkg/index.js";
import * as term from "../../pkg/term.js";
import { initSync } from "../../pkg/wasm/waxseal.js";
import { recorder } from "../conformance/check.js";
import { collector } from "../conformance/print.js";
import { memoryStays } from "./memory.js";
import { residue } from "./residue.js";
import { traps } from "./trap.js";

/** The running instance's memory: asked again, the bindings give what is there. */
const memory = () => /** @type {any} */ (initSync)().memory;

export async function all() {
  const { failures, names, report } = collector();
  const { counts, group } = recorder(report);
  await memoryStays(group("memory"), { ...waxseal, crypto, term }, memory);
  await residue(group("residue"), { ...waxseal, crypto, term }, memory);
  await traps(group("traps"), { ...waxseal, crypto, term }, memory);
  return { counts, failures, names };
}
