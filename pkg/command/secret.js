// @ts-check
// Where the secret comes from: the environment, or a question whose answer is not shown. Never an argument.
import process from "node:process";
import { createInterface } from "node:readline/promises";
import { Writable } from "node:stream";
import { UsageError } from "./options.js";

/** No secret and no paste of cookies is longer. */
const MOST = 1 << 20;

/** @param {{ stdinIsTaken?: boolean }} [options] `stdinIsTaken`: what comes in there is something else */
export async function readSecret({ stdinIsTaken = false } = {}) {
  const secret = process.env.SECRET_KEY_BASE || (await asked(stdinIsTaken));
  if (secret === "") throw new UsageError("no secret was given");
  return secret;
}

/** Those that were replaced, as `rotating_options` has them. */
export function oldSecrets() {
  return (process.env.OLD_SECRET_KEY_BASE ?? "").split(/\s+/).filter(Boolean);
}

/** @param {boolean} stdinIsTaken */
async function asked(stdinIsTaken) {
  if (stdinIsTaken) throw new UsageError("set SECRET_KEY_BASE: the cookie comes by standard input, so there is nowhere to ask for the secret");
  if (process.stdin.isTTY) return prompt("secret_key_base (not shown): ");
  const [line] = (await readStdin()).split("\n", 1);
  return line.replace(/\r$/, "");
}

/** @param {string} question */
async function prompt(question) {
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  // A terminal of its own to readline, so that it takes the echo away; what it would write goes nowhere.
  const lines = createInterface({ input: process.stdin, output: silent, terminal: true, historySize: 0 });
  process.stderr.write(question);
  try {
    return await new Promise((resolve, reject) => {
      const stopped = () => reject(new UsageError("stopped: no secret was given"));
      lines.once("SIGINT", stopped).once("close", stopped);
      lines.question("").then(resolve, reject);
    });
  } finally {
    lines.close();
    process.stderr.write("\n");
  }
}

/** All that comes in. */
export async function readStdin() {
  const decoder = new TextDecoder();
  let text = "";
  for await (const chunk of process.stdin) {
    text += decoder.decode(chunk, { stream: true });
    if (text.length > MOST) throw new UsageError("standard input has more than a MiB: give the cookie alone");
  }
  return text + decoder.decode();
}
