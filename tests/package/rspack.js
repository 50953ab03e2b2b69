// @ts-check
// Builds a project with rspack, `node rspack.js FOLDER web|node`, as its own command would.

import { rspack } from "@rspack/core";

const [folder, target] = process.argv.slice(2);
const compiler = rspack({
  context: folder,
  target: target === "node" ? "node20" : "web",
  mode: "production",
  entry: target === "node" ? "./main.js" : "./browser.js",
  experiments: { outputModule: target === "node" },
  output: { path: `${folder}/out/rspack-${target}`, filename: target === "node" ? "main.js" : "browser.js", ...(target === "node" ? { module: true, chunkFormat: "module", library: { type: "module" } } : {}) },
});
compiler.run((error, stats) => {
  if (error || stats?.hasErrors()) throw error ?? new Error(stats?.toString("errors-only"));
  compiler.close(() => {});
});
