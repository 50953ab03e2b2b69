// @ts-check
// waxseal/crypto and waxseal/phoenix: there and back, by their own key alone; anything else is an error of ours or no token.

import { deepStrictEqual } from "node:assert/strict";
import fc from "fast-check";
import { createSessions } from "waxseal";
import { KeyGenerator, MessageEncryptor, MessageVerifier } from "waxseal/crypto";
import { CsrfError, SignedCookie, Token, csrfToken, flash, validStateAndCsrfToken, verifyCsrf } from "waxseal/phoenix";
import { encode } from "waxseal/term";
import { anything, mustBe, plain, term, text, tried, triedLater } from "./hostile.js";
import { OPTIONS, SECRET } from "./options.js";

const bytes = fc.uint8Array({ minLength: 1, maxLength: 100 });
const key = fc.uint8Array({ minLength: 32, maxLength: 32 });
const sessions = /** @type {any} */ (createSessions(OPTIONS));

/** @type {[string, () => fc.IRawProperty<any>][]} */
export const CRYPTO = [
  ["what is signed or encrypted opens by its own key, and by no other", () => fc.property(bytes, key, key, (message, one, other) => {
    const isSame = one.every((byte, at) => byte === other[at]);
    const signed = MessageVerifier.sign(message, one);
    deepStrictEqual(MessageVerifier.verify(signed, one), new Uint8Array(message));
    deepStrictEqual(MessageVerifier.verify(signed, other) === null, !isSame);
    const encrypted = MessageEncryptor.encrypt(message, one, one);
    deepStrictEqual(MessageEncryptor.decrypt(encrypted, one, one), new Uint8Array(message));
    deepStrictEqual(MessageEncryptor.decrypt(encrypted, other, one) === null, !isSame);
  })],
  ["tokens hold any term, for their salt and their secret alone", () => fc.property(term, text.filter((salt) => salt.length > 0), text.filter((salt) => salt.length > 0), (data, salt, other) => {
    const made = tried(() => Token.sign(SECRET, salt, data));
    if (made.failed) return mustBe(made.error, "ERR_ENCODE", "ERR_CONFIG");
    const opened = /** @type {any} */ (Token.verify(SECRET, salt, made.value, { maxAge: 60 }));
    if (!opened.ok) throw new Error(`its own token: ${JSON.stringify(opened)}`);
    deepStrictEqual(encode(opened.data), encode(data));
    deepStrictEqual(Token.verify(SECRET, other, made.value, { maxAge: 60 }).ok, salt === other);
  })],
  ["anything for a message, a token, a key, a state: an error of ours, or no token", () => fc.asyncProperty(anything, anything, async (first, second) => {
    const [one, other] = /** @type {any[]} */ ([first(), second()]);
    for (const run of [
      () => MessageVerifier.sign(one, other), () => MessageVerifier.verify(one, other), () => MessageEncryptor.encrypt(one, other, "x"), () => MessageEncryptor.decrypt(one, other, "x"),
      () => KeyGenerator.generate(one, other), () => KeyGenerator.generate(SECRET, "salt", one), () => Token.sign(SECRET, "salt", one, other), () => Token.verify(SECRET, "salt", one, other), () => Token.sign(one, other, 1),
      () => SignedCookie.verify(SECRET, "name", one), () => validStateAndCsrfToken(one, other),
      () => verifyCsrf(one, sessions.fetch("")), () => verifyCsrf(one, other), () => csrfToken(one), () => flash(one),
    ]) {
      const { failed, error } = await triedLater(/** @type {any} */ (run));
      if (failed && !(error instanceof CsrfError)) mustBe(error, "ERR_CONFIG", "ERR_ENCODE");
    }
  })],
  ["a flash comes once, as it was put", () => fc.property(text, plain, (kind, message) => {
    const it = sessions.fetch("");
    const put = tried(() => flash(it).put(kind, message));
    if (put.failed) return mustBe(put.error, "ERR_CONFIG", "ERR_ENCODE");
    const committed = tried(() => sessions.send(it, new Response("", { status: 302 })));
    if (committed.failed) return mustBe(committed.error, "ERR_COOKIE_OVERFLOW");
    const cookie = committed.value.headers.getSetCookie()[0].split(";")[0];
    const next = sessions.fetch(cookie);
    deepStrictEqual(flash(next).get(kind), message);
    const after = sessions.send(next, new Response("")).headers.getSetCookie()[0].split(";")[0];
    deepStrictEqual(flash(sessions.fetch(after)).get(kind), null);
  })],
];
