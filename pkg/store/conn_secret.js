// @ts-check
// The secret that comes with a connection: handed to the core when it is another one than the core has.

import { call, core, generation, writeBytes } from "../border/core.js";
import { bytesOf, toBytes } from "../border/bytes.js";
import { ownProperty } from "../border/own.js";

/**
 * Conn's secret; if it is bytes, as they are now: whoever has them may change them before the commit.
 * @param {object | null | undefined} conn @returns {string | Uint8Array | undefined}
 */
export function secretOf(conn) {
  const secret = conn ? (ownProperty(conn, "secretKeyBase") ?? undefined) : undefined;
  return typeof secret === "object" ? (bytesOf(secret) ?? secret) : secret;
}

/** The secret that each configuration was last given by a connection. @type {Map<number, string | Uint8Array | undefined>} */
const secrets = new Map();
let secretsOf = generation;

/**
 * Hands conn's secret to the core, if it is not the one that is there.
 * @param {import("./site.js").Site} site @param {string | Uint8Array | undefined} secret
 */
export function useSecret(site, secret) {
  const { handle } = site;
  if (secretsOf !== generation || secrets.size > 4096) {
    // A new instance knows none; and of many configurations most are forgotten there.
    secrets.clear();
    secretsOf = generation;
  }
  // A configuration of which nothing is known here may still have one there.
  if (secrets.has(handle) && isSameSecret(secrets.get(handle), secret)) return;
  call(core.conn_secret, handle, secret === undefined ? -1 : writeBytes(toBytes("conn.secretKeyBase", secret)));
  secrets.set(handle, secret);
}

/** @param {string | Uint8Array | undefined} one @param {string | Uint8Array | undefined} other */
export function isSameSecret(one, other) {
  if (!(one instanceof Uint8Array && other instanceof Uint8Array)) return one === other;
  let difference = one.length ^ other.length;
  for (let at = 0; at < one.length; at += 1) difference |= one[at] ^ other[at];
  return difference === 0;
}
