// Cookies that real Phoenix and Plug wrote, with the secrets they were written under: from the project's test vectors.

import { Token } from "waxseal/phoenix";

const app = {
  key: "_my_app_session",
  secretKeyBase: "Yz3kQ0l8vV5tP1cN7rXbW2mJ9sD4gHfLqEaT6uIoKpZxC8yBnMvS5dR1wFjGhUe0",
  signingSalt: "a1B2c3D4",
};

const encrypted =
  "XCP.CEWvzP8sf9AHWAGNt9qbT2r6mbUKjm36K7aTZ5yigWOPs8Yb8TD2ZTw4xvWUdymQhGl-XH8EkaIaC2SlOnu1eN6VWvspQxg-wOPtteeq-L_HOt_aLS-22M6dBvNN9eVDK_Cy9kCrWLscE2XzBGGiVmxIPsAhT3mNQ8xKTHx1EnObmCNF65vQGTcRU96BkzPHadUfJ7cqQJaXtZQL41Db9zjWGve2N3OzU0OY5aMSiW2miMAS9c6GnmdhvABKApP1kv2X-nGsQEDH-UrD_qOpnhI-rUlM6qILKVKzVAz0l57NeMmz8HlVs08s73UEAWatxjprFW9ayZamok1a1xKMTxXvWpnOsor6i6lMrwUZ21n_6HyyX31zmMhJmUS602c1_9d3X0ogQbGWNc6MSJF5Mzpx";

// Tokens are soon over: these two are made in this tab, with what phx.gen.auth and Phoenix's guide have, five days and an hour ago.
const ago = (seconds) => Date.now() / 1000 - seconds;
const userToken = Uint8Array.from(atob("d0/6EsNHPjwUfSvar945tNEJtS0KjLAdvr2Nr76/qZQ="), (char) => char.charCodeAt(0));
const rememberMe = "_my_app_web_user_remember_me";

// The demo Worker's own, as published in wrangler.toml: to open here what the browser holds below.
export const demoWorker = {
  key: "_demo_cookie",
  keysets: [{
    secretKeyBase: "published-with-the-demo-and-therefore-good-for-nothing-else-0123456789",
    signingSalt: "demo signing",
    encryptionSalt: "demo encryption",
  }],
};

export const examples = {
  signed: {
    cookie: "SFMyNTY.g3QAAAAGbQAAAAtfY3NyZl90b2tlbm0AAAAYeTJPMGhRM2JYM3ZSa1EwaldjMXVfTHgtbQAAAA5saXZlX3NvY2tldF9pZG0AAAAQdXNlcnNfc2Vzc2lvbnM6eG0AAAANcGhvZW5peF9mbGFzaHQAAAABbQAAAAVlcnJvcm0AAAAITm9wZSDinJdtAAAAEHVzZXJfcmVtZW1iZXJfbWVkAAR0cnVlbQAAAA51c2VyX3JldHVybl90b20AAAAZL3VzZXJzL3NldHRpbmdzP3RhYj1hJmI9Y20AAAAKdXNlcl90b2tlbm0AAAAgd0_6EsNHPjwUfSvar945tNEJtS0KjLAdvr2Nr76_qZQ.4S5wvwCXKUq8TA0aAEtKsAnkgl_CwuOWNgJzfRDbB34",
    key: app.key,
    keysets: [app],
  },
  encrypted: {
    cookie: encrypted,
    key: app.key,
    keysets: [{ ...app, encryptionSalt: "enc salt" }],
  },
  // plug_crypto 1.2.5 wrote this one: AES-GCM, which nothing writes any more and old browsers still send.
  old: {
    cookie: "QTEyOEdDTQ.KcQmalzIWeHFv4xpT_Y75VZDmRYj0Ia9-Q0xRcbmbr3jmtAeZ9MUlz-nF2k.FOXI1ydl2XSnW0PO.NjEZZ5sE-z3z3mopjBJ80bDLekUjyTwAPQDz_erI6gryKlVn5IT9WpXWjmqezfZgp3bZSzeDpQmiTRy0nGi_V4whXP_PafehGzzJF7vRiGbNEiqGS2LzNJvtUPUucCLURMwN-cHj05Tu350Cbg64D15_v82onehCq34Jz5yPW_7OhKEj2_i-Tc5kvKMC2lTx0W-JRWajJpE7qAaIptCt3f5nvTFtQZ2sGFuQTN4HesO4on0bfP0CPsY.s5O0O-luzhlYwA0OLr396Q",
    key: "_legacy_key",
    keysets: [{ secretKeyBase: "0123456789abcdef".repeat(4), signingSalt: "signing salt", encryptionSalt: "encryption salt" }],
  },
  remember: {
    cookie: `${rememberMe}=${Token.sign(app.secretKeyBase, `${rememberMe}_cookie`, userToken, { maxAge: 14 * 86400, signedAt: ago(5 * 86400) })}`,
    key: app.key,
    keysets: [app],
  },
  token: {
    cookie: Token.sign(app.secretKeyBase, "user socket", 42, { signedAt: ago(3600) }),
    key: app.key,
    keysets: [app],
  },
  // Written before the salt was changed: the second of two rotated sets of keys opens it.
  rotated: {
    cookie: "SFMyNTY.g3QAAAAEbQAAAAtfY3NyZl90b2tlbm0AAAAYcm5MTnlEbE53NFZzWFd4VWl1NUd3MGVFbQAAAA5saXZlX3NvY2tldF9pZG0AAAA7dXNlcnNfc2Vzc2lvbnM6ZDBfNkVzTkhQandVZlN2YXI5NDV0TkVKdFMwS2pMQWR2cjJOcjc2X3FaUT1tAAAADXBob2VuaXhfZmxhc2h0AAAAAW0AAAAEaW5mb20AAAACaGltAAAACnVzZXJfdG9rZW5tAAAAIHdP-hLDRz48FH0r2q_eObTRCbUtCoywHb69ja--v6mU.caxQh3FG84XLjWV4O-GIEEFw9w7we581ty6Sgh-SXo0",
    key: app.key,
    keysets: [app, { ...app, signingSalt: "nope" }, { ...app, signingSalt: "old signing salt" }],
  },
  // The right cookie, secret and salts, and the salts the wrong way round: what 2 a.m. looks like.
  refused: {
    cookie: encrypted,
    key: app.key,
    keysets: [{ ...app, signingSalt: "enc salt", encryptionSalt: app.signingSalt }],
  },
};
