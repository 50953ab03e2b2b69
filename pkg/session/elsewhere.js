// @ts-check
// What other libraries' sessions have and this one has not, such as express-session's `regenerate`, which Passport calls: told is what it is here.

import { ConfigError } from "../border/errors.js";

const PASSPORT = "Passport calls it: passport.authenticate(…, { session: false }), and then req.session.clear().put(\"user\", req.user.id).renew()";

const MEANT = {
  regenerate: `at a log-in that is session.renew(), or clear().put(…).renew(); ${PASSPORT}`,
  save: `there is nothing to do, as the session is committed before the response goes; ${PASSPORT}`,
  destroy: "that is session.drop()",
  reload: "it is read once for a request",
  set: "that is session.put(key, value)",
};

/** @param {object} prototype of our sessions */
export function tellOfOthers(prototype) {
  for (const [name, meant] of Object.entries(MEANT)) {
    Object.defineProperty(prototype, name, {
      configurable: true,
      writable: true,
      value() {
        throw new ConfigError(`session.${name}: is another library's; ${meant}`);
      },
    });
  }
}
