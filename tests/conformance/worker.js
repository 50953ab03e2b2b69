// @ts-check
// The suite as a Worker: bundled with the package, it runs inside the runtime as `workerd test`.

import * as waxseal from "waxseal";
import * as crypto from "waxseal/crypto";
import * as phoenix from "waxseal/phoenix";
import * as term from "waxseal/term";
import { collector, print } from "./print.js";
import { suite } from "./suite.js";
import { vectors } from "./vectors.js";

export default {
  async test() {
    const { failures, report } = collector();
    const counts = await suite({ ...waxseal, crypto, phoenix, term }, vectors, report);
    if (!print(counts, failures)) throw new Error(`${failures.length} tests failed`);
  },
};
