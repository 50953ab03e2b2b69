// Everything else that is exported: stores, errors, crypto, terms.

import { AlreadySentError, CookieStore, KvStore, Store, StoreError, WaxsealError } from "waxseal";
import { KeyGenerator, MessageEncryptor, MessageVerifier } from "waxseal/crypto";
import { Atom, Float, Opaque, Tuple, decode, encode } from "waxseal/term";
import type { Term } from "waxseal/term";
import { assert, type Equals } from "./check.js";

assert<Equals<ReturnType<typeof cookieStore>, typeof CookieStore>>();
function cookieStore() {
  return Store.get("cookie");
}
Store.get("ets") satisfies typeof KvStore;
// @ts-expect-error: no such store
Store.get("redis");
const put = CookieStore.put({}, "term", {}, CookieStore.init({ signingSalt: "…" }));
assert<Equals<typeof put, string>>();

const error = new StoreError("…");
assert<Equals<typeof error.code, "ERR_STORE">>();
assert<Equals<typeof error.retriable, boolean>>();
error satisfies WaxsealError satisfies Error;
assert<Equals<AlreadySentError["code"], "ERR_ALREADY_SENT">>();

KeyGenerator.generate("secret", new Uint8Array(8), { digest: "sha" }) satisfies Uint8Array;
MessageVerifier.sign("message", "secret", "sha512") satisfies string;
const [message, decrypted] = [MessageVerifier.verify("token", "secret"), MessageEncryptor.decrypt("token", "secret", "sign")];
assert<Equals<typeof message, Uint8Array | null>>();
assert<Equals<typeof decrypted, Uint8Array | null>>();
// @ts-expect-error: no such digest
MessageVerifier.sign("message", "secret", "sha1");
// @ts-expect-error: bytes are a Uint8Array
MessageVerifier.verify([1, 2], "secret");

const terms: Term[] = [null, 1n, new Atom("ok"), new Float(1), new Tuple(1, "a"), new Map<Term, Term>([[1, [2]]]), { a: [true] }];
encode(terms, { otp: 25 }) satisfies Uint8Array;
decode(new Opaque(new Uint8Array(1)).bytes);
// @ts-expect-error: there are two ways to write atoms
encode(null, { otp: 27 });
// @ts-expect-error: a term's bytes
decode("text");
