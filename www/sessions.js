// The sessions of the demo, one createSessions a store: another store is one more entry here.
// All options are checked now, when the Worker starts, and none of it is done again at a request.
import { env } from "cloudflare:workers";
import { createSessions } from "waxseal";
import { durableObjectKV } from "waxseal/kv/durable-object";

// `secure` is left to the connection, as in Plug: on over https, off on http://127.0.0.1.
const cookie = { sameSite: "Lax", maxAge: 7 * 24 * 60 * 60 };

// Where server-side sessions are kept, and what they have in common: over after a day without a request, and after a week
// in any case. With one prefix for all of them, a record's key can be told from the sid alone: record-key.js does.
export const records = durableObjectKV(env.SESSIONS);
export const prefix = "demo-";
const serverSide = { store: "kv", kv: records, prefix, idleTimeout: 24 * 60 * 60, maxLifetime: 7 * 24 * 60 * 60, ...cookie };

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

  // The session is in a Durable Object, sealed under its id, which only the cookie holds. Any isolate finds it there.
  kv: createSessions({ ...serverSide, key: "_demo_kv" }),
};

// Two browsers for a page that has only one: the same sessions under two cookie names.
export const browsers = {
  laptop: createSessions({ ...serverSide, key: "_demo_laptop" }),
  phone: createSessions({ ...serverSide, key: "_demo_phone" }),
};

// The Phoenix app named in wrangler.toml: the same cookie, read and changed here and there.
export const phoenix = createSessions({
  store: "cookie",
  key: env.PHOENIX_KEY,
  secretKeyBase: env.PHOENIX_SECRET_KEY_BASE,
  signingSalt: env.PHOENIX_SIGNING_SALT,
  // Only of an app that encrypts.
  ...(env.PHOENIX_ENCRYPTION_SALT === undefined ? {} : { encryptionSalt: env.PHOENIX_ENCRYPTION_SALT }),
  sameSite: "Lax",
});
