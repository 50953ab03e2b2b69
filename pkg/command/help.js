// @ts-check
// What --help prints.

const SECRET = `The secret is SECRET_KEY_BASE of the environment. Without it a terminal is asked, and shows nothing of the answer; else it is
the first line of standard input. It is never an argument.`;

const DERIVATION = `  --signing-salt SALT      signing_salt of @session_options, in endpoint.ex
  --encryption-salt SALT   encryption_salt, if there is one
  --key-iterations N       1000 if not given
  --key-length N           32 if not given
  --key-digest DIGEST      sha, sha224, sha256 (if not given), sha384 or sha512`;

export const HELP = {
  all: `waxseal: Plug's and Phoenix's sessions, opened and explained.

  waxseal open COOKIE      a session or a token as Elixir and JSON, or why it does not open
  waxseal keys             signing and encryption keys, of a secret and salts
  waxseal secret           a new secret, as mix phx.gen.secret makes it

waxseal COMMAND --help says more, waxseal --version which one this is.
It ends with 0 if all went well, with 1 if a cookie does not open, with 2 if it was asked wrongly.`,

  open: `waxseal open [options] COOKIE

COOKIE is what you have: a value, name=value, a Cookie or Set-Cookie header, a curl line, a Phoenix.Token, a remember-me cookie of
phx.gen.auth. Not given, or -, it is read from standard input.

${DERIVATION}
  --old-signing-salt SALT, --old-encryption-salt SALT
                           those before, where they were changed (rotating_options)
  --serializer NAME        external_term_format (if not given) or json
  --key NAME               the cookie's name, if it was not copied with it
  --salt SALT              a token's salt, if it is none of the usual ones
  --max-age SECONDS        a token's max_age, as the app gives it to verify; or infinity
  --format FORMAT          elixir or json: that alone

${SECRET}
Secrets that were replaced (rotating_options) are OLD_SECRET_KEY_BASE: one, or several with blanks between them.`,

  keys: `waxseal keys --signing-salt SALT [options]

Prints signingKey and, with an encryption salt, encryptionKey, in base64: createSessions takes their bytes in place of the secret.

${DERIVATION}

${SECRET}`,

  secret: `waxseal secret [LENGTH]

Prints random base64 of 64 characters, or of LENGTH, at least 32.`,
};
