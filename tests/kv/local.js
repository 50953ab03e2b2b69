// @ts-check
// An application in this very process, as `wholeSuite` wants it.

/** @param {ReturnType<typeof import("./app.js").makeApp>} app */
export function local(app) {
  return {
    atomic: app.kv.capabilities.atomic,
    request: (/** @type {string} */ url, /** @type {string | undefined} */ cookie) =>
      app.fetch(new Request(url, { headers: cookie ? { cookie } : {} })),
  };
}
