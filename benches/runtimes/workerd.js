// From outside: a request that runs a job so often, less one that does nothing so often.

import workerd from "workerd/package.json" with { type: "json" };
import { serve } from "../../tests/workerd.js";
import { entry } from "./entry.js";

export const title = "workerd";
export const { version } = workerd;
/** Long turns, as what is subtracted is a request's time, which wavers. */
export const turnMs = 40;
export const rounds = 7;

export async function start() {
  const { origin, stop } = await serve(entry("workerd", "on-workerd.js"), { flags: ["nodejs_compat"] });
  const ask = async (body) => {
    const began = performance.now();
    const response = await fetch(origin, { method: "POST", body: JSON.stringify(body) });
    const text = await response.text();
    const took = performance.now() - began;
    if (!response.ok) throw new Error(text);
    return { text, took };
  };
  return {
    contestants: JSON.parse((await ask({ who: true })).text),
    missing: [],
    async turn(body) {
      const { took: empty } = await ask({ ...body, job: "empty" });
      return Math.max(0, (await ask(body)).took - empty);
    },
    stop,
  };
}
