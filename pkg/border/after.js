// @ts-check
// The same code for stores that have something to wait for and those that don't: the cookie store's sessions are there at once, and most of SQLite's drivers answer so.

/** Goes on with a value now, or with a promise's when it is there. @template T, R @param {T | Promise<T>} value @param {(value: T) => R | Promise<R>} next @returns {R | Promise<R>} */
export function after(value, next) {
  // A promise, whatever class stands in the global one's place by now.
  return typeof (/** @type {any} */ (value)?.then) === "function" ? /** @type {any} */ (value).then(next) : next(/** @type {T} */ (value));
}

/** For who is promised one: a promise, whatever it is. @template {object} T @param {T | Promise<T>} value @returns {Promise<T>} */
export function promised(value) {
  return "then" in value ? value : Promise.resolve(value);
}
