// @ts-check
// The suites' assertions.

/** @param {unknown} condition @param {string} what */
export function check(condition, what) {
  if (!condition) throw new Error(what);
}

/** @param {unknown} one @param {Uint8Array} other @param {string} what */
export function sameBytes(one, other, what) {
  check(one instanceof Uint8Array, `${what}: gives a Uint8Array, got ${kind(one)}`);
  const bytes = /** @type {Uint8Array} */ (one);
  check(bytes.length === other.length, `${what}: ${other.length} bytes, got ${bytes.length}`);
  check(bytes.every((byte, at) => byte === other[at]), `${what}: other bytes came back`);
}

/** What somebody gave to be tried, by its methods. @param {string} what @param {any} given @param {readonly string[]} methods */
export function hasMethods(what, given, methods) {
  check(given !== null && (typeof given === "object" || typeof given === "function"), `${what}: got ${kind(given)}`);
  for (const method of methods) check(typeof given[method] === "function", `${what} has no ${method}()`);
}

/** Equal as JSON has it, whatever the order of keys. @param {unknown} one @param {unknown} other @param {string} what */
export function sameData(one, other, what) {
  const [got, expected] = [JSON.stringify(plain(one)), JSON.stringify(plain(other))];
  check(got === expected, `${what}: got ${got}, expected ${expected}`);
}

/** @param {unknown} value */
export function kind(value) {
  return value === null ? "null" : Array.isArray(value) ? "an array" : typeof value;
}

/** @param {any} value @returns {unknown} */
function plain(value) {
  if (value instanceof Map) return plain(Object.fromEntries(value));
  if (Array.isArray(value)) return value.map(plain);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.keys(value).sort().map((key) => [key, plain(value[key])]));
}
