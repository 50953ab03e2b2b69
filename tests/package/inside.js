// @ts-check
// What is in the tarball, against contents.js: files, values, types, each of them documented; and what linters say of it.

import { cp, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { equal, ok } from "../conformance/check.js";
import { bun, deno, node20 } from "../runtimes.js";
import { FILES, TYPES, VALUES } from "./contents.js";
import { bin, pkg } from "./project.js";

const here = "node_modules/.bin/";
const words = (/** @type {string} */ text) => text.trim().split(/\s+/).filter(Boolean).sort();
const INSTALLED = "node_modules/waxseal";

/** What a declaration file exports, and what it passes on from others. @param {string} file @returns {Promise<{ values: string[], types: string[] }>} */
async function declared(file) {
  const text = await readFile(file, "utf8");
  const passedOn = await Promise.all([...text.matchAll(/^export \* from "(.*)\.js";$/gm)].map(([, from]) => declared(join(dirname(file), `${from}.d.ts`))));
  const found = [...text.matchAll(/^export (?:declare )?(const|class|function|interface|type) (?:\{ (\w+) \}|(\w+))/gm)];
  const kind = (/** @type {boolean} */ types) => words([...new Set(found
    .filter(([, keyword]) => types === ["interface", "type"].includes(keyword)).map(([, , braced, name]) => braced ?? name))].join(" "));
  const all = (/** @type {"values" | "types"} */ of, /** @type {string[]} */ own) => words([...own, ...passedOn.flatMap((other) => other[of])].join(" "));
  return { values: all("values", kind(false)), types: all("types", kind(true)) };
}

/** As npm's site and GitHub name headings. @param {string} page @returns {string[]} */
const anchors = (page) => [...page.matchAll(/^#+ (.*)$/gm)].map(([, title]) => title.toLowerCase().replace(/[^\p{L}\p{N} _-]/gu, "").replaceAll(" ", "-"));

/** @type {Record<string, (project: import("./project.js").Project) => Promise<void>>} */
export const inside = {
  async "the list of files"(project) {
    equal(project.files.join("\n"), [...FILES].sort().join("\n"), "files");
  },

  async "no dependencies, and nothing from this repository's own scripts is needed to install"(project) {
    const manifest = JSON.parse(await readFile(project.path(`${INSTALLED}/package.json`), "utf8"));
    for (const kind of ["dependencies", "peerDependencies", "optionalDependencies"]) equal(manifest[kind], undefined, kind);
    for (const hook of ["install", "preinstall", "postinstall", "prepare"]) equal(manifest.scripts[hook], undefined, hook);
    equal((await project.list("node_modules")).filter((path) => /^[^/.]+$/.test(path)).join(), "waxseal", "what npm installed");
  },

  async "the values and types of every subpath"(project) {
    const { exports } = JSON.parse(await readFile(project.path(`${INSTALLED}/package.json`), "utf8"));
    const subpaths = Object.keys(exports).filter((path) => exports[path].types && !path.includes("*"));
    const adapters = project.files.filter((file) => /^kv\/.*\.d\.ts$/.test(file)).map((file) => `./${file.slice(0, -5)}`);
    equal([...subpaths, ...adapters].sort().join(), Object.keys(VALUES).sort().join(), "subpaths");
    for (const path of Object.keys(VALUES)) {
      const specifier = `waxseal${path.slice(1)}`;
      const names = await project.run(process.execPath, "--input-type=module", "-e", `console.log(Object.keys(await import("${specifier}")).join(" "))`);
      equal(words(names).join(), words(VALUES[path]).join(), `${specifier}: values`);
      const types = exports[path]?.types ?? `${path}.d.ts`;
      const declarations = await declared(join(project.path(INSTALLED), types));
      equal(declarations.values.join(), words(VALUES[path]).join(), `${specifier}: declared values`);
      equal(declarations.types.join(), words(TYPES[path]).join(), `${specifier}: declared types`);
    }
  },

  async "every public name is documented"(project) {
    for (const file of project.files.filter((name) => name.endsWith(".d.ts"))) {
      const text = await readFile(project.path(`${INSTALLED}/${file}`), "utf8");
      for (const [, name] of text.matchAll(/(?<!\*\/\n(?:\/\/ .*\n)?)^export ((?:declare|interface|type (?!\{)).*)$/gm)) {
        ok(false, `${file}: no comment before "${name}"`);
      }
    }
    ok(true, "all");
  },

  // Workers refuse all of it outside of a request.
  async "an import draws no randomness, waits for nothing and asks for nothing"(project) {
    const script = `const refuse = (name) => () => { throw new Error(name) };
      crypto.getRandomValues = refuse("randomness");
      for (const name of ["fetch", "setTimeout", "setInterval", "queueMicrotask"]) globalThis[name] = refuse(name);
      for (const path of ${JSON.stringify(Object.keys(VALUES))}) await import("waxseal" + path.slice(1));
      console.log("imported");`;
    equal(await project.run(process.execPath, "--input-type=module", "-e", script), "imported", "import");
  },

  // workerd makes it when it is first looked at, which takes longer than all of a first request.
  async "an import and a request's session never look at process, where nothing is to be told"(project) {
    const script = `let looks = 0;
      const real = process;
      Object.defineProperty(globalThis, "process", { get() { looks += 1; return real; } });
      const { createSessions } = await import("waxseal/inline");
      const sessions = createSessions({ store: "cookie", key: "s", secretKeyBase: "s".repeat(64), signingSalt: "signing" });
      const cookie = sessions.commit(sessions.fetch("").put("visits", 1)).split(";")[0];
      const session = sessions.fetch(cookie);
      sessions.commit(session.put("visits", session.get("visits") + 1));
      const seen = looks;
      console.log(seen, session.get("visits"));`;
    equal(await project.run(process.execPath, "--input-type=module", "-e", script), "0 2", "looks");
  },

  async "one instance for all subpaths, in each runtime"(project) {
    const script = `let made = 0;
      WebAssembly.Instance = class extends WebAssembly.Instance { constructor(...given) { super(...given); made += 1; } };
      for (const path of ${JSON.stringify(Object.keys(VALUES).filter((path) => path !== "./inline"))}) await import("waxseal" + path.slice(1));
      console.log(made);`;
    await writeFile(project.path("instances.js"), script);
    for (const command of [[process.execPath], [node20], [deno, "run", "--no-prompt"], [bun]]) {
      const [program, ...words] = command;
      equal(await project.run(program, ...words, "instances.js"), "1", command.join(" "));
    }
  },

  // As they stand in a log: of what is minified only the lines are gone, and those the source map has.
  async "an error's name, and the functions and the line where it was thrown"(project) {
    const script = 'import { createSessions } from "waxseal"; try { createSessions({ store: "cookie" }) } catch (error) { console.log(error.constructor.name, error.stack) }';
    const stack = await project.run(process.execPath, "--enable-source-maps", "--input-type=module", "-e", script);
    ok(/^ConfigError /.test(stack), stack);
    for (const frame of [/at cookieSite \(.*store\/cookie_store\.js:\d+:\d+\)/, /at createSessions \(.*plug\/create\.js:\d+:\d+\)/]) ok(frame.test(stack), `${frame} in ${stack}`);
  },

  // Node shows the line that threw: of a file that is one line, all of it.
  async "an error that nobody caught is shown with its message, and not with the file"(project) {
    const script = `import { createSessions } from "waxseal"; createSessions({ store: "cookie", key: "sid", secretKeyBase: undefined, signingSalt: "3kVbPzQ1" });`;
    await writeFile(project.path("uncaught.js"), script);
    const shown = await project.run(process.execPath, "uncaught.js").then(() => "nothing", ({ cause }) => cause.stderr);
    ok(/^ConfigError: secretKeyBase: got undefined: is SECRET_KEY_BASE set\?/m.test(shown), shown.slice(0, 2000));
    ok(shown.length < 3000, `${shown.length} characters`);
  },

  async "an error's name, in a bundle that makes names short"(project) {
    await writeFile(project.path("short.js"), `import * as all from "waxseal"; import { CsrfError } from "waxseal/phoenix";
      for (const [name, One] of Object.entries({ ...all, CsrfError })) if (name.endsWith("Error")) console.log(name, String(new One("said")));`);
    await project.run(bin("esbuild"), "short.js", "--bundle", "--minify", "--platform=node", "--format=esm", "--outdir=out/short");
    const lines = (await project.run(process.execPath, "out/short/short.js")).split("\n");
    ok(lines.length > 10, `${lines.length} errors`);
    for (const line of lines) ok(/^(\w+) \1: said$/.test(line), line);
  },

  async "require, in a Node that can"(project) {
    const script = 'const { createSessions } = require("waxseal"); console.log(typeof createSessions)';
    equal(await project.run(process.execPath, "--input-type=commonjs", "-e", script), "function", "createSessions");
  },

  // Whoever reads a page, on npm's site or in node_modules, gets where it points to.
  async "links lead to what is in the tarball, or are absolute; no picture is missing"(project) {
    const pages = project.files.filter((file) => file.endsWith(".md"));
    for (const page of ["README.md", "SECURITY.md", "CHANGELOG.md", "docs/frameworks.md", "kv/README.md"]) ok(pages.includes(page), `no ${page}`);
    const texts = new Map(await Promise.all(pages.map(async (page) => /** @type {const} */ ([page, await readFile(project.path(`${INSTALLED}/${page}`), "utf8")]))));
    let links = 0;
    for (const [page, text] of texts) {
      for (const [link, target] of text.matchAll(/!?\[[^\]]*\]\(([^)\s]+)[^)]*\)/g)) {
        links += 1;
        if (/^https?:/.test(target)) continue;
        ok(!link.startsWith("!"), `${page}: a picture that is in no tarball, ${target}`);
        const [path, anchor] = target.split("#");
        const file = path === "" ? page : join(dirname(page), path);
        ok(project.files.includes(file), `${page}: ${target} is not there`);
        if (anchor !== undefined) ok(anchors(texts.get(file) ?? "").includes(anchor), `${page}: no heading for ${target}`);
      }
      ok(!/\]\((?:\.\.\/)*(?:benches|tests|src)\//.test(text), `${page} points to what is not packed`);
    }
    ok(links > 10, `${links} links`);
  },

  async "an address, or a placeholder that nobody takes for one"(project) {
    const { repository, homepage, bugs, publishConfig } = JSON.parse(await readFile(project.path(`${INSTALLED}/package.json`), "utf8"));
    const hosts = [repository.url.replace(/^git\+/, ""), homepage, bugs.url].map((url) => new URL(url).hostname);
    equal(new Set(hosts).size, 1, `one host: ${hosts}`);
    equal(`${publishConfig.provenance} ${publishConfig.access}`, "true public", "provenance");
  },

  // As JSR would take it, for Deno: without those that add to a framework's own types, which JSR takes from npm alone.
  async "deno publish --dry-run"(project) {
    const folder = project.path("jsr");
    await cp(project.path(INSTALLED), folder, { recursive: true, filter: (path) => !path.endsWith("package.json") });
    await cp(join(pkg, "jsr.json"), join(folder, "jsr.json"));
    const [jsr, npm] = [JSON.parse(await readFile(join(folder, "jsr.json"), "utf8")), JSON.parse(await readFile(project.path(`${INSTALLED}/package.json`), "utf8"))];
    equal(`${jsr.version} ${jsr.license}`, `${npm.version} ${npm.license}`, "the same in both");
    const elsewhere = ["./astro", "./elysia", "./fastify", "./h3", "./hono", "./inline", "./koa", "./node"];
    equal(Object.keys(jsr.exports).sort().join(), Object.keys(VALUES).filter((path) => !elsewhere.includes(path)).sort().join(), "subpaths");
    const script = `import { createSessions } from "${jsr.name}"; import { memoryKV } from "${jsr.name}/kv/memory"; console.log(typeof createSessions, typeof memoryKV);`;
    await writeFile(join(folder, "try.js"), script);
    equal(await project.run(deno, "run", "--no-prompt", "--config", join(folder, "jsr.json"), join(folder, "try.js")), "function function", "in Deno");
    await rm(join(folder, "try.js"));
    await project.run(deno, "publish", "--dry-run", "--allow-dirty", "--config", join(folder, "jsr.json"));
    ok(true, "taken");
  },

  async publint(project) {
    ok((await project.run(bin("publint", here), project.tarball, "--strict")).includes("All good"), "publint");
  },

  // Only ES modules (`--profile esm-only`); and the raw module has no types of its own, as what a `.wasm` import gives is
  // the bundler's to say.
  async attw(project) {
    const said = await project.run(bin("attw", here), project.tarball, "--profile", "esm-only", "--exclude-entrypoints", "waxseal.wasm");
    ok(!/💀|❌/.test(said), said);
  },
};
