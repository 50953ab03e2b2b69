// @ts-check
// Options: an object's own properties, and nothing that anyone put into Object.prototype.

import { ConfigError } from "./errors.js";

/** @param {object} object @returns {Record<string, any>} a copy without a prototype */
export function own(object) {
  return { __proto__: null, ...object };
}

/** @param {string} call @param {unknown} options @returns {Record<string, any>} */
export function ownOptions(call, options) {
  if (options !== null && typeof options === "object" && !isArray(options)) return own(options);
  throw new ConfigError(`${call}: takes an object of options`);
}

/** Of a Proxy that was revoked nothing can be asked: it is taken for no object either. @param {unknown} value */
export function isArray(value) {
  try {
    return Array.isArray(value);
  } catch {
    return true;
  }
}

/** One property, where a copy of all is too much. @param {any} object @param {string} name */
export function ownProperty(object, name) {
  return Object.hasOwn(object, name) ? object[name] : undefined;
}
