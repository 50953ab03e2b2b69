// @ts-check
// An object's own properties, and nothing that anyone put into Object.prototype.

/** @param {object} object @returns {Record<string, any>} a copy without a prototype */
export function own(object) {
  return { __proto__: null, ...object };
}
