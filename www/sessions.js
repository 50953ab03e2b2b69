// The sessions of the demo, one createSessions a store: a third store is one more entry here.
// All options are checked now, when the Worker starts, and none of it is done again at a request.
import { env } from "cloudflare:workers";
import { createSessions } from "waxseal";

// `secure` is left to the connection, as in Plug: on over https, off on http://127.0.0.1.
const cookie = { sameSite: "Lax", maxAge: 7 * 24 * 60 * 60 };

export const stores = {
  // The session is in the cookie: encrypted, so that the browser keeps what it can't read.
  cookie: createSessions({
    store: "cookie",
    key: "_demo_cookie",
    secretKeyBase: env.SECRET_KEY_BASE,
    signingSalt: env.SIGNING_SALT,
    encryptionSalt: env.ENCRYPTION_SALT,
    ...cookie,
  }),

  // The session is in the memory of this isolate, the cookie holds its id alone. Good for a demo and for tests:
  // another isolate, or this one restarted, knows nothing of it.
  memory: createSessions({ store: "memory", key: "_demo_memory", ...cookie }),
};

// The Phoenix app named in wrangler.toml: the same cookie, read and changed here and there.
export const phoenix = createSessions({
  store: "cookie",
  key: env.PHOENIX_KEY,
  secretKeyBase: env.PHOENIX_SECRET_KEY_BASE,
  signingSalt: env.PHOENIX_SIGNING_SALT,
  encryptionSalt: env.PHOENIX_ENCRYPTION_SALT,
  sameSite: "Lax",
});
