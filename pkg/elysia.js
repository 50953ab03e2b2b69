// @ts-check
// Elysia, on Bun and elsewhere: a plugin that puts the session under `session` and sends it with the Response.

import { ConfigError } from "./border/errors.js";
import { watchError } from "./frameworks/caught_error.js";
import { isAnswer as isElysias } from "./frameworks/elysia_error.js";
import { readConnOption } from "./plug/conn_option.js";
import { enter } from "./plug/layer.js";
import { isUpgraded, keepUpgraded } from "./plug/upgraded.js";

/** @typedef {{ layer?: Awaited<ReturnType<typeof enter>>, failed?: unknown }} Entry */

/** How many plugins there are. */
let plugins = 0;

/** @param {import("./plug/sessions.js").Sessions} sessions @param {{ conn?: any, skip?: (context: any) => boolean | Promise<boolean>, isAnswer?: (error: any) => boolean }} [options] */
export function session(sessions, options = {}) {
  const { conn, skip, isAnswer = () => false } = readConnOption("session", options, sessions, ["skip", "isAnswer"]);
  if (typeof isAnswer !== "function") throw new ConfigError("session: isAnswer takes a function (error) => boolean");
  /** What came of each request so far. @type {WeakMap<Request, Entry>} */
  const entries = new WeakMap();

  const send = async (/** @type {Entry} */ { layer }, /** @type {any} */ response) => {
    if (!layer?.isOutermost) return response;
    if (isUpgraded(response)) return keepUpgraded(sessions, layer.session);
    // The app has committed for an upgrade.
    if (sessions.isSent(layer.session)) return response;
    return sessions.send(layer.session, response);
  };

  /** Around all that Elysia does: here alone is the Response that goes out. @param {(request: Request, ...rest: any[]) => any} handle */
  const around = (handle) => async (/** @type {Request} */ request, /** @type {any[]} */ ...rest) => {
    // Used twice.
    if (entries.has(request)) return handle(request, ...rest);
    /** @type {Entry} */
    const entry = {};
    entries.set(request, entry);
    try {
      const response = await handle(request, ...rest);
      try {
        return await send(entry, response);
      } catch (failed) {
        // Its answer is the app's: once more, to where `begin` throws it.
        entry.failed = failed;
        entry.layer?.forget();
        return await send(entry, await handle(request, ...rest));
      }
    } catch (error) {
      entry.layer?.forget();
      throw error;
    } finally {
      entry.layer?.leave();
    }
  };
  // Elysia takes two functions of one text for the same.
  const id = `waxseal ${plugins += 1}`;
  around.toString = () => id;

  const begin = async (/** @type {any} */ context) => {
    const entry = entries.get(context.request);
    const { status } = context.set;
    // What is thrown here has none of its own.
    context.set.status = 500;
    if (!entry) throw new ConfigError("session: with { aot: false } Elysia wraps no handlers; and the plugin is for the app that listens, or for one that it uses");
    // What an outer plugin has begun goes on.
    if (!entry.layer && skip && (await skip(context))) {
      context.set.status = status;
      return;
    }
    const layer = entry.layer ??= await enter(sessions, context.request, typeof conn === "function" ? await conn(context) : conn);
    context.session = layer.session;
    watchError(context, (error) => {
      if (!isElysias(error, context) && !isAnswer(error)) layer.forget();
    });
    if (entry.failed) throw entry.failed;
    context.set.status = status;
  };
  // Elysia reads a hook's text for what that uses, and where a context is handed on it makes all there is: the jar, the query, the headers.
  begin.toString = () => "async ({ request }) => {}";

  return (/** @type {any} */ app) => {
    if (typeof app?.wrap !== "function" || typeof app.onRequest !== "function") throw new ConfigError("session: waxseal/elysia is a plugin of Elysia: new Elysia().use(session(sessions))");
    return app.wrap(around).onRequest(begin);
  };
}
