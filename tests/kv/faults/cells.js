// @ts-check
// One cell of the table: an activity, an operation of the service that goes wrong in it, and all that can be seen afterwards.

import { ahead, unhurried } from "../clock.js";
import { faulty } from "./faulty.js";

/** @typedef {"read" | "write" | "renew" | "drop" | "create" | "touch"} Activity */

/** What each activity asks of the service. @type {Record<Activity, string[]>} */
export const ASKS = {
  read: ["get"],
  write: ["get", "put"],
  renew: ["get", "put", "retire"],
  drop: ["get", "put"],
  create: ["put"],
  touch: ["get", "touch"],
};

export const ACTIVITIES = /** @type {Activity[]} */ (Object.keys(ASKS));
export const OPERATIONS = /** @type {import("./faulty.js").Operation[]} */ (["get", "put", "retire", "touch"]);

/** @type {Record<Activity, (session: any) => void>} */
const CHANGES = {
  read: (session) => session.get("a"),
  write: (session) => session.put("b", 2),
  renew: (session) => session.put("b", 2).renew(),
  drop: (session) => session.drop(),
  create: (session) => session.put("b", 2),
  touch: (session) => session.get("a"),
};

/**
 * Runs a cell, and says what came of it: `how it ended; the session under the cookie of before; that under the cookie given`.
 * If the commit failed it is tried again once the service is well: `→`, and the same.
 * @param {any} waxseal @param {() => import("waxseal").KvAdapter} makeKV @param {Activity} activity
 * @param {import("./faulty.js").Operation} [operation] @param {string} [fault]
 */
export function outcome(waxseal, makeKV, activity, operation, fault) {
  return unhurried(() => ahead(async (advance) => {
    const kv = faulty(makeKV());
    const sessions = waxseal.createSessions({ store: "kv", kv, key: "sid", log: false, idleTimeout: 1000 });
    const cookie = activity === "create" ? "" : await begin(sessions);
    advance(activity === "touch" ? 600 : 10);

    const ending = { text: "", given: "" };
    if (operation && fault && (operation !== "put" || activity !== "touch") && (operation !== "touch" || activity === "touch")) kv.arm(operation, fault);
    /** @type {any} */
    let session;
    let fetched = false;
    try {
      session = await sessions.fetch(cookie);
      fetched = true;
      CHANGES[activity](session);
      describe(ending, await sessions.commit(session), cookie);
    } catch (error) {
      ending.text = named(error);
    }
    const fired = await kv.disarm();
    const failed = ending.text.includes("Error");
    const seen = `${ending.text}; ${await holds(sessions, cookie)}; ${await holds(sessions, ending.given)}`;
    if (!failed || !fetched) return { fired, seen };
    try {
      describe(ending, await sessions.commit(session), cookie);
    } catch (error) {
      ending.text = named(error);
    }
    return { fired, seen: `${seen} → ${ending.text}; ${await holds(sessions, cookie)}; ${await holds(sessions, ending.given)}` };
  }));
}

/** A session with a=0, then a=1: so that there is something stale. @param {any} sessions */
async function begin(sessions) {
  const first = await sessions.fetch("");
  first.put("a", 0);
  const [cookie] = (await sessions.commit(first)).split(";");
  const second = await sessions.fetch(cookie);
  second.put("a", 1);
  await sessions.commit(second);
  return cookie;
}

/** @param {{ text: string, given: string }} ending @param {string | undefined} header @param {string} cookie */
function describe(ending, header, cookie) {
  const [given] = (header ?? "").split(";");
  ending.given = /max-age=0/i.test(header ?? "") ? "" : given;
  ending.text = header === undefined ? "ok" : ending.given === "" ? "ok, cookie deleted" : given === cookie ? "ok, same cookie" : "ok, new cookie";
}

/** @param {any} error */
function named(error) {
  return error?.code === "ERR_STORE" ? `StoreError ${error.operation}${error.retriable ? "" : " for good"}` : `${error?.name}`;
}

/** The session under a cookie, as its values in a few characters. @param {any} sessions @param {string} cookie */
async function holds(sessions, cookie) {
  if (cookie === "") return "-";
  const session = await sessions.fetch(cookie);
  const keys = session.keys().sort();
  return keys.length === 0 ? "none" : keys.map((/** @type {string} */ key) => `${key}${session.get(key)}`).join(" ");
}
