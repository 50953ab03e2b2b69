// @ts-check
// What h3 makes of a handler's value, or of what it threw: a Response. A middleware is given the value, and h3 puts `event.res` on it
// afterwards; it is given the error, and the app's `onError` answers to that later still. A second app with the same settings, which has
// this one handler, does both now.

/**
 * @param {any} event @param {() => any} handler
 * @param {() => void} unexpected is called when h3 has caught what is no answer, before `onError`
 * @returns {Promise<Response>}
 */
export async function answerOf(event, handler, unexpected) {
  const { app } = event;
  const { onError } = app.config;
  const settings = {
    ...app.config,
    plugins: undefined,
    onRequest: undefined,
    // With what is sent, and not twice.
    onResponse: undefined,
    async onError(/** @type {any} */ error, /** @type {any} */ own) {
      if (error.unhandled) unexpected();
      move(own.res, event.res);
      try {
        return await onError?.(error, event);
      } catch (thrown) {
        if (!isAnswer(thrown)) unexpected();
        throw thrown;
      } finally {
        move(event.res, own.res);
      }
    },
  };
  const inner = new app.constructor(settings);
  inner.handler = async (/** @type {any} */ own) => {
    try {
      return await handler();
    } finally {
      move(event.res, own.res);
    }
  };
  return inner.fetch(event.req);
}

/**
 * h3's own `HTTPError`, unless h3 made it of another error; a number, which is a status; a symbol, by which h3 says that nothing was found.
 * @param {any} thrown
 */
export function isAnswer(thrown) {
  if (typeof thrown === "number" || typeof thrown === "symbol") return true;
  return thrown?.name === "HTTPError" && !thrown.unhandled;
}

/** Moves what was prepared for a response. @param {any} from @param {any} to */
function move(from, to) {
  for (const name of ["status", "statusText"]) {
    to[name] = from[name];
    from[name] = undefined;
  }
  for (const kind of ["headers", "errHeaders"]) {
    // There are no errHeaders in the release candidate that Nitro 3.0 has.
    for (const [name, value] of [...from[kind] ?? []]) {
      to[kind].append(name, value);
      from[kind].delete(name);
    }
  }
}
