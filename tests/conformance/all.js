// @ts-check
// The suite against the package as `import "waxseal"` finds it, where its counts have to be carried out of a runtime.

import * as waxseal from "waxseal";
import * as crypto from "waxseal/crypto";
import * as phoenix from "waxseal/phoenix";
import * as term from "waxseal/term";
import { collector } from "./print.js";
import { suite } from "./suite.js";
import { vectors } from "./vectors.js";

export async function all() {
  const { failures, report } = collector();
  const counts = await suite({ ...waxseal, crypto, phoenix, term }, vectors, report);
  return { counts, failures };
}
