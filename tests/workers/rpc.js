// @ts-check
// What crosses between two Workers: a session's data by RPC and by structuredClone; and what another copy of the package is told.

// @ts-ignore: workerd's own
import { WorkerEntrypoint } from "cloudflare:workers";
import { createSessions } from "waxseal";
import { Atom, Tuple, encode } from "waxseal/term";
// @ts-ignore: a copy of the package, which the test lays beside this file
import * as copy from "./tmp-copy/dist/index.js";
// @ts-ignore
import * as copyOfTerm from "./tmp-copy/dist/term.js";

const options = { key: "_k", secretKeyBase: "0123456789abcdef".repeat(4), signingSalt: "a salt", log: /** @type {const} */ (false) };
const sessions = createSessions({ store: "cookie", ...options });
const theirs = copy.createSessions({ store: "cookie", ...options });

export class Reader extends WorkerEntrypoint {
  /** @param {string} cookie */
  read(cookie) {
    return sessions.fetch(cookie).toObject();
  }
}

const message = (/** @type {() => unknown} */ run) => {
  try {
    return String(run());
  } catch (error) {
    return String(error);
  }
};

export default {
  /** @param {Request} request @param {unknown} _env @param {any} context */
  async fetch(request, _env, context) {
    const session = sessions.fetch("").put("user", { id: 7, roles: ["admin"], seen: new Uint8Array([1, 2]) }).put("n", 1);
    const cookie = String(sessions.commit(session)).split(";")[0];
    const found = sessions.fetch(cookie).toObject();
    const foreign = theirs.fetch("").put("a", 1);
    return Response.json({
      rpc: await context.exports.Reader.read(cookie),
      clone: structuredClone(found),
      foreign: message(() => sessions.commit(foreign)),
      send: message(() => sessions.send(foreign, new Response())),
      atoms: message(() => encode([new copyOfTerm.Atom("a"), new copyOfTerm.Tuple(1)]).join() === encode([new Atom("a"), new Tuple(1)]).join()),
      reads: theirs.fetch(cookie).get("n"),
    });
  },
};
