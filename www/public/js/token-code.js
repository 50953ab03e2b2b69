// @ts-check
// How an app reads such a token, in Phoenix and in a Worker.

/** @typedef {{ cookie: { name?: string }, opened?: any, given: { salt: string }, token: { kind: string } }} Report */

/** @param {Report} report */
const facts = ({ cookie, opened, given, token }) => ({
  name: opened ? opened.name : given.salt ? undefined : cookie.name,
  salt: JSON.stringify(opened?.salt ?? (given.salt || "…")),
  isEncrypted: opened?.isEncrypted ?? token.kind !== "signed",
  asked: opened?.asked,
});

/** @param {Report} report */
export function tokenInElixir(report) {
  const { name, salt, isEncrypted, asked } = facts(report);
  if (name !== undefined) {
    const how = isEncrypted ? "encrypted" : "signed";
    return `conn = fetch_cookies(conn, ${how}: [${JSON.stringify(name)}])

case conn.cookies[${JSON.stringify(name)}] do
  nil -> # none, over, or not genuine
  value -> value
end`;
  }
  const age = asked === undefined ? "" : `, max_age: ${asked === Infinity ? ":infinity" : asked}`;
  return `case Phoenix.Token.${isEncrypted ? "decrypt" : "verify"}(conn, ${salt}, token${age}) do
  {:ok, data} -> data
  {:error, :expired} -> # ask for a new one
  {:error, _invalid_or_missing} -> # none of ours
end`;
}

/** @param {Report} report */
export function tokenInJavaScript(report) {
  const { name, salt, isEncrypted, asked } = facts(report);
  const env = 'import { env } from "cloudflare:workers";\n';
  if (name?.endsWith("_remember_me")) {
    return `${env}import { rememberMe } from "waxseal/phoenix";

const remember = rememberMe({
  secretKeyBase: env.SECRET_KEY_BASE,
  name: ${JSON.stringify(name)},
});

// The 32 bytes of user_token; null if there are none, or no longer.
const token = remember.read(request);`;
  }
  if (name !== undefined) {
    return `${env}import { SignedCookie } from "waxseal/phoenix";

// What was in it; null if it is over, or not genuine.
const value = SignedCookie.${isEncrypted ? "decrypt" : "verify"}(
  env.SECRET_KEY_BASE, ${JSON.stringify(name)}, cookie);`;
  }
  const age = asked === undefined ? "" : `, { maxAge: ${asked} }`;
  return `${env}import { Token } from "waxseal/phoenix";

const opened = Token.${isEncrypted ? "decrypt" : "verify"}(
  env.SECRET_KEY_BASE, ${salt}, token${age});

// { ok: true, data, signedAt }, or { ok: false, reason }:
// "expired", "invalid" or "missing".`;
}
