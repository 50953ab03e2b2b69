// From outside: a request that runs a job so often, less one that does nothing so often.

import workerd from "workerd/package.json" with { type: "json" };
import { serve } from "../../tests/workerd.js";
import { MODULES } from "../base.js";
import { median } from "../median.js";
import { ask } from "./ask.js";
import { entry } from "./entry.js";

export const title = "workerd";
export const { version } = workerd;
/** Long turns, as what is subtracted is a request's time, which wavers. */
export const turnMs = 40;
export const rounds = 7;

export async function start() {
  const { origin, stop } = await serve(entry("workerd", "on-workerd.js"), { flags: ["nodejs_compat"], modules: Object.keys(MODULES).length });
  // The last of them: each one wavers more than they drift.
  const empties = [];
  return {
    contestants: JSON.parse((await ask(origin, { who: true })).text),
    missing: [],
    async turn(body) {
      empties.push((await ask(origin, { ...body, job: "empty" })).took);
      const { took } = await ask(origin, body);
      return took - Math.min(took / 2, median(empties.slice(-25)));
    },
    stop,
  };
}
