import { session } from "waxseal/node";
import { sessions } from "../../sessions.js";
import { spec } from "../../walk.js";

const withSession = spec ? session(spec.sessions, { skip: ({ url }) => spec.skips(url) }) : session(sessions);

export default defineEventHandler((event) => new Promise((resolve, reject) => {
  const { req, res } = event.node;
  let isBegun = false;
  withSession(req, res, (error) => {
    // A commit that failed when the handler had answered: h3 listens no more.
    if (isBegun) return useNitroApp().h3App.options.onError(Object.assign(createError(error), { unhandled: true }), event);
    isBegun = true;
    return error ? reject(error) : resolve();
  });
}));
