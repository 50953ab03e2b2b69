// @ts-check
// The app in workerd: the cookie store, or a Durable Object. `/core` collects garbage and says what the core holds.

import { sizeOfCore } from "./core.js";
import { createSessions } from "waxseal";
import { WaxsealSessions, durableObjectKV } from "waxseal/kv/durable-object";
import { COOKIE, app } from "./app.js";

export { WaxsealSessions as Objects };

const cookie = app(createSessions(COOKIE));
/** @type {((request: Request, ...rest: any[]) => Promise<Response>) | undefined} */
let objects;

export default {
  /** @param {Request} request @param {any} env @param {any} ctx */
  fetch(request, env, ctx) {
    if (new URL(request.url).pathname === "/core") {
      /** @type {any} */ (globalThis).gc();
      return Response.json(sizeOfCore());
    }
    if (!env.OBJECTS) return cookie(request, env, ctx);
    objects ??= app(createSessions({ store: "kv", kv: durableObjectKV(env.OBJECTS), key: "_load", log: false }));
    return objects(request, env, ctx);
  },
};
