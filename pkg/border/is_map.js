// @ts-check
// Whether something is a Map.

const size = /** @type {() => number} */ (Object.getOwnPropertyDescriptor(Map.prototype, "size")?.get);

/** One of another realm is one too, such as node:vm's, in which tests often run, though no instance of this realm's class. @param {any} value @returns {value is Map<any, any>} */
export function isMap(value) {
  if (value instanceof Map) return true;
  try {
    size.call(value);
    return true;
  } catch {
    return false;
  }
}
