// @ts-check
// The command line. What is wrong with it is said without repeating a value: it may have been a secret.
import { parseArgs } from "node:util";

/** Asked wrongly: the message says what to ask. */
export class UsageError extends Error {}

const OPTIONS = /** @type {const} */ ({
  help: { type: "boolean", short: "h" },
  version: { type: "boolean" },
  key: { type: "string" },
  "signing-salt": { type: "string" },
  "encryption-salt": { type: "string" },
  "old-signing-salt": { type: "string" },
  "old-encryption-salt": { type: "string" },
  "key-iterations": { type: "string" },
  "key-length": { type: "string" },
  "key-digest": { type: "string" },
  serializer: { type: "string" },
  salt: { type: "string" },
  "max-age": { type: "string" },
  format: { type: "string" },
});

/** @typedef {Partial<Record<Exclude<keyof typeof OPTIONS, "help" | "version">, string>> & { help?: boolean, version?: boolean }} Options */

/** Options that people look for, and that there must not be. */
const SECRETS = /^--?(?:secret|secret[-_]key[-_]base|password|s)$/i;

/** @param {string[]} args @returns {{ words: string[], options: Options }} */
export function parsed(args) {
  try {
    const { positionals, values } = parseArgs({ args, options: OPTIONS, allowPositionals: true });
    return { words: positionals, options: /** @type {Options} */ (values) };
  } catch (error) {
    const { code, message } = /** @type {{ code?: string, message: string }} */ (error);
    if (!code?.startsWith("ERR_PARSE_ARGS")) throw error;
    const [, name = ""] = /'(?:-\w, )?(--?[\w-]+)/.exec(message) ?? [];
    if (code !== "ERR_PARSE_ARGS_UNKNOWN_OPTION") throw new UsageError(`${name} ${["--help", "--version"].includes(name) ? "takes no value" : `takes a value: ${name}=VALUE`}`);
    if (SECRETS.test(name)) throw new UsageError("a secret is no argument, where other programs and the shell's history see it: set SECRET_KEY_BASE, or be asked for it");
    throw new UsageError(`there is no option ${name} (waxseal --help)`);
  }
}

const DIGESTS = ["sha", "sha224", "sha256", "sha384", "sha512"];

/**
 * How keys are derived, as Phoenix has it where nothing is said.
 * @param {Options} options
 */
export function derivation(options) {
  return {
    signingSalt: options["signing-salt"] ?? "",
    encryptionSalt: options["encryption-salt"] ?? "",
    keyIterations: whole(options, "key-iterations", 1000),
    keyLength: whole(options, "key-length", 32),
    keyDigest: /** @type {"sha256"} */ (oneOf(options, "key-digest", DIGESTS) ?? "sha256"),
  };
}

/** @param {Options} options @param {"key-iterations" | "key-length"} name @param {number} otherwise */
function whole(options, name, otherwise) {
  const text = options[name] ?? String(otherwise);
  if (!/^\d{1,15}$/.test(text)) throw new UsageError(`--${name} takes a whole number`);
  return Number(text);
}

/** @param {Options} options @param {"key-digest" | "serializer" | "format"} name @param {string[]} words @returns {string | undefined} */
export function oneOf(options, name, words) {
  // As Elixir writes it, too.
  const word = options[name]?.replace(/^:/, "");
  if (word !== undefined && !words.includes(word)) throw new UsageError(`--${name} takes ${words.join(", ")}`);
  return word;
}
