// @ts-check
// The suite as a Worker: bundled with the package, it runs inside the runtime and answers with its counts.

import * as waxseal from "waxseal";
import * as crypto from "waxseal/crypto";
import * as term from "waxseal/term";
import { collector } from "./print.js";
import { suite } from "./suite.js";
import { vectors } from "./vectors.js";

export default {
  async fetch() {
    const { failures, report } = collector();
    const counts = await suite({ ...waxseal, crypto, term }, vectors, report);
    return Response.json({ counts, failures });
  },
};
