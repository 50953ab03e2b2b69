// @ts-check
// `waxseal open`: a session or a token as Elixir and JSON; or why it does not open, and the probable cause.
import process from "node:process";
import { inspect as asElixir } from "../inspect/elixir.js";
import { inspectPasted } from "../inspect/inspect.js";
import { toJSON } from "../inspect/term-json.js";
import { derivation, oneOf, UsageError } from "./options.js";
import { complain, print } from "./print.js";
import { oldSecrets, readSecret, readStdin } from "./secret.js";
import { refusal, told } from "./report.js";

const FORMATS = ["elixir", "json"];
/** What a set of keys is called, where there are several. */
const LABEL = "the keys given";

/** @param {string[]} words @param {import("./options.js").Options} options */
export async function open(words, options) {
  if (words.length > 1) throw new UsageError("open takes one cookie: put it into quotes");
  const format = oneOf(options, "format", FORMATS);
  const serializer = oneOf(options, "serializer", ["external_term_format", "json"]);
  const keys = { ...derivation(options), serializer, label: LABEL };
  const fromStdin = words.length === 0 ? !process.stdin.isTTY : words[0] === "-";
  if (words.length === 0 && !fromStdin) throw new UsageError("open takes a cookie: a value, name=value, a header, or what a browser's tools copy");
  const pasted = fromStdin ? await readStdin() : words[0];
  if (pasted.trim() === "") throw new UsageError("the cookie is empty");
  const secretKeyBase = await readSecret({ stdinIsTaken: fromStdin });
  const given = { key: options.key ?? "_my_app_key", salt: options.salt ?? "", maxAge: options["max-age"] ?? "", now: Date.now() / 1000 };

  const keysets = [{ ...keys, secretKeyBase }, ...rotated(keys, secretKeyBase, options)];
  const report = inspectPasted(pasted, { given, keysets });
  if (!report.ok) return complain(refusal(report), 1);
  const shown = { elixir: asElixir(report.session), json: JSON.stringify(toJSON(report.session), null, 2) };
  if (format) return print(shown[/** @type {keyof typeof shown} */ (format)]);
  return print(`${told(report)}\n\n${shown.elixir}\n\n${shown.json}`);
}

/**
 * Older keys, as in `rotating_options`: of older secrets, of older salts, or of both.
 * @param {ReturnType<typeof derivation>} keys @param {string} secretKeyBase @param {import("./options.js").Options} options
 */
function rotated(keys, secretKeyBase, options) {
  const old = { signing: options["old-signing-salt"], encryption: options["old-encryption-salt"] };
  const secrets = oldSecrets();
  if (secrets.length === 0 && old.signing === undefined && old.encryption === undefined) return [];
  const salts = { signingSalt: old.signing ?? keys.signingSalt, encryptionSalt: old.encryption ?? keys.encryptionSalt };
  // Old salts go with the secret of today, too.
  const all = old.signing === undefined && old.encryption === undefined ? secrets : [secretKeyBase, ...secrets];
  return all.map((secret, at) => ({ ...keys, ...salts, secretKeyBase: secret, label: all.length === 1 ? "old keys" : `old keys (${at + 1})` }));
}
