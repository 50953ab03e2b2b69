// @ts-check
// A store of the user's, for the tests of the contract.

/** A store that writes down what is asked of it. @param {any} answer what get gives @param {boolean} later */
export function recording(answer, later) {
  const calls = /** @type {any[]} */ ([]);
  const give = (/** @type {any} */ value) => (later ? Promise.resolve(value) : value);
  const store = {
    init: (/** @type {any} */ options) => (calls.push(["init", options]), { initialised: options }),
    get: (/** @type {any} */ conn, /** @type {any} */ cookie, /** @type {any} */ options) => (
      calls.push(["get", conn, cookie, options]),
      give(answer)
    ),
    put: (/** @type {any} */ conn, /** @type {any} */ sid, /** @type {any} */ session, /** @type {any} */ options) => (
      calls.push(["put", conn, sid, session, options]),
      give("new-cookie")
    ),
    delete: (/** @type {any} */ conn, /** @type {any} */ sid, /** @type {any} */ options) => (
      calls.push(["delete", conn, sid, options]),
      give("ok")
    ),
  };
  return {
    store,
    calls,
    names: () =>
      calls.map(([name, , sid]) => (name === "put" || name === "delete" ? `${name}(${JSON.stringify(sid)})` : name)).join(" "),
  };
}
