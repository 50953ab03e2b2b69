// @ts-check
// `npx waxseal`, as npm installs it from the tarball: with real cookies, a terminal, pipes, and whatever people type.

import { spawn } from "node:child_process";
import { dirname } from "node:path";
import { createSessions } from "waxseal";
import { KeyGenerator } from "waxseal/crypto";
import { Token } from "waxseal/phoenix";
import { examples } from "../../www/public/js/examples.js";
import { equal, ok } from "../conformance/check.js";
import { bun, deno, node20 } from "../runtimes.js";

/** @typedef {import("./project.js").Project} Project @typedef {{ code: number | null, out: string, err: string }} Ended */

const { secretKeyBase: SECRET, signingSalt: SALT } = examples.signed.keysets[0];
const COMMAND = "node_modules/.bin/waxseal";

/**
 * To its end. Whatever it was asked, no secret may be in what it says.
 * @param {Project} project @param {string[]} words @param {{ secret?: string, old?: string, input?: string, program?: string[] }} [options]
 * @returns {Promise<Ended>}
 */
async function run(project, words, { secret, old, input = "", program = [COMMAND] } = {}) {
  const { SECRET_KEY_BASE: _, OLD_SECRET_KEY_BASE: __, ...env } = process.env;
  const child = spawn(program[0], [...program.slice(1), ...words], {
    cwd: project.folder,
    env: { ...env, PATH: `${dirname(process.execPath)}:${env.PATH}`, ...(secret === undefined ? {} : { SECRET_KEY_BASE: secret }), ...(old === undefined ? {} : { OLD_SECRET_KEY_BASE: old }) },
  });
  const said = { out: "", err: "" };
  child.stdout.setEncoding("utf8").on("data", (text) => (said.out += text));
  child.stderr.setEncoding("utf8").on("data", (text) => (said.err += text));
  child.stdin.on("error", () => {});
  child.stdin.end(input);
  const code = await new Promise((resolve, reject) => child.once("close", resolve).once("error", reject));
  for (const each of [secret?.trim(), ...(old ?? "").split(" "), SECRET]) ok(!each || !`${said.out}${said.err}`.includes(each), "it says the secret");
  return { code, ...said };
}

const salts = (/** @type {{ signingSalt: string, encryptionSalt?: string }} */ { signingSalt, encryptionSalt }) =>
  ["--signing-salt", signingSalt, ...(encryptionSalt ? ["--encryption-salt", encryptionSalt] : [])];

/** @param {Ended} ended @param {...RegExp} wanted */
function refused({ code, out, err }, ...wanted) {
  equal([code, out].join(), "1,", `the code, and nothing on standard output: ${err}`);
  for (const each of wanted) ok(each.test(err), `${each} is not in: ${err}`);
}

/** @param {Ended} ended @param {RegExp} wanted */
function misasked({ code, out, err }, wanted) {
  equal([code, out].join(), "2,", `the code, and nothing on standard output: ${err}`);
  ok(wanted.test(err) && !/\n\s+at /.test(err), `${wanted} is not in, or a stack is: ${err}`);
}

