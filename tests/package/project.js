// @ts-check
// A fresh project outside of this repository, with the packed tarball installed into it by npm, and the programs to run there.

import { execFile, spawn } from "node:child_process";
import { cp, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const here = (/** @type {string} */ path) => fileURLToPath(new URL(path, import.meta.url));
export const pkg = here("../../pkg");
const execute = promisify(execFile);

/** The tool's own program, be it a dependency of these tests or of the repository. */
export const bin = (/** @type {string} */ name, where = "../../node_modules/.bin/") => here(where + name);

export class Project {
  /** @param {string} folder @param {string} tarball @param {string[]} files */
  constructor(folder, tarball, files) {
    this.folder = folder;
    this.tarball = tarball;
    /** What npm says is in the tarball. */
    this.files = files;
  }

  static async create() {
    const folder = await mkdtemp(join(tmpdir(), "waxseal-package-"));
    const project = new Project(folder, "", []);
    await cp(here("app"), folder, { recursive: true });
    await writeFile(join(folder, "package.json"), JSON.stringify({ name: "app", private: true, type: "module" }));
    const { stdout } = await execute("npm", ["pack", "--json", "--pack-destination", folder], { cwd: pkg });
    const packed = JSON.parse(stdout.slice(stdout.search(/^[[{]/m)));
    const [{ filename, files }] = Array.isArray(packed) ? packed : Object.values(packed);
    project.tarball = join(folder, filename);
    project.files = files.map((/** @type {{ path: string }} */ { path }) => path).sort();
    await project.run("npm", "install", "--offline", "--no-audit", "--no-fund", project.tarball);
    return project;
  }

  /** Runs a program to its end; gives what it printed. @param {string} program @param {...string} words */
  async run(program, ...words) {
    const env = { ...process.env, PATH: `${dirname(process.execPath)}:${process.env.PATH}`, WRANGLER_SEND_METRICS: "false", NO_COLOR: "1" };
    try {
      const { stdout } = await execute(program, words, { cwd: this.folder, env, timeout: 90_000 });
      return stdout.trim();
    } catch (error) {
      const { message, stdout, stderr } = /** @type {any} */ (error);
      throw new Error(`${message}\n${stdout}\n${stderr}`, { cause: error });
    }
  }

  /** Starts a program that stays. @param {string} program @param {...string} words */
  start(program, ...words) {
    const env = { ...process.env, WRANGLER_SEND_METRICS: "false", NO_COLOR: "1" };
    const child = spawn(program, words, { cwd: this.folder, env, detached: true, stdio: "ignore" });
    const ended = new Promise((resolve) => child.once("exit", resolve));
    return async () => {
      // A group of its own, so that what it started ends with it.
      if (child.pid && child.exitCode === null) process.kill(-child.pid, "SIGKILL");
      await ended;
    };
  }

  /** @param {string} path */
  path = (path) => join(this.folder, path);

  /** @param {string} folder */
  list = async (folder) => (await readdir(this.path(folder), { recursive: true })).sort();

  remove = () => rm(this.folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
}
