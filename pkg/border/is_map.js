// @ts-check
// Whether something is a Map.

const size = /** @type {() => number} */ (Object.getOwnPropertyDescriptor(Map.prototype, "size")?.get);

/** What most objects are made of. @type {unknown[]} */
const PLAIN = [Object.prototype, null];

/** One of another realm is one too, such as node:vm's, in which tests often run, though no instance of this realm's class. @param {any} value @returns {value is Map<any, any>} */
export function isMap(value) {
  if (value instanceof Map) return true;
  try {
    // Those are none, which an exception would take longer to tell.
    if (PLAIN.includes(Object.getPrototypeOf(value))) return false;
    size.call(value);
    return true;
  } catch {
    return false;
  }
}
