// @ts-check
// What comes with a connection; its secret is handed to the core when it is another one than the core has.

import { call, core, generation, writeBytes } from "../border/core.js";
import { bytesOf, toBytes } from "../border/bytes.js";
import { ConfigError } from "../border/errors.js";
import { checkNames, kindOf, readObject } from "../border/options.js";

/** @type {import("../border/options.js").Known} */
const CONN = {
  names: ["secretKeyBase", "scheme"],
  forgotten: new Map([["secretKeyBase", "is SECRET_KEY_BASE set? (Workers: .dev.vars, wrangler secret put; Node: --env-file=.env; leave it out if the sessions have a secret of their own)"]]),
};

/** What else there is may be a store's of the user's. */
const OPEN = { ...CONN, slips: ["secretKeyBase"] };

/**
 * What is ours of a connection. A secret of bytes is as they are now: whoever has them may change them before the commit.
 * @param {unknown} conn @param {boolean} [isOpen] whether it may hold other things, for a store of the user's
 * @returns {{ secret: string | Uint8Array | undefined, scheme: "http" | "https" | undefined }}
 */
export function readConn(conn, isOpen = false) {
  if (conn === undefined) return NO_CONN;
  const given = readObject("conn", conn, isOpen ? CONN.names : undefined);
  checkNames(given, isOpen ? OPEN : CONN, "conn.");
  const { secretKeyBase, scheme } = given;
  if (scheme !== undefined && scheme !== "http" && scheme !== "https") {
    throw new ConfigError(`conn.scheme: got ${kindOf(scheme)}, takes "http" or "https"`);
  }
  const secret = typeof secretKeyBase === "object" ? (bytesOf(secretKeyBase) ?? secretKeyBase) : secretKeyBase;
  return { secret: secret ?? undefined, scheme };
}

/** Of most requests nothing is told. */
const NO_CONN = Object.freeze({ secret: undefined, scheme: undefined });

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
  // What only has the prototype of bytes is refused where it is made a key of.
  if (!(one instanceof Uint8Array && other instanceof Uint8Array && ArrayBuffer.isView(one) && ArrayBuffer.isView(other))) return one === other;
  let difference = one.length ^ other.length;
  for (let at = 0; at < one.length; at += 1) difference |= one[at] ^ other[at];
  return difference === 0;
}
