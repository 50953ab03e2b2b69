// @ts-check
// The cases that real Plug produced, by group: everything in tests/vectors.

import cookie_store from "../vectors/cookie_store.json" with { type: "json" };
import cookies_parse from "../vectors/cookies_parse.json" with { type: "json" };
import csrf from "../vectors/csrf.json" with { type: "json" };
import external_term from "../vectors/external_term.json" with { type: "json" };
import flash from "../vectors/flash.json" with { type: "json" };
import key_generator from "../vectors/key_generator.json" with { type: "json" };
import message_encryptor from "../vectors/message_encryptor.json" with { type: "json" };
import message_verifier from "../vectors/message_verifier.json" with { type: "json" };
import session_flow from "../vectors/session_flow.json" with { type: "json" };
import session_phx_gen_auth from "../vectors/session_phx_gen_auth.json" with { type: "json" };
import token from "../vectors/token.json" with { type: "json" };

export const vectors = {
  cookie_store,
  cookies_parse,
  csrf,
  external_term,
  flash,
  key_generator,
  message_encryptor,
  message_verifier,
  session_flow,
  session_phx_gen_auth,
  token,
};
