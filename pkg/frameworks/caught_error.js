// @ts-check
// When a framework has caught an error, where it tells so by setting `error` on its context, as Hono and Elysia do.

/**
 * Calls `caught` with it, before the app's handler of errors runs. Other sessions' layers are told, too.
 * @param {any} context @param {(error: any) => void} caught
 */
export function watchError(context, caught) {
  let { error } = context;
  const others = Object.getOwnPropertyDescriptor(context, "error")?.set;
  Object.defineProperty(context, "error", {
    configurable: true,
    enumerable: true,
    get: () => error,
    set(thrown) {
      error = thrown;
      others?.(thrown);
      caught(thrown);
    },
  });
}
