// @ts-check
// What an adapter is given for its service's client: refused at once where it is another thing, or nothing at all.

import { ConfigError } from "./errors.js";
import { kindOf, reading } from "./options.js";

/** Cloudflare's bindings by the names of their classes: each has methods enough of the others to be taken for one. @type {Record<string, string>} */
const BINDINGS = {
  __proto__: /** @type {any} */ (null),
  KvNamespace: "a KV namespace",
  R2Bucket: "an R2 bucket",
  D1Database: "a D1 database",
  DurableObjectNamespace: "a Durable Object namespace",
  ColoLocalActorNamespace: "a Durable Object namespace",
  Fetcher: "a service binding",
  WorkerQueue: "a queue",
  Hyperdrive: "a Hyperdrive binding",
};

/**
 * @param {string} adapter its name @param {any} client @param {string[]} methods what is called of it
 * @param {{ takes: string, fix: string, binding?: string, not?: string[] }} told `binding`: the class of Cloudflare's that it is;
 * `not`: methods by which another kind of client is told
 */
export function checkClient(adapter, client, methods, told) {
  reading(adapter, () => check(adapter, client, methods, told));
}

/** @param {string} adapter @param {any} client @param {string[]} methods @param {{ takes: string, fix: string, binding?: string, not?: string[] }} told */
function check(adapter, client, methods, { takes, fix, binding = "", not = [] }) {
  const isObject = (typeof client === "object" && client !== null) || typeof client === "function";
  const other = isObject ? BINDINGS[classOf(client)] : undefined;
  const isOther = other !== undefined && other !== BINDINGS[binding];
  const has = (/** @type {string} */ method) => typeof client[method] === "function";
  if (isObject && !isOther && methods.every(has) && (other !== undefined || !not.some(has))) return;
  throw new ConfigError(`${adapter}: got ${isObject && typeof client.then === "function" && !isOther ? "a promise (it has to be awaited)" : (other ?? clientKind(client))}, takes ${takes}. ${fix}`);
}

/** @param {string} adapter @param {string} option @param {unknown} value @param {number} least @param {number} [most] */
export function checkNumber(adapter, option, value, least, most = 2 ** 31 - 1) {
  if (value === undefined || (Number.isInteger(value) && Number(value) >= least && Number(value) <= most)) return;
  throw new ConfigError(`${adapter}: ${option}: got ${typeof value === "number" ? value : kindOf(value)}, takes a whole number from ${least} to ${most}`);
}

/** @param {string} adapter @param {unknown} value */
export function checkConsistency(adapter, value) {
  if (value === "strong" || value === "eventual") return;
  throw new ConfigError(`${adapter}: consistency: got ${kindOf(value)}, takes "strong" or "eventual"`);
}

/** @param {any} client */
function classOf(client) {
  const { name } = Object.getPrototypeOf(client)?.constructor ?? {};
  return typeof name === "string" ? name : "";
}

/** Nothing of the value itself: it may be a secret in the wrong place. @param {unknown} value */
function clientKind(value) {
  if (value === undefined || value === null) return "nothing";
  return typeof value === "object" ? "another object" : `a ${typeof value}`;
}
