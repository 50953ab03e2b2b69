// @ts-check
// The salts that a token may have been made with, the likely ones first.

/** As Phoenix's documentation and guides have them, and apps after them. */
const KNOWN = [
  "user auth", "user socket", "user", "user salt", "user token", "auth", "api auth", "api", "token", "salt", "socket", "channel", "session",
  "login", "magic link", "confirm", "invite", "reset password", "email verification",
];

/**
 * @param {{ given: string, name?: string, key: string, keysets: { signingSalt: string }[] }} from the salt that was given, the cookie's
 * name, the session's name, the keys
 * @returns {{ salt: string, name?: string }[]} `name`: the salt is a cookie's name and `_cookie`
 */
export function saltsToTry({ given, name, key, keysets }) {
  const signing = keysets.map(({ signingSalt }) => signingSalt).filter(Boolean);
  const names = [name, key, rememberMeOf(key), given].filter((one) => one !== undefined && one !== "");
  const salts = [
    ...(given ? [{ salt: given }] : []),
    ...names.map((one) => ({ salt: `${one}_cookie`, name: one })),
    ...KNOWN.map((salt) => ({ salt })),
    // LiveView's tokens have its signing_salt, those of its flash with a word before it.
    ...[given, ...signing].filter(Boolean).flatMap((salt) => [{ salt: `flash:${salt}` }, { salt }]),
  ];
  return salts.filter(({ salt }, at) => salts.findIndex((other) => other.salt === salt) === at);
}

/** What phx.gen.auth calls the cookie in an app whose session has this name. @param {string} key */
const rememberMeOf = (key) => `${key.replace(/_(?:key|session)$/, "")}_web_user_remember_me`;
