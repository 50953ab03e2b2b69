// @ts-check
// What is known of a session for as long as its request lasts.

import { Changes } from "../session/changes.js";
import { tick } from "./constant.js";

/** @typedef {import("../session/session.js").State} State */

/** The bytes of a session that isn't there. */
export const NONE = new Uint8Array(0);

/**
 * @param {import("../store/site.js").Site} site @param {unknown} owner @param {string} url the request's, if it is known
 * @param {unknown} conn as it was given, for a store of the user's @param {ReturnType<typeof import("../store/conn_secret.js").readConn>} read what is ours of it @returns {State}
 */
export function newState(site, owner, url, conn = {}, { secret, scheme }) {
  return {
    bytes: NONE,
    values: undefined,
    changes: new Changes(),
    sent: false,
    at: 0,
    site,
    owner,
    scheme,
    https: scheme ? scheme === "https" : url.startsWith("https:"),
    secret,
    conn,
    sid: null,
    version: undefined,
    record: undefined,
    was: undefined,
    used: false,
    url,
    began: tick(),
    layers: 0,
    answered: false,
    setCookie: undefined,
    beforeSend: undefined,
    beforeForward: undefined,
  };
}
