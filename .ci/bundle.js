// pkg/*.js to pkg/dist: what ships. Who imports the package without a bundler loads two files for it and not thirty, which is most
// of the time to a first session (`make bench`, "Cold start").
//
// What every use of the package needs is one file, waxseal.js; the subpaths are made of it, so that all share one instance.

import { mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { dirname, join, relative, resolve } from "node:path";
import { build } from "esbuild";

const pkg = resolve(import.meta.dirname, "../pkg");
const dist = join(pkg, "dist");
const settings = { absWorkingDir: pkg, bundle: true, format: "esm", target: "es2022", external: ["#wasm"], metafile: true, logLevel: "warning" };

/** In waxseal.js: subpaths, and what others need of it; and the other subpaths. */
const INSIDE = ["index.js", "crypto.js", "phoenix.js", "term.js", "kv/memory.js"];
const NEEDED = ["border/errors.js", "border/options.js", "border/own.js", "plug/conn_option.js", "plug/forward.js", "plug/layer.js", "plug/response.js", "plug/set_cookie.js", "plug/thrown.js", "store/known_options.js"];
const adapters = (await readdir(join(pkg, "kv"))).filter((file) => file.endsWith(".js")).map((file) => `kv/${file}`);
const BESIDE = ["astro.js", "conformance.js", "elysia.js", "fastify.js", "h3.js", "hono.js", "koa.js", "next.js", "node.js", "react-router.js", "sveltekit.js", ...adapters].filter((file) => !INSIDE.includes(file));

await rm(dist, { recursive: true, force: true });
await mkdir(join(dist, "kv"), { recursive: true });

const all = [...INSIDE, ...NEEDED].map((file) => `export * from "./${file}";`).join("\n");
const { metafile } = await build({ ...settings, stdin: { contents: all, resolveDir: pkg }, outfile: join(dist, "waxseal.js") });
const inside = new Set(Object.keys(metafile.inputs).map((file) => join(pkg, file)));

for (const file of INSIDE) {
  const { metafile } = await build({ ...settings, entryPoints: [file], outdir: dist, write: false });
  const [{ exports }] = Object.values(metafile.outputs);
  await writeFile(join(dist, file), `export { ${exports.sort().join(", ")} } from "${shared(file)}";\n`);
}

// The WebAssembly as text, and what is made with it: nothing in it needs a bundler's or an import map's help.
const bytes = await readFile(join(pkg, "wasm/waxseal_bg.wasm"));
await writeFile(join(dist, "wasm.js"), `export default "${bytes.toString("base64")}";\n`);
const alias = { "#wasm": "../entry/inline.js" };
await build({ ...settings, entryPoints: ["inline.js"], outfile: join(dist, "inline.js"), alias, external: Object.values(alias) });

for (const file of BESIDE) {
  const plugin = {
    name: "waxseal.js",
    setup({ onResolve }) {
      onResolve({ filter: /^\./ }, ({ path, resolveDir }) =>
        inside.has(resolve(resolveDir, path)) ? { path: shared(file), external: true } : undefined);
    },
  };
  await build({ ...settings, entryPoints: [file], outfile: join(dist, file), plugins: [plugin] });
}

// The command, and all that it needs of pkg/inspect. It imports the package by its name, as its users do.
await build({ ...settings, entryPoints: ["command/main.js"], outfile: join(dist, "command.js"), platform: "node", external: ["waxseal", "waxseal/*"] });

/** @param {string} file */
function shared(file) {
  const path = relative(dirname(file), "waxseal.js");
  return path.startsWith(".") ? path : `./${path}`;
}
