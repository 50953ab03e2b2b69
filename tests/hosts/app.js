// @ts-check
// An app in a folder of its own, beside which its tools are installed, with the packed tarball in it.

import { execFile, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { cp, mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { freePort, waitFor } from "../package/server.js";

const here = (/** @type {string} */ path) => fileURLToPath(new URL(path, import.meta.url));
const execute = promisify(execFile);

/** Packs the package. @returns {Promise<string>} the tarball */
export async function pack() {
  const folder = await mkdtemp(here("tmp-pack-"));
  const { stdout } = await execute("npm", ["pack", "--json", "--pack-destination", folder], { cwd: here("../../pkg") });
  const packed = JSON.parse(stdout.slice(stdout.search(/^[[{]/m)));
  const [{ filename }] = Array.isArray(packed) ? packed : Object.values(packed);
  return join(folder, filename);
}

export class App {
  /** @type {Record<string, string>} */
  env = { NEXT_TELEMETRY_DISABLED: "1", WRANGLER_SEND_METRICS: "false", NO_COLOR: "1", CI: "1" };
  /** Where its output was moved to. @type {string[]} */
  #elsewhere = [];

  /** @param {string} folder */
  constructor(folder) {
    this.folder = folder;
  }

  /** @param {string} kind one of apps/ @param {string} tarball */
  static async create(kind, tarball) {
    const app = new App(await mkdtemp(here(`tmp-${kind}-`)));
    await cp(here(`apps/${kind}`), app.folder, { recursive: true });
    if (!app.has("sessions.js")) await cp(here("apps/sessions.js"), app.path("sessions.js"));
    // What is walked through, with the app's own copy of the package.
    if (app.has("serve.js")) for (const part of ["package/frameworks/walk", "conformance/cookie.js"]) await cp(here(`../${part}`), app.path(part), { recursive: true });
    // A development dependency: hosts must not count on finding it when they run.
    await writeFile(app.path("package.json"), JSON.stringify({ name: "app", private: true, type: "module", devDependencies: { waxseal: "0.1.0" } }));
    await mkdir(app.path("node_modules/waxseal"), { recursive: true });
    await execute("tar", ["xzf", tarball, "--strip-components=1", "-C", app.path("node_modules/waxseal")]);
    return app;
  }

  /** @param {string} file */
  path(file) {
    return join(this.folder, file);
  }

  /** @param {string} from @param {string} to */
  async copy(from, to) {
    await cp(this.path(from), this.path(to));
  }

  /** @param {string} file */
  has(file) {
    return existsSync(this.path(file));
  }

  /** @param {string} folder @returns {Promise<string[]>} */
  async list(folder) {
    return readdir(this.path(folder), { recursive: true });
  }

  /**
   * Its output, moved to where no waxseal is beside it nor above it, as to another machine.
   * @param {string} output a folder or a file @param {Record<string, string>} [beside] files, by name @returns {Promise<string>} the folder it is in
   */
  async move(output, beside = {}) {
    const folder = await mkdtemp(join(tmpdir(), "waxseal-moved-"));
    this.#elsewhere.push(folder);
    for (let above = folder; above !== dirname(above); above = dirname(above)) {
      if (existsSync(join(above, "node_modules/waxseal"))) throw new Error(`waxseal is installed above ${folder}, in ${above}: nothing would be shown`);
    }
    await cp(this.path(output), join(folder, output), { recursive: true, verbatimSymlinks: true });
    for (const [name, text] of Object.entries(beside)) await writeFile(join(folder, name), text);
    await rm(this.path(output), { recursive: true });
    return folder;
  }

  get #environment() {
    return { ...process.env, ...this.env, PATH: `${here("node_modules/.bin")}:${dirname(process.execPath)}:${process.env.PATH}` };
  }

  /** Runs a program to its end. @param {string} program @param {...string} words */
  run(program, ...words) {
    return this.runIn(this.folder, program, ...words);
  }

  /** @param {string} folder @param {string} program @param {...string} words */
  async runIn(folder, program, ...words) {
    try {
      const { stdout } = await execute(program, words, { cwd: folder, env: this.#environment, timeout: 240_000, maxBuffer: 1e8 });
      return stdout;
    } catch (error) {
      const { message, stdout, stderr } = /** @type {any} */ (error);
      throw new Error(`${message}\n${String(stdout).slice(-2000)}\n${String(stderr).slice(-2000)}`, { cause: error });
    }
  }

  /** Serves it while it is tried. @param {string[]} command @param {string} path that answers @param {(origin: string) => Promise<void>} attempt @param {string} [folder] */
  async serve([program, ...words], path, attempt, folder = this.folder) {
    const port = String(await freePort());
    const env = { ...this.#environment, PORT: port, HOST: "127.0.0.1", HOSTNAME: "127.0.0.1", ORIGIN: `http://127.0.0.1:${port}` };
    const child = spawn(program, words.map((word) => word.replace("$PORT", port)), { cwd: folder, env, detached: true, stdio: ["ignore", "pipe", "pipe"] });
    let said = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (text) => (said += text));
    try {
      await waitFor(`http://127.0.0.1:${port}${path}`, 60);
      await attempt(`http://127.0.0.1:${port}`);
    } catch (error) {
      throw new Error(`${/** @type {Error} */ (error).message}\n${said.slice(-2000)}`, { cause: error });
    } finally {
      // A group of its own, so that what it started ends with it.
      if (child.pid && child.exitCode === null) process.kill(-child.pid, "SIGKILL");
    }
  }

  async remove() {
    for (const folder of [this.folder, ...this.#elsewhere]) await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  }
}