/** @type {Record<string, (project: Project) => Promise<void>>} */
export const command = {
  async "open: a cookie of keys that were rotated out"(project) {
    const [today, before] = ["n".repeat(64), "b".repeat(64)];
    const sealed = (/** @type {Record<string, string>} */ keys) => {
      const sessions = createSessions({ store: "cookie", key: "_app", signingSalt: SALT, secretKeyBase: today, ...keys });
      return String(sessions.commit(sessions.fetch("").put("user", 42))).split(";")[0];
    };
    const words = ["--signing-salt", SALT];
    for (const [keys, more, old] of /** @type {[Record<string, string>, string[], string | undefined][]} */ ([
      [{ secretKeyBase: before }, [], before],
      [{ secretKeyBase: before }, [], `${"c".repeat(64)} ${before}`],
      [{ signingSalt: "before" }, ["--old-signing-salt", "before"], undefined],
      [{ secretKeyBase: before, signingSalt: "before" }, ["--old-signing-salt", "before"], before],
      [{ secretKeyBase: before, encryptionSalt: "enc" }, ["--old-encryption-salt", "enc"], before],
    ])) {
      const { code, out, err } = await run(project, ["open", sealed(keys), ...words, ...more], { secret: today, old });
      equal(code, 0, `${JSON.stringify(keys)}: ${err}`);
      ok(out.includes('"user" => 42') && out.includes("Sealed with the old keys"), out);
    }
    ok(!(await run(project, ["open", sealed({}), ...words], { secret: today, old: before })).out.includes("old keys"), "one of today's");
    refused(await run(project, ["open", sealed({ secretKeyBase: before }), ...words], { secret: today, old: "d".repeat(64) }), /any of 2 keys/);
    refused(await run(project, ["open", sealed({}), ...words], { secret: today, old: "short" }), /old keys: secret_key_base has 5 bytes/);
  },

  async "open: a signed, an encrypted and an old cookie, as Elixir and JSON"(project) {
    const signed = await run(project, ["open", examples.signed.cookie, ...salts(examples.signed.keysets[0])], { secret: SECRET });
    equal(signed.code, 0, signed.err);
    for (const part of ["Signed", '"phoenix_flash" => %{"error" => "Nope ✗"}', "119, 79, 250", '"user_remember_me": true', '"$bytes": "d0/6EsN']) ok(signed.out.includes(part), `${part}: ${signed.out}`);
    for (const { cookie, key, keysets: [keys] } of [examples.encrypted, examples.old]) {
      const json = await run(project, ["open", `Cookie: theme=dark; ${key}=${cookie}`, ...salts(keys), "--format", "json"], { secret: keys.secretKeyBase });
      const sessions = createSessions({ store: "cookie", key, log: false, ...keys });
      equal(Object.keys(JSON.parse(json.out)).sort().join(), sessions.fetch(`${key}=${cookie}`).keys().sort().join(), `${json.err}: the keys`);
    }
  },

  async "open: Jason's sessions, with --serializer json"(project) {
    const sessions = createSessions({ store: "cookie", key: "_json_key", secretKeyBase: SECRET, signingSalt: SALT, serializer: "json" });
    const session = sessions.fetch("").put("name", "Ada\u001b[31m").put("n", 1.5);
    const cookie = String(sessions.commit(session)).split(";")[0];
    const opened = await run(project, ["open", cookie, "--signing-salt", SALT, "--serializer", ":json", "--format=json"], { secret: SECRET });
    equal(JSON.stringify(JSON.parse(opened.out)), JSON.stringify({ n: 1.5, name: "Ada\u001b[31m" }), opened.err);
    refused(await run(project, ["open", cookie, "--signing-salt", SALT], { secret: SECRET }), /begins as JSON/, /--serializer json/);
    refused(await run(project, ["open", examples.signed.cookie, "--signing-salt", SALT, "--serializer", "json"], { secret: SECRET }), /no JSON/);
  },

  async "open: a remember-me cookie and a Phoenix.Token, as such"(project) {
    const remember = await run(project, ["open", examples.remember.cookie], { secret: SECRET });
    ok(remember.code === 0 && /^A remember-me cookie of phx\.gen\.auth\..*Expires: in /s.test(remember.out), `${remember.out}${remember.err}`);
    const token = await run(project, ["open", examples.token.cookie], { secret: SECRET });
    ok(token.code === 0 && /^A Phoenix\.Token\..*"user socket".*\n42\n\n42\n$/s.test(token.out), `${token.out}${token.err}`);
    const own = Token.encrypt(SECRET, "a salt of ours", { id: 7 });
    refused(await run(project, ["open", own], { secret: SECRET }), /it does not open/);
    const opened = await run(project, ["open", own, "--salt", "a salt of ours", "--format", "elixir"], { secret: SECRET });
    equal(opened.out, '%{"id" => 7}\n', opened.err);
    const over = Token.sign(SECRET, "user auth", 42, { signedAt: Date.now() / 1000 - 7200, maxAge: 3600 });
    refused(await run(project, ["open", over], { secret: SECRET }), /expired since 1 hour/, /sealed with your secret, and says:\n42/);
  },

  async "open: why it does not, and the probable cause"(project) {
    const { cookie, keysets: [keys] } = examples.refused;
    refused(await run(project, ["open", cookie, ...salts(keys)], { secret: SECRET }), /the tag does not match/, /- It opens if the two salts change places\./);
    const open = (/** @type {string} */ secret, /** @type {string[]} */ ...words) => run(project, ["open", examples.signed.cookie, ...words], { secret });
    refused(await open(` "${SECRET}"`, "--signing-salt", SALT), /- It opens if the quotes around secret_key_base go\./);
    refused(await open(SECRET, "--signing-salt", SALT, "--encryption-salt", "enc"), /- It opens if the encryption salt is left empty\./);
    refused(await open(SECRET, "--signing-salt", SALT, "--key-digest", "sha512"), /- It opens if iterations, length and digest are left/);
    // First of all, and not that one is empty.
    refused(await open(SECRET), /^waxseal: it does not open\. Your keys: signing_salt is missing/, /--signing-salt is the signing_salt/, /NOT VERIFIED/);
    refused(await open("0".repeat(64), "--signing-salt", SALT), /- The secret of another app/, /NOT VERIFIED[^]*"user_return_to"/);
    refused(await open("short", "--signing-salt", SALT), /has 5 bytes, Plug wants at least 64/);
    refused(await run(project, ["open", `${examples.signed.cookie.slice(0, -4)}`, "--signing-salt", SALT], { secret: SECRET }), /29 bytes where 32 belong/);
    refused(await run(project, ["open", "eyJhbGciOiJIUzI1NiJ9.e30.c2ln", "--signing-salt", SALT], { secret: SECRET }), /JSON Web Token/);
  },

  async "open: what a stranger wrote can't steer the terminal"(project) {
    const term = new Uint8Array([131, 116, 0, 0, 0, 1, 109, 0, 0, 0, 1, 97, 119, 6, 120, 27, 91, 51, 49, 109]); // %{"a" => :"x\e[31m"}
    const cookie = `SFMyNTY.${Buffer.from(term).toString("base64url")}.${"A".repeat(43)}`;
    const { err } = await run(project, ["open", `a\u009b31m=${cookie}`, "--signing-salt", SALT], { secret: SECRET });
    ok(/NOT VERIFIED/.test(err) && !/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/.test(err), JSON.stringify(err));
  },

  async "standard input has the cookie, or the secret, but not both"(project) {
    const words = ["--signing-salt", SALT, "--format", "elixir"];
    for (const cookie of [[], ["-"]]) {
      const opened = await run(project, ["open", ...cookie, ...words], { secret: SECRET, input: `Cookie: _my_app_session=${examples.signed.cookie}\n` });
      ok(opened.code === 0 && opened.out.startsWith("%{"), opened.err);
    }
    const secret = await run(project, ["open", examples.signed.cookie, ...words], { input: `${SECRET}\r\n` });
    ok(secret.code === 0 && secret.out.startsWith("%{"), secret.err);
    misasked(await run(project, ["open", ...words], { input: examples.signed.cookie }), /set SECRET_KEY_BASE/);
    misasked(await run(project, ["open", ...words], { secret: SECRET }), /the cookie is empty/);
    misasked(await run(project, ["open", examples.signed.cookie, ...words]), /no secret was given/);
    misasked(await run(project, ["open", ...words], { secret: SECRET, input: "x".repeat(2 << 20) }), /more than a MiB/);
  },

  async "keys: those that createSessions derives itself"(project) {
    const { out, err } = await run(project, ["keys", "--signing-salt", SALT, "--encryption-salt", "enc salt"], { secret: SECRET });
    const [signingKey, encryptionKey] = [SALT, "enc salt"].map((salt) => Buffer.from(KeyGenerator.generate(SECRET, salt)).toString("base64"));
    equal(out, `signingKey ${signingKey}\nencryptionKey ${encryptionKey}\n`, err);
    const key = Buffer.from(out.split(/\s/)[1], "base64");
    const sessions = createSessions({ store: "cookie", key: "_my_app_session", signingKey: key, log: false });
    equal(sessions.fetch(`_my_app_session=${examples.signed.cookie}`).get("user_remember_me"), true, "what they open");
    const other = await run(project, ["keys", "--signing-salt", SALT, "--key-digest", "sha512", "--key-iterations", "2", "--key-length", "64"], { secret: ` ${SECRET}` });
    equal(other.out, `signingKey ${Buffer.from(KeyGenerator.generate(` ${SECRET}`, SALT, { digest: "sha512", iterations: 2, length: 64 })).toString("base64")}\n`, "with options");
    ok(/blanks or quotes/.test(other.err), `of a secret with a blank before it: ${other.err}`);
    misasked(await run(project, ["keys"], { secret: SECRET }), /--signing-salt/);
    misasked(await run(project, ["keys", "--signing-salt", SALT], { secret: "short" }), /secretKeyBase: got 5 bytes/);
    misasked(await run(project, ["keys", "--signing-salt", SALT, "--encryption-salt", "x", "--key-length", "64"], { secret: SECRET }), /keyLength/);
  },

  async "secret: another each time, in Phoenix's form"(project) {
    const [one, other, long] = await Promise.all([["secret"], ["secret"], ["secret", "128"]].map((words) => run(project, words)));
    ok(/^[A-Za-z0-9+/]{64}\n$/.test(one.out) && one.out !== other.out, `${one.out}${one.err}`);
    ok(/^[A-Za-z0-9+/]{128}\n$/.test(long.out), long.out);
    createSessions({ store: "cookie", key: "_a", secretKeyBase: one.out.trim(), signingSalt: SALT });
    for (const length of ["31", "-1", "1025", "many", "64.5"]) misasked(await run(project, ["secret", "--", length]), /takes a length/);
    misasked(await run(project, ["secret", "64", "64"]), /takes a length/);
  },

  // `script` gives it a terminal, and records all that is seen there.
  async "a terminal is asked, and does not show the secret"(project) {
    const inTerminal = (/** @type {string} */ input) => new Promise((resolve) => {
      const { SECRET_KEY_BASE: _, ...env } = process.env;
      const child = spawn("script", ["-qec", `"${process.execPath}" ${COMMAND} keys --signing-salt ${SALT}`, "/dev/null"], { cwd: project.folder, env });
      let seen = "";
      child.stdout.setEncoding("utf8").on("data", (text) => {
        if (!seen.includes("not shown") && `${seen}${text}`.includes("not shown")) child.stdin.write(input);
        seen += text;
      });
      child.once("close", (code) => resolve({ code, seen })).once("error", (error) => resolve({ code: null, seen: `${error}` }));
    });
    const typed = await inTerminal(`${SECRET}xx\u007f\u007f\r`);
    const key = Buffer.from(KeyGenerator.generate(SECRET, SALT)).toString("base64");
    ok(typed.code === 0 && typed.seen.includes(`signingKey ${key}`), `${typed.code} ${typed.seen}`);
    ok(!typed.seen.includes(SECRET.slice(0, 8)), `it is shown: ${typed.seen}`);
    for (const stop of ["\u0003", "\u0004"]) {
      const stopped = await inTerminal(stop);
      ok(stopped.code === 2 && /no secret was given/.test(stopped.seen), `${stopped.code} ${stopped.seen}`);
    }
  },

  async "a secret as an argument is refused, and not repeated"(project) {
    for (const words of [[`--secret=${SECRET}`], ["--secret-key-base", SECRET], [`--secret_key_base=${SECRET}`], ["-s", SECRET]]) {
      misasked(await run(project, ["keys", "--signing-salt", SALT, ...words]), /a secret is no argument/);
    }
    misasked(await run(project, ["open", examples.signed.cookie, SECRET], { secret: SECRET }), /one cookie/);
    misasked(await run(project, ["keys", SECRET], { secret: SECRET }), /takes no argument/);
  },

  async "what it can't do is said in a line, with code 2; what it can, with --help"(project) {
    for (const [words, wanted] of /** @type {[string[], RegExp][]} */ ([
      [[], /waxseal open COOKIE/], [["opne"], /no such command/], [["constructor"], /no such command/], [["open", "a=b", "--nope"], /no option --nope/],
      [["open", "a=b", "--key"], /--key takes a value/], [["open", "a=b", "--key-length", "1e3"], /--key-length takes a whole number/],
      [["open", "a=b", "--key-digest", "md5"], /--key-digest takes sha, /], [["open", "a=b", "--format", "xml"], /--format takes elixir, json/],
      [["open", "a=b", "--serializer", "yaml"], /--serializer takes /], [["--help=yes"], /--help takes no value/],
    ])) misasked(await run(project, words, { secret: SECRET }), wanted);
    const all = await run(project, ["--help"]);
    ok(all.code === 0 && all.err === "" && /waxseal keys/.test(all.out), all.out);
    for (const name of ["open", "keys", "secret"]) {
      const { code, out } = await run(project, [name, "-h"]);
      ok(code === 0 && out.startsWith(`waxseal ${name}`), out);
    }
  },

  async "by npx, in Node 20, Deno and Bun"(project) {
    equal((await run(project, ["--version"], { program: ["npx", "--offline", "waxseal"] })).out, "0.1.0\n", "npx");
    const path = "node_modules/waxseal/dist/command.js";
    for (const program of [[node20, path], [deno, "run", "--no-prompt", "--allow-env", "--allow-read", path], [bun, path]]) {
      const { code, out, err } = await run(project, ["open", examples.signed.cookie, "--signing-salt", SALT, "--format", "elixir"], { secret: SECRET, program });
      ok(code === 0 && out.startsWith('%{\n  "_csrf_token"'), `${program[0]}: ${code} ${err}`);
      const asked = await run(project, ["open", examples.signed.cookie, "--signing-salt", SALT, "--format", "elixir"], { input: `${SECRET}\n`, program });
      ok(asked.code === 0 && asked.out === out, `${program[0]}: ${asked.code} ${asked.err}`);
    }
  },
};
