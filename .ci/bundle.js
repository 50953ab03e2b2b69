// pkg/*.js to pkg/dist: what ships. What every use of the package needs is one file, and without spaces and comments, as finding,
// reading and parsing files is most of the time to a first session (`make bench`, "Cold start"). Names stay as they are written, so
// that stack traces can be read; where a line was, the source maps tell. Its lines are short all the same, as Node shows the one that threw.
//
// That file there is once for each runtime that loads files itself, with its entry in it, and once for bundlers, who choose the entry
// (waxseal.js). package.json says which is "#waxseal"; all subpaths import that, so that they share one instance.

import { mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { dirname, join, relative, resolve } from "node:path";
import { build } from "esbuild";

const pkg = resolve(import.meta.dirname, "../pkg");
const dist = join(pkg, "dist");
const settings = {
  absWorkingDir: pkg, bundle: true, format: "esm", target: "es2022", external: ["#wasm", "node:fs"], metafile: true, logLevel: "warning",
  // Deno's and Bun's entries need them.
  supported: { "import-attributes": true, "import-source": true },
};
const small = { minifyWhitespace: true, minifySyntax: true, sourcemap: true, lineLimit: 120 };

const WHOLE = "index.js";
/** Who loads files itself, by its entry in pkg/entry. */
const RUNTIMES = ["bun", "deno", "node", "web"];
/** Who shows positions by a source map, if a debugger asks, and never the source: it would be half of the map. */
const SILENT = ["bun", "deno"];
const adapters = (await readdir(join(pkg, "kv"))).filter((file) => file.endsWith(".js")).map((file) => `kv/${file}`);
const SUBPATHS = [
  WHOLE, "astro.js", "conformance.js", "crypto.js", "elysia.js", "fastify.js", "h3.js", "hono.js", "koa.js", "next.js", "node.js", "phoenix.js",
  "react-router.js", "sveltekit.js", "tanstack-start.js", "term.js", ...adapters,
];
/** What has a state or a class that is one in a process stands in the one file as soon as two subpaths use it. */
const SHARED = /^(term|session|store|plug|phoenix)\//;

/** What an entry imports beside the package stays where it is: dist and entry are side by side. */
const asset = {
  name: "asset",
  setup: (/** @type {import("esbuild").PluginBuild} */ { onResolve }) => onResolve({ filter: /\.wasm$/ }, ({ path }) => ({ path, external: true })),
};
const waxseal = {
  name: "waxseal",
  setup: (/** @type {import("esbuild").PluginBuild} */ { onResolve }) => onResolve({ filter: /^\./ }, ({ path, resolveDir }) =>
    inside.has(relative(pkg, resolve(resolveDir, path))) ? { path: "#waxseal", external: true } : undefined),
};

await rm(dist, { recursive: true, force: true });
await mkdir(join(dist, "kv"), { recursive: true });

const inputs = Object.fromEntries(await Promise.all(SUBPATHS.map(async (file) => [file, await inputsOf(file)])));
const inside = new Set(Object.keys(inputs[WHOLE]));
const uses = Object.values(inputs).flatMap(Object.keys).filter((file) => SHARED.test(file) && !inside.has(file));
const twice = new Set(uses.filter((file, at) => uses.indexOf(file) !== at));
for (const file of twice) inside.add(file);
/** Of what is inside, what others import. */
const needed = new Set([...twice, ...SUBPATHS.filter((file) => inside.has(file) && file !== WHOLE)]);
for (const [file, { imports }] of Object.values(inputs).flatMap(Object.entries)) {
  if (!inside.has(file)) for (const { path } of imports) if (inside.has(path)) needed.add(path);
}

const together = { contents: [WHOLE, ...[...needed].sort()].map((file) => `export * from "./${file}";`).join("\n"), resolveDir: pkg };
await checkNames([WHOLE, ...needed]);
await build({ ...settings, ...small, stdin: together, outfile: join(dist, "waxseal.js") });
for (const runtime of RUNTIMES) {
  const alias = { "#wasm": `./entry/${runtime}.js` };
  const outfile = join(dist, `waxseal.${runtime}.js`);
  await build({ ...settings, ...small, sourcesContent: !SILENT.includes(runtime), stdin: together, outfile, alias, plugins: [asset] });
}

// The WebAssembly as text, and what is made with it: nothing in it needs a bundler's or an import map's help.
const bytes = await readFile(join(pkg, "wasm/waxseal_bg.wasm"));
await writeFile(join(dist, "wasm.js"), `export default "${bytes.toString("base64")}";\n`);
const alias = { "#wasm": "../entry/inline.js" };
await build({ ...settings, entryPoints: ["inline.js"], outfile: join(dist, "inline.js"), alias, external: Object.values(alias) });

for (const file of SUBPATHS) {
  // For JSR, which has no place for declarations in its jsr.json.
  const types = `// @ts-self-types="${relative(dirname(join(dist, file)), join(pkg, file.replace(/js$/, "d.ts")))}"\n`;
  if (inside.has(file)) await writeFile(join(dist, file), `${types}export { ${(await exportsOf(file)).join(", ")} } from "#waxseal";\n`);
  else await build({ ...settings, entryPoints: [file], outfile: join(dist, file), plugins: [waxseal], banner: { js: types } });
}

// The command, and all that it needs of pkg/inspect. It imports the package by its name, as its users do.
await build({ ...settings, entryPoints: ["command/main.js"], outfile: join(dist, "command.js"), platform: "node", external: ["waxseal", "waxseal/*"] });

/** @param {string} file @returns {Promise<import("esbuild").Metafile["inputs"]>} what is bundled with it */
async function inputsOf(file) {
  return (await build({ ...settings, entryPoints: [file], outdir: dist, write: false })).metafile.inputs;
}

/** @param {string} file */
async function exportsOf(file) {
  const { metafile } = await build({ ...settings, entryPoints: [file], outdir: dist, write: false });
  const [{ exports }] = Object.values(metafile.outputs);
  return exports.sort();
}

/** Of a name that two files export, `export *` passes on neither, and says nothing. @param {string[]} files */
async function checkNames(files) {
  const names = new Map();
  for (const file of files) {
    for (const name of await exportsOf(file)) {
      const other = names.get(name);
      if (other && file !== WHOLE && other !== WHOLE) throw new Error(`${name} is exported by ${other} and by ${file}: both are in waxseal.js`);
      names.set(name, file);
    }
  }
}
