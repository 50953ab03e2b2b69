// @ts-check
// Options: an object's own properties, and nothing that anyone put into Object.prototype.

import { ConfigError } from "./errors.js";

/** @param {object} object @returns {Record<string, any>} a copy without a prototype */
export function own(object) {
  return { __proto__: null, ...object };
}

/** @param {string} call @param {unknown} options @returns {Record<string, any>} */
export function ownOptions(call, options) {
  if (options !== null && typeof options === "object" && !Array.isArray(options)) return own(options);
  throw new ConfigError(`${call}: takes an object of options`);
}

/** One property, where a copy of all is too much. @param {any} object @param {string} name */
export function ownProperty(object, name) {
  return Object.hasOwn(object, name) ? object[name] : undefined;
}
